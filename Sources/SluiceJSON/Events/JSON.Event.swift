extension JSON {
    /// One event of a document as it passes by: its text is borrowed from the cursor that gave it.
    ///
    /// It is gone when the cursor moves on; ``OwnedEvent`` is a copy to keep.
    public enum Event: ~Escapable {
        case startObject
        /// A member's name; its value's events follow.
        case key(Text)
        case endObject
        case startArray
        case endArray
        case string(Text)
        case number(NumberText)
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

        /// A copy of an event that passes by: a String for text, nothing else allocated.
        public init(_ event: borrowing Event) {
            switch event {
            case .startObject: self = .startObject
            case .key(let name): self = .key(String(name))
            case .endObject: self = .endObject
            case .startArray: self = .startArray
            case .endArray: self = .endArray
            case .string(let text): self = .string(String(text))
            case .number(let number): self = .number(String(number))
            case .boolean(let value): self = .boolean(value)
            case .null: self = .null
            }
        }
    }
}
