public import SluiceCore

/// The documents of a stream whose bytes arrive asynchronously.
///
///     for try await record in DocumentStream(.ndjson, in: connection) { print(record.json?["id"]?.int ?? 0) }
///
/// A record comes as soon as the byte that ends it has arrived. There is one suspension a chunk, none a record: what has
/// arrived is read before the next chunk is asked for, so a loop that takes its time holds its peer back. Order, checks and
/// memory are those of ``DocumentDecoder``. One task at a time may iterate; where it is cancelled, it is up to the bytes'
/// own sequence to end or to throw.
///
/// An error ends a `for` loop. Where ``StreamOptions/resynchronises`` asks for it, an iterator of your own goes on:
///
///     var records = stream.makeAsyncIterator()
///     while true {
///         do {
///             guard let record = try await records.next() else { break }
///             use(record)
///         } catch let error as StreamError where error.isResumable {
///             log(error)
///         }
///     }
public struct DocumentStream<Chunks: AsyncSequence>: AsyncSequence
where Chunks.Element: Sequence, Chunks.Element.Element == UInt8 {
    private let chunks: Chunks
    private let framing: DocumentFraming
    private let options: StreamOptions
    private let name: String?

    /// The documents of bytes that arrive in chunks.
    /// - Parameter name: What errors call the stream: the peer's address, say.
    public init(
        _ framing: DocumentFraming, in chunks: Chunks, options: StreamOptions = StreamOptions(), name: String? = nil
    ) {
        self.chunks = chunks
        self.framing = framing
        self.options = options
        self.name = name
    }

    /// The documents of bytes that arrive one by one. They are gathered, and never waited for where a record may be whole.
    /// Bytes of frames with a length are taken as they come, which is slow: give those in chunks.
    public init<Bytes: AsyncSequence>(
        _ framing: DocumentFraming, in bytes: Bytes, options: StreamOptions = StreamOptions(), name: String? = nil
    ) where Chunks == AsyncPieces<Bytes>, Bytes.Element == UInt8 {
        self.init(framing, in: AsyncPieces(bytes, mayEnd: framing.mayEndRecord), options: options, name: name)
    }

    public func makeAsyncIterator() -> Iterator {
        Iterator(
            chunks: chunks.makeAsyncIterator(),
            decoding: StreamDecoding(framing, options: options, name: name))
    }

    /// Gives the records, and tells about the last one.
    public struct Iterator: AsyncIteratorProtocol {
        var chunks: Chunks.AsyncIterator
        let decoding: StreamDecoding

        /// The next record; `nil` at the end.
        ///
        /// - Throws: ``StreamError``, or what the bytes' own sequence throws.
        public mutating func next() async throws -> StreamRecord? {
            // Many come together, and those that are there take no asynchronous call.
            if let record = try decoding.take() { return record }
            return try await decoding.next(from: &chunks)
        }

        /// The root around stanzas, as soon as its start tag has arrived; `nil` where the stream ends before it, is at fault
        /// before it, or has no stanzas. So a server can answer to it before the first stanza comes.
        ///
        /// - Throws: What the bytes' own sequence throws. What is wrong with the stream is left to ``next()``.
        public mutating func root() async throws -> StanzaRoot? {
            while decoding.awaitsRoot {
                if let chunk = try await chunks.next() { decoding.feed(chunk: chunk) } else { decoding.finishInput() }
            }
            return decoding.root
        }
    }
}

extension DocumentStream: Sendable where Chunks: Sendable {}

extension DocumentStream.Iterator {
    /// How the stream is framed: once the first bytes have told, if it was to be sniffed.
    public var framing: DocumentFraming { decoding.framing }
    /// Whether what has arrived holds all that can come: see ``DocumentDecoder/isComplete``.
    public var isComplete: Bool { decoding.isComplete }
    /// Bytes of the stream before the last record.
    public var offset: Int { decoding.offset }
    /// Records before the last one, bad ones included.
    public var ordinal: Int { decoding.ordinal }
}

extension DocumentFraming {
    /// Whether a record may end with a byte.
    fileprivate var mayEndRecord: @Sendable (UInt8) -> Bool {
        switch self {
        case .lengthPrefixed: { _ in true }
        case .xmlStanzas, .wholeDocument(.xml): { $0 == UInt8(ascii: ">") }
        case .ndjson: { $0 == UInt8(ascii: "\n") }
        default:
            { byte in
                switch byte {
                case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: "\n"),
                    UInt8(ascii: "\r"), UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: ">"), 0x1E,
                    // They show the end of a number or word before them.
                    UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"):
                    true
                default: false
                }
            }
        }
    }
}
