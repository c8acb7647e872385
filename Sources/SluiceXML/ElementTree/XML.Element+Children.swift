extension XML.Element {
    /// An element's children, in order: elements, and where they were kept, comments and processing instructions.
    ///
    /// Of a parsed element no list exists: the first who asks for a child by position far from the start has the places
    /// noted. Going through all of them is linear.
    public struct Children: Sendable, RandomAccessCollection, MutableCollection, RangeReplaceableCollection {
        fileprivate var parent: XML.Element

        fileprivate init(of parent: XML.Element) { self.parent = parent }

        public init() { parent = XML.Element("") }

        public var startIndex: Int { 0 }
        public var endIndex: Int { parent.count }

        public subscript(position: Int) -> XML.Element {
            get { parent[position] }
            _modify { yield &parent[position] }
        }

        public struct Iterator: IteratorProtocol {
            fileprivate var cursor: Cursor
            public mutating func next() -> XML.Element? { cursor.next() }
        }

        public func makeIterator() -> Iterator { Iterator(cursor: Cursor(parent)) }

        public mutating func replaceSubrange(
            _ subrange: Range<Int>, with newElements: some Swift.Collection<XML.Element>
        ) {
            parent.edit().children.replaceSubrange(subrange, with: newElements)
        }
    }

    /// How many children it has. Constant time.
    public var count: Int { branch?.children.count ?? arena.childCount(node) }

    /// Its children.
    public var children: Children {
        get { Children(of: self) }
        _modify {
            var children = Children(of: self)
            // Held once, so that a change in place copies nothing.
            owner = Self.nothing
            defer { self = children.parent }
            yield &children
        }
        set {
            if newValue.isEmpty, count == 0 { return }
            edit().children = ContiguousArray(newValue)
        }
    }

    private static let nothing = Branch(name: .comment)

    /// A child by its position.
    public subscript(position: Int) -> XML.Element {
        get {
            if let branch { return branch.children[position] }
            precondition(position >= 0 && position < count, "there is no such child")
            return XML.Element(arena: arena, node: arena.child(node, at: position))
        }
        _modify {
            let branch = edit()
            yield &branch.children[position]
        }
    }

    /// Adds a child behind the others.
    public mutating func append(_ child: XML.Element) { edit().children.append(child) }

    /// Adds children behind the others.
    public mutating func extend(_ children: some Swift.Sequence<XML.Element>) {
        edit().children.append(contentsOf: children)
    }

    /// Puts a child before the one at a position; at ``count`` it becomes the last.
    public mutating func insert(_ child: XML.Element, at position: Int) {
        edit().children.insert(child, at: position)
    }

    /// Takes a child out, its tail with it.
    @discardableResult
    public mutating func remove(at position: Int) -> XML.Element { edit().children.remove(at: position) }

    /// Takes out the first child that equals `child`: whether there was one.
    @discardableResult
    public mutating func remove(_ child: XML.Element) -> Bool {
        guard let position = children.firstIndex(of: child) else { return false }
        remove(at: position)
        return true
    }

    /// Adds a new child behind the others, and has it filled in. Python's `SubElement`.
    ///
    ///     library.appendElement("book", ["id": "b1"]) { book in
    ///         book.appendElement("title", text: "Ada")
    ///     }
    public mutating func appendElement(
        _ tag: String, _ attributes: Attributes = [:], text: String? = nil,
        _ fill: (inout XML.Element) throws -> Void
    ) rethrows {
        var child = XML.Element(tag, attributes, text: text)
        try fill(&child)
        append(child)
    }

    /// Adds a new child behind the others.
    public mutating func appendElement(_ tag: String, _ attributes: Attributes = [:], text: String? = nil) {
        append(XML.Element(tag, attributes, text: text))
    }
}

extension XML.Element.Children: Hashable {
    public static func == (a: Self, b: Self) -> Bool { a.count == b.count && a.elementsEqual(b) }
    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        for child in self { hasher.combine(child) }
    }
}
