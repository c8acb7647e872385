extension XML {
    /// What kind of thing a document's next piece is, as a cursor tells it; its name, attributes and text are asked of the
    /// cursor.
    public enum Event: Sendable, Hashable {
        /// A namespace comes into force with the `startElement` that follows: `prefix` and `uri`.
        case startPrefixMapping
        /// Its `name` and `attributes`.
        case startElement
        /// Its `name`.
        case endElement
        /// After the `endElement`: its `prefix`.
        case endPrefixMapping
        /// All text up to the next tag, comment or processing instruction: CDATA sections and entities included.
        case text
        /// White space between the children of an element that the document type declares to have no text.
        case ignorableWhitespace
        /// Its `text`.
        case comment
        /// Its `target` and `data`.
        case processingInstruction
        /// A reference to an entity that was not read: its name is the `text`.
        case skippedEntity
    }

    /// One event of a document, to keep: it owns its text.
    public enum OwnedEvent: Sendable, Hashable {
        case startPrefixMapping(prefix: String, uri: String)
        case startElement(QName, attributes: [OwnedAttribute])
        case endElement(QName)
        case endPrefixMapping(prefix: String)
        case text(String)
        case ignorableWhitespace(String)
        case comment(String)
        case processingInstruction(target: String, data: String)
        case skippedEntity(String)
    }

    /// An attribute to keep.
    public struct OwnedAttribute: Sendable, Hashable {
        public var name: QName
        public var value: String
        /// Whether it stands in the document; if not, the document type gave it.
        public var isSpecified: Bool

        public init(_ name: QName, _ value: String, isSpecified: Bool = true) {
            self.name = name
            self.value = value
            self.isSpecified = isSpecified
        }

        /// A copy of an attribute that passes by.
        public init(_ attribute: borrowing Attribute) {
            self.init(QName(attribute.name), String(attribute.value), isSpecified: attribute.isSpecified)
        }
    }
}

extension XML.Attributes {
    /// Copies of all, to keep.
    public var owned: [XML.OwnedAttribute] {
        var copies: [XML.OwnedAttribute] = []
        copies.reserveCapacity(count)
        for i in indices { copies.append(XML.OwnedAttribute(self[i])) }
        return copies
    }
}
