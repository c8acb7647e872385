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
                while true {
                    if let record = try delivery.take() { return record }
                    if delivery.isOver { return nil }
                    if let chunk = try await chunks.next() {
                        delivery.feed(chunk)
                    } else {
                        delivery.finishInput()
                    }
                }
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
        try records(at: selection, in: AsyncPieces(bytes: bytes), options: options, name: name)
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

extension JSON {
    /// Bytes that arrive one by one, gathered into pieces that end where a record may.
    public struct AsyncPieces<Bytes: AsyncSequence>: AsyncSequence where Bytes.Element == UInt8 {
        let bytes: Bytes

        public func makeAsyncIterator() -> Iterator { Iterator(bytes: bytes.makeAsyncIterator()) }

        public struct Iterator: AsyncIteratorProtocol {
            var bytes: Bytes.AsyncIterator

            private static var mostBytes: Int { 4096 }

            /// The next piece; `nil` at the end.
            public mutating func next() async throws -> [UInt8]? {
                var piece: [UInt8] = []
                while piece.count < Self.mostBytes, let byte = try await bytes.next() {
                    piece.append(byte)
                    if Self.mayEndRecord(byte) { break }
                }
                return piece.isEmpty ? nil : piece
            }

            private static func mayEndRecord(_ byte: UInt8) -> Bool {
                switch byte {
                case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "\n"), UInt8(ascii: " "),
                    RecordFraming.recordSeparator:
                    true
                default: false
                }
            }
        }
    }
}
