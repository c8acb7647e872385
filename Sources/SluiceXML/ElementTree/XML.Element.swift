extension XML {
    /// An element of a tree, with all that is in it: a value, as Python's ElementTree sees it.
    ///
    ///     var book = XML.Element("book", ["id": "b1"], children: [XML.Element("title", text: "Ada")])
    ///     book.set("lang", "en")
    ///     print(book.find("title")?.text ?? "", try book.tostring())
    ///
    /// Text before the first child is the element's ``text``; text behind an element is that element's ``tail``. Names are
    /// in James Clark's notation: `{uri}local`, or `local` in no namespace.
    ///
    /// An element that was parsed is one reference into the memory of its document, which lives as long as any element
    /// of it; nothing becomes a String before it is asked for. Elements are copied in constant time. A change copies the
    /// changed element's own name, texts and list of children, the first time, and those of the elements that hold it.
    public struct Element: Sendable {
        var owner: Owner
        /// Where in the arena; 0 for a branch.
        let index: UInt32

        init(owner: Owner, index: UInt32) {
            self.owner = owner
            self.index = index
        }

        /// An element with what is in it.
        /// - Parameter tag: Its name: `{uri}local` or `local`.
        public init(
            _ tag: String, _ attributes: Attributes = [:], text: String? = nil, tail: String? = nil,
            children: [Element] = []
        ) {
            self.init(
                branch: Branch(
                    name: NodeName(clark: tag), attributes: attributes, text: text, tail: tail,
                    children: ContiguousArray(children)))
        }

        /// An element of that name.
        public init(
            _ name: QName, _ attributes: Attributes = [:], text: String? = nil, tail: String? = nil,
            children: [Element] = []
        ) {
            self.init(
                branch: Branch(
                    name: NodeName(name), attributes: attributes, text: text, tail: tail,
                    children: ContiguousArray(children)))
        }

        /// A comment: its text is written as it is.
        public static func comment(_ text: String, tail: String? = nil) -> Element {
            Element(branch: Branch(name: .comment, kind: .comment, text: text, tail: tail))
        }

        /// A processing instruction; its text is the target, then a space and the data.
        public static func processingInstruction(_ target: String, _ data: String? = nil, tail: String? = nil)
            -> Element
        {
            Element(
                branch: Branch(
                    name: .instruction, kind: .processingInstruction, text: data.map { target + " " + $0 } ?? target,
                    tail: tail))
        }

        /// What an element stands for.
        public enum Kind: Sendable, Hashable {
            case element
            case comment
            case processingInstruction
        }
    }
}

extension XML.Element {
    /// Whether it is a comment or a processing instruction, which stand among the children of elements.
    public var kind: Kind {
        if let branch { return branch.kind }
        switch arena.nameNumber(node) {
        case NodeName.commentNumber: return .comment
        case NodeName.instructionNumber: return .processingInstruction
        default: return .element
        }
    }

    var name: NodeName { branch?.name ?? arena.name(node) }

    /// Its name, `{uri}local` or `local`. A comment's is `#comment`, a processing instruction's `#pi`.
    public var tag: String {
        get { branch?.name.clark ?? arena.name(node).clark }
        set { edit().name = NodeName(clark: newValue) }
    }

    /// Its name, taken apart. The prefix is one that the document used for the namespace.
    public var qname: XML.QName {
        get { name.qualified }
        set { edit().name = NodeName(newValue) }
    }

    /// The text before its first child; `nil` if there is none. Of a comment or processing instruction, what it says.
    public var text: String? {
        get {
            if let branch { return branch.text }
            return arena.text(node).map(arena.string(at:))
        }
        set { edit().text = newValue }
    }

    /// The text behind it, before the next element; `nil` if there is none.
    public var tail: String? {
        get {
            if let branch { return branch.tail }
            return arena.tail(node).map(arena.string(at:))
        }
        set { edit().tail = newValue }
    }

    /// The line on which its tag starts in the document that it was parsed from; `nil` if it was made otherwise.
    public var sourceLine: Int? {
        if let branch { return branch.line }
        let line = arena.line(node)
        return line > 0 ? line : nil
    }

    /// Its attributes, in order.
    public var attributes: Attributes {
        get { branch?.attributes ?? Attributes(arena: arena, node: node) }
        _modify {
            let branch = edit()
            yield &branch.attributes
        }
        set { edit().attributes = newValue }
    }

    /// The value of an attribute; `nil` if there is none of this name. Looks at each.
    public func get(_ name: String) -> String? { attributes[name] }

    /// The value of an attribute, or another value if there is none of this name.
    public func get(_ name: String, default value: String) -> String { attributes[name] ?? value }

    /// Sets an attribute: in its place, or behind the others if it is new.
    public mutating func set(_ name: String, _ value: String) { attributes[name] = value }

    /// The names of its attributes, in order.
    public var keys: [String] { attributes.map(\.key) }
    /// Its attributes, in order.
    public var items: [(key: String, value: String)] { attributes.map { ($0.key, $0.value) } }

    /// Removes attributes, texts and children, and keeps the name.
    public mutating func clear() { self = XML.Element(branch: Branch(name: name, kind: kind, line: sourceLine)) }
}

extension XML.Element: CustomStringConvertible {
    /// The element as XML, without its tail. What no XML can hold is shown all the same: ``tostring(_:)`` refuses it.
    public var description: String {
        var copy = self
        if tail != nil { copy.tail = nil }
        return copy.shown
    }
}
