extension JSON {
    /// The members of an object, in the order of the document, those with the same name included.
    ///
    /// Looking up a name gives the last member that has it, and goes through the members. A loop costs a retain for each
    /// name, text and container; ``forEach(_:)`` costs not even that. Equality is that of JSON: order does not matter.
    public struct Object: Sendable, RandomAccessCollection {
        /// A member: its name, and its value.
        public typealias Element = (key: JSON.LazyString, value: JSON)

        @usableFromInline let value: JSON

        @inlinable @inline(__always)
        init(value: JSON) { self.value = value }

        @inlinable public var startIndex: Int { 0 }
        @inlinable public var endIndex: Int { count }

        @inlinable
        public var count: Int { value.containerCount }

        /// The member at `position`, which must be one of `indices`.
        public subscript(position: Int) -> Element {
            precondition(position >= 0 && position < count, "There is no member \(position).")
            return value.member(at: position)
        }

        /// The value of the last member called `name`.
        public subscript(name: String) -> JSON? { value[name] }

        @inlinable @inline(__always)
        public func makeIterator() -> Iterator { Iterator(value) }

        /// Goes through the members once.
        public struct Iterator: IteratorProtocol {
            @usableFromInline var cursor: Cursor

            @inlinable @inline(__always)
            init(_ value: JSON) { cursor = Cursor(value) }

            @inlinable @inline(__always)
            public mutating func next() -> Element? { cursor.nextMember() }
        }
    }
}

extension JSON.Object: Hashable, CustomStringConvertible {
    /// Compact JSON.
    public var description: String { value.description }
}
