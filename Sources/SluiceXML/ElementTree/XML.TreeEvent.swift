extension XML {
    /// What happens while a tree grows: the events of ``TreeEvents`` and ``TreePullParser``.
    public enum TreeEvent: String, Sendable, Hashable, CaseIterable {
        /// An element starts: its name and attributes are there.
        case start
        /// An element ends: all that is in it is there. Its tail is not.
        case end
        case comment
        case processingInstruction = "pi"
        /// A namespace comes into force, before the start of the element that declares it.
        case startNamespace = "start-ns"
        /// It goes out of force, after the end of that element.
        case endNamespace = "end-ns"
    }
}
