public import SluiceXML

extension XML.DOM {
    /// The children of a node, live: what is changed is seen.
    public struct NodeList: Sequence {
        private let parent: Node

        init(children parent: Node) { self.parent = parent }

        /// How many there are. They are counted.
        public var count: Int {
            var count = 0
            var child = parent.ref.firstChild
            while let current = child {
                count += 1
                child = current.next
            }
            return count
        }

        /// The same as ``count``.
        public var length: Int { count }
        public var isEmpty: Bool { !parent.hasChildNodes }
        public var first: Node? { parent.firstChild }
        public var last: Node? { parent.lastChild }

        /// The child at a place; `nil` where there is none. Those before it are gone through.
        public func item(_ index: Int) -> Node? {
            guard index >= 0 else { return nil }
            var child = parent.ref.firstChild
            for _ in 0..<index {
                guard let next = child?.next else { return nil }
                child = next
            }
            return parent.tree.node(child)
        }

        /// The child at a place, which must be there.
        public subscript(index: Int) -> Node {
            guard let node = item(index) else { preconditionFailure("there is no child at \(index)") }
            return node
        }

        public func makeIterator() -> Iterator { Iterator(following: parent.firstChild) }

        /// Knows the child that comes next: the one that was given last may be taken out of its place.
        public struct Iterator: IteratorProtocol {
            fileprivate var following: Node?

            public mutating func next() -> Node? {
                defer { following = following?.nextSibling }
                return following
            }
        }
    }

    /// Elements that were found, in document order, as it was then.
    public struct ElementList: RandomAccessCollection {
        private let elements: [Element]

        init(_ elements: [Element]) { self.elements = elements }

        public var startIndex: Int { 0 }
        public var endIndex: Int { elements.count }
        public subscript(index: Int) -> Element { elements[index] }

        /// The same as `count`.
        public var length: Int { elements.count }
        /// The element at a place; `nil` where there is none.
        public func item(_ index: Int) -> Element? { elements.indices.contains(index) ? elements[index] : nil }
    }
}
