extension XML.Element {
    /// The element and all that is in it, in document order; only those of a name, if one is given.
    ///
    ///     for title in root.iter("title") { print(title.text ?? "") }
    ///
    /// `nil` and `"*"` mean every element, comments and processing instructions among them.
    public func iter(_ tag: String? = nil) -> Iter { Iter(self, tag: tag == "*" ? nil : tag) }

    /// The texts in the element, in document order, without its tail. What comments and processing instructions say does
    /// not belong to them.
    public func itertext() -> IterText { IterText(self) }

    /// All text in the element.
    public var joinedText: String {
        var all = ""
        for text in itertext() { all += text }
        return all
    }

    /// A sequence of elements in document order, which takes no recursion.
    public struct Iter: Swift.Sequence, IteratorProtocol {
        private var walk: Walk
        private let tag: String?

        fileprivate init(_ root: XML.Element, tag: String?) {
            walk = Walk(root)
            self.tag = tag
        }

        public mutating func next() -> XML.Element? {
            while let step = walk.next() {
                guard case .enter(let element) = step else { continue }
                guard let tag else { return element }
                if element.tag == tag, element.kind == .element { return element }
            }
            return nil
        }
    }

    /// A sequence of texts in document order.
    public struct IterText: Swift.Sequence, IteratorProtocol {
        private var walk: Walk

        fileprivate init(_ root: XML.Element) { walk = Walk(root) }

        public mutating func next() -> String? {
            while let step = walk.next() {
                switch step {
                case .enter(let element): if element.kind == .element, let text = element.text { return text }
                case .leave(let element): if walk.depth > 0, let tail = element.tail { return tail }
                }
            }
            return nil
        }
    }

    /// Goes through a tree in document order, with a stack of its own: each element is entered and left.
    struct Walk: IteratorProtocol {
        enum Step {
            case enter(XML.Element)
            case leave(XML.Element)
        }

        private var root: XML.Element?
        private var stack: [(element: XML.Element, children: Cursor)] = []

        init(_ root: XML.Element) { self.root = root }

        /// Elements that are entered and not left.
        var depth: Int { stack.count }

        mutating func next() -> Step? {
            if let root {
                self.root = nil
                return enter(root)
            }
            guard !stack.isEmpty else { return nil }
            if let child = stack[stack.count - 1].children.next() { return enter(child) }
            return stack.popLast().map { .leave($0.element) }
        }

        /// Does not go into the element that was just entered, which is left with the next step.
        mutating func skipChildren() { stack[stack.count - 1].children = Cursor(XML.Element("")) }

        private mutating func enter(_ element: XML.Element) -> Step {
            stack.append((element, Cursor(element)))
            return .enter(element)
        }
    }
}
