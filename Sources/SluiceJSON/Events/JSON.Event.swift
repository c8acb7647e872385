extension JSON {
    /// What kind of thing a document's next piece is, as a cursor tells it; its text is asked of the cursor.
    public enum Event: Sendable, Hashable {
        case startObject
        /// A member's name; its value's events follow.
        case key
        case endObject
        case startArray
        case endArray
        case string
        case number
        case boolean(Bool)
        case null
    }

    /// One event of a document, to keep: it owns its text.
    ///
    /// Two numbers are equal if their text is: `1.0` is another event than `1`.
    public enum OwnedEvent: Sendable, Hashable {
        case startObject
        /// A member's name; its value's events follow.
        case key(String)
        case endObject
        case startArray
        case endArray
        case string(String)
        /// A number as it stands in the document.
        case number(String)
        case boolean(Bool)
        case null
    }
}
