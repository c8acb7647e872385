extension JSON {
    /// The elements of an array, in order.
    ///
    /// Going through them in a loop costs a retain for each text and container; ``forEach(_:)`` costs not even that. An element of a parsed array is found by its position in
    /// constant time too, once the first such question has been answered, which goes through the array.
    public struct Elements: Sendable, RandomAccessCollection {
        @usableFromInline let value: JSON

        @inlinable @inline(__always)
        init(value: JSON) { self.value = value }

        @inlinable public var startIndex: Int { 0 }
        @inlinable public var endIndex: Int { count }

        @inlinable
        public var count: Int { value.containerCount }

        /// The element at `position`, which must be one of `indices`.
        public subscript(position: Int) -> JSON {
            precondition(position >= 0 && position < count, "There is no element \(position).")
            return value.element(at: position)
        }

        @inlinable @inline(__always)
        public func makeIterator() -> Iterator { Iterator(value) }

        /// Goes through the elements once.
        public struct Iterator: IteratorProtocol {
            @usableFromInline var cursor: Cursor

            @inlinable @inline(__always)
            init(_ value: JSON) { cursor = Cursor(value) }

            @inlinable @inline(__always)
            public mutating func next() -> JSON? { cursor.nextElement() }
        }
    }
}

extension JSON.Elements: Hashable, CustomStringConvertible {
    /// Compact JSON.
    public var description: String { value.description }
}
