public import SluiceCore

extension JSON {
    /// The records of bytes that arrive asynchronously.
    ///
    ///     for try await row in try JSON.records(at: .lines, in: body) { print(row["id"]?.int ?? 0) }
    ///
    /// A record comes as soon as the byte that ends it has arrived. There is one suspension a chunk, none a record. Order,
    /// checks and memory are those of ``Records``; after an error the sequence ends. One task at a time may iterate.
    public struct AsyncRecords<Chunks: AsyncSequence>: AsyncSequence
    where Chunks.Element: Sequence, Chunks.Element.Element == UInt8 {
        let chunks: Chunks
        let selection: RecordSelection
        let options: RecordOptions
        let name: String?

        public func makeAsyncIterator() -> Iterator {
            Iterator(
                chunks: chunks.makeAsyncIterator(),
                parser: Result { () throws(ParseError) in
                    try RecordDelivery(at: selection, options: options, name: name)
                })
        }

        /// Gives the records, and tells about the last one.
        public struct Iterator: AsyncIteratorProtocol {
            var chunks: Chunks.AsyncIterator
            let parser: Result<RecordDelivery, ParseError>

            /// The next record; `nil` at the end.
            ///
            /// - Throws: ``ParseError``, or what the bytes' own sequence throws.
            public mutating func next() async throws -> JSON? {
                let delivery = try parser.get()
                // Many come together, and those that are there take no asynchronous call.
                if let record = try delivery.take() { return record }
                return try await delivery.next(from: &chunks)
            }
        }
    }

    /// The records of bytes that arrive in chunks.
    ///
    /// - Throws: ``ParseError`` for a path of records that cannot be read.
    public static func records<Chunks: AsyncSequence>(
        at selection: RecordSelection, in chunks: Chunks, options: RecordOptions = RecordOptions(), name: String? = nil
    ) throws -> AsyncRecords<Chunks> where Chunks.Element: Sequence, Chunks.Element.Element == UInt8 {
        _ = try selection.framing()
        return AsyncRecords(chunks: chunks, selection: selection, options: options, name: name)
    }

    /// The records of bytes that arrive one by one.
    ///
    /// - Throws: ``ParseError`` for a path of records that cannot be read.
    public static func records<Bytes: AsyncSequence>(
        at selection: RecordSelection, in bytes: Bytes, options: RecordOptions = RecordOptions(), name: String? = nil
    ) throws -> AsyncRecords<AsyncPieces<Bytes>> where Bytes.Element == UInt8 {
        try records(at: selection, in: AsyncPieces(records: bytes), options: options, name: name)
    }
}

extension JSON.AsyncRecords.Iterator {
    private var delivery: RecordDelivery? { try? parser.get() }

    /// Which path the last record matched, counted from 0.
    public var pathIndex: Int { delivery?.pathIndex ?? 0 }
    /// Where the last record stands in its document, as a JSON Pointer. Empty for lines and sequences.
    public var path: String { delivery?.path ?? "" }
    /// Bytes of input before the last record.
    public var offset: Int { delivery?.offset ?? 0 }
    /// The errors of records that were left out, where the policy collects them.
    public var errors: [ParseError] { delivery?.errors ?? [] }
    /// Records that were left out.
    public var badRecordCount: Int { delivery?.badCount ?? 0 }
}

extension AsyncPieces {
    /// Pieces that end where a record may.
    fileprivate init(records bytes: Bytes) {
        self.init(bytes) { byte in
            switch byte {
            case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "\n"), UInt8(ascii: " "),
                RecordFraming.recordSeparator:
                true
            default: false
            }
        }
    }
}
