#if Services
/// The documents that come in on a connection, in their order, each as soon as its last byte has arrived.
///
///     for try await record in connection.records { print(record.json?["id"]?.int ?? 0) }
///
/// There is one suspension for what has arrived together, none a record. While nobody asks for records no more is read than
/// a megabyte, and the peer is held back. Whoever breaks off a loop can go on with another: the records are the
/// connection's, and each comes once.
///
/// An error ends a `for` loop; where ``StreamOptions/resynchronises`` asks for it, another goes on behind a bad record.
public struct DocumentRecords: AsyncSequence {
    let input: ConnectionInput

    public func makeAsyncIterator() -> Iterator { Iterator(input: input) }

    /// Gives the records, and tells about the last one.
    public struct Iterator: AsyncIteratorProtocol {
        @usableFromInline let input: ConnectionInput

        init(input: ConnectionInput) { self.input = input }

        /// The next record; `nil` where the peer has ended its side, and where the server shuts down.
        ///
        /// - Throws: ``StreamError`` for what is wrong with a record; ``ConnectionError`` where the connection fails;
        ///   `CancellationError` where the task is cancelled.
        public nonisolated(nonsending) mutating func next() async throws -> StreamRecord? {
            try await next(isolation: #isolation)
        }

        /// The same, as a `for` loop calls it: what has arrived already is given without a suspension.
        @inlinable
        public mutating func next(isolation: isolated (any Actor)?) async throws -> StreamRecord? {
            if let record = try input.take() { return record }
            return try await input.next()
        }

        /// The text of the next record, checked, as it stands in the stream: no value is made of it. XML is written anew.
        ///
        /// - Throws: As ``next()``.
        public nonisolated(nonsending) mutating func nextText() async throws -> [UInt8]? {
            if let text = try input.takeText() { return text }
            return try await input.nextText()
        }

        /// The next record that has arrived already; `nil` where one would have to wait.
        public mutating func nextArrived() throws(StreamError) -> StreamRecord? { try input.take() }

        /// Bytes of the stream before the last record.
        public var offset: Int { input.offset }
        /// Records before the last one, bad ones included.
        public var ordinal: Int { input.ordinal }
    }
}

@available(*, unavailable)
extension DocumentRecords: Sendable {}
#endif
