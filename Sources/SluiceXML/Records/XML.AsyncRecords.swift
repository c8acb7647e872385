internal import SluiceCore

extension XML {
    /// The records of a document whose bytes arrive asynchronously.
    ///
    ///     for try await entry in try XML.records(at: "/feed/entry", in: body) { print(entry.findtext("title") ?? "") }
    ///
    /// A record comes as soon as the byte that ends it has arrived, also of a root that never closes. There is one
    /// suspension a chunk, none a record. Order, checks and memory are those of ``Records``; after an error the sequence
    /// ends. What has arrived is read before the next chunk is asked for; several workers, where ``RecordOptions`` ask for
    /// them, delay records, since they take more at once. One task at a time may iterate; where it is cancelled, it is up
    /// to the bytes' own sequence to end or to throw.
    public struct AsyncRecords<Chunks: AsyncSequence>: AsyncSequence
    where Chunks.Element: Sequence, Chunks.Element.Element == UInt8 {
        let chunks: Chunks
        let selection: RecordSelection
        let options: RecordOptions
        let name: String?
        let entityResolver: (any EntityResolver)?

        public func makeAsyncIterator() -> Iterator {
            Iterator(
                chunks: chunks.makeAsyncIterator(),
                delivery: Result { () throws(ParseError) in
                    try RecordDelivery(at: selection, options: options, name: name, resolver: entityResolver)
                })
        }

        /// Gives the records, and tells about the last one.
        public struct Iterator: AsyncIteratorProtocol {
            var chunks: Chunks.AsyncIterator
            let delivery: Result<RecordDelivery, ParseError>

            /// The next record; `nil` at the end.
            ///
            /// - Throws: ``ParseError``, what the bytes' own sequence throws, or the resolver.
            public mutating func next() async throws -> Element? {
                let delivery = try delivery.get()
                // Many come together, and those that are there take no asynchronous call.
                if let record = try delivery.take() { return record }
                return try await delivery.next(from: &chunks)
            }
        }
    }

    /// The records of a document whose bytes arrive in chunks.
    ///
    /// - Throws: ``ParseError`` for a path of records that cannot be read.
    public static func records<Chunks: AsyncSequence>(
        at selection: RecordSelection, in chunks: Chunks, options: RecordOptions = RecordOptions(), name: String? = nil,
        entityResolver: (any EntityResolver)? = nil
    ) throws -> AsyncRecords<Chunks> where Chunks.Element: Sequence, Chunks.Element.Element == UInt8 {
        _ = try RecordPaths(selection)
        return AsyncRecords(
            chunks: chunks, selection: selection, options: options, name: name, entityResolver: entityResolver)
    }

    /// The records of a document whose bytes arrive one by one.
    ///
    /// - Throws: ``ParseError`` for a path of records that cannot be read.
    public static func records<Bytes: AsyncSequence>(
        at selection: RecordSelection, in bytes: Bytes, options: RecordOptions = RecordOptions(), name: String? = nil,
        entityResolver: (any EntityResolver)? = nil
    ) throws -> AsyncRecords<AsyncPieces<Bytes>> where Bytes.Element == UInt8 {
        try records(
            at: selection, in: AsyncPieces(markup: bytes), options: options, name: name, entityResolver: entityResolver)
    }
}

extension XML.AsyncRecords.Iterator {
    private var last: RecordReader.Place { (try? delivery.get().last) ?? RecordReader.Place() }

    /// Which path the last record matched, counted from 0.
    public var pathIndex: Int { last.path }
    /// Bytes of the text before the last record.
    public var offset: Int { last.offset }
    /// The line on which the last record begins.
    public var line: Int { last.line }
}
