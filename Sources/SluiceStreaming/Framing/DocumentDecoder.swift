internal import SluiceCore
internal import SluiceJSON
internal import SluiceXML

/// Takes documents out of a stream that arrives in pieces of any size, with no input or output of its own.
///
///     var decoder = DocumentDecoder(.ndjson)
///     while let piece = nextPiece() {
///         decoder.feed(piece)
///         while let record = try decoder.next() { use(record) }
///     }
///     decoder.finish()
///     while let record = try decoder.next() { use(record) }
///
/// Records come in the order of the stream, each as soon as the byte that ends it is there; the same records, errors and
/// places for every way of cutting. Bytes are parsed as they arrive, or looked through for their record's end, and copied
/// at most once. Memory: what was fed last, and one record; of a stream that is silent, and of which no part of a record is
/// held, less than 2 KiB.
///
/// After an error no record follows, unless ``StreamOptions/resynchronises`` asks for it and the framing tells where the
/// record ends: see ``DocumentFraming``. What came before the fault has been given.
public struct DocumentDecoder: ~Copyable {
    private let decoding: StreamDecoding

    /// - Parameter name: What errors call the stream: the peer's address, say.
    public init(_ framing: DocumentFraming, options: StreamOptions = StreamOptions(), name: String? = nil) {
        decoding = StreamDecoding(framing, options: options, name: name)
    }

    /// Takes the next bytes, which are copied or parsed at once. Take all records out before there are more: what was fed
    /// is held until then.
    public mutating func feed(_ bytes: Span<UInt8>) { decoding.feed(bytes) }

    /// Takes the next bytes.
    public mutating func feed(_ bytes: [UInt8]) { decoding.feed(bytes.span) }

    /// Says that no more bytes come. What is left is in the next calls of ``next()``.
    public mutating func finish() { decoding.finishInput() }

    /// The next record; `nil` where there is none in the bytes so far, or at all.
    ///
    /// - Throws: ``StreamError``: `truncated` where the stream ended within a record; `limitExceeded`; and what is wrong
    ///   with a record in its place.
    public mutating func next() throws(StreamError) -> StreamRecord? { try decoding.take() }

    /// The text of the next record, checked, for those who only pass it on: a copy as it stands in the stream, without what
    /// sets it apart and the white space around it. In it there may be newlines, except of ``DocumentFraming/ndjson``.
    ///
    /// Of JSON that is framed by lines, separators, lengths or nothing. One record is either had here or by ``next()``.
    ///
    /// - Throws: What ``next()`` does; and `unsupported` for XML and ``DocumentFraming/wholeDocument(_:)``, of which what the
    ///   bytes mean is kept and not the bytes. Then ``next()`` gives the record.
    public mutating func nextText() throws(StreamError) -> [UInt8]? { try decoding.takeText() }

    /// Bytes of memory that are there for the sake of what was fed and is no record yet; 0 while the stream is silent.
    package var heldBytes: Int { decoding.heldBytes }

    /// Whether no record comes any more, nor an error, whatever is fed.
    public var isFinished: Bool { decoding.isOver }

    /// Whether what was fed holds all that can come: the one document of a connection has come, or the root around stanzas
    /// has ended. The decoder still takes bytes, to say what is wrong with them.
    public var isComplete: Bool { decoding.isComplete }

    /// How the stream is framed: once the first bytes have told, if it was to be sniffed.
    public var framing: DocumentFraming { decoding.framing }

    /// The root around stanzas (``DocumentFraming/xmlStanzas``), as soon as its start tag was fed; else `nil`. It is there
    /// before the first stanza is.
    public var root: StanzaRoot? { decoding.root }

    /// Bytes of the stream before the last record: before its text; in a frame with a length, before the document.
    public var offset: Int { decoding.offset }

    /// Records before the last one, bad ones included.
    public var ordinal: Int { decoding.ordinal }
}
