internal import SluiceCore
internal import SluiceJSON
internal import SluiceXML

/// Finds the records of one framing in bytes as they arrive.
protocol FrameReader: AnyObject {
    /// Takes the next bytes.
    func feed(_ bytes: Span<UInt8>)
    /// Says that no more bytes come.
    func finishInput()
    /// The next record; `nil` where that takes more bytes, and at the end.
    func take() throws(ParseError) -> StreamRecord?
    /// Whether the text of records can be had.
    var hasText: Bool { get }
    /// The text of the next record, which is JSON, as it stands in the stream, without what is around it.
    func takeText() throws(ParseError) -> [UInt8]?
    /// Whether no record comes any more, nor an error.
    var isOver: Bool { get }
    /// Bytes of the stream before the last record.
    var offset: Int { get }
    /// The root around the records, once its start tag is there.
    var root: StanzaRoot? { get }
    /// Whether what was fed holds all that there is to come.
    var isComplete: Bool { get }
    /// Bytes of memory for bytes that were fed and are no record yet, and for parsing them; 0 where there are none.
    var heldBytes: Int { get }
    /// Whether part of a record has come.
    var isMidRecord: Bool { get }
}

extension FrameReader {
    var root: StanzaRoot? { nil }
    var isMidRecord: Bool { heldBytes > 0 }

    var hasText: Bool { false }
    func takeText() throws(ParseError) -> [UInt8]? { nil }

    /// What came of the bytes is kept, and not the bytes.
    var noText: ParseError {
        ParseError(
            .unsupported, "the text of records can be had of JSON that is framed, and not of this stream",
            at: TextPosition())
    }
}

extension DocumentFraming {
    /// `nil` where it is not decided yet.
    func reader(options: StreamOptions, name: String?) -> (any FrameReader)? {
        switch self {
        case .ndjson: JSONRecordReader(.lines, options: options, name: name)
        case .concatenatedJSON: JSONRecordReader(.concatenated, options: options, name: name)
        case .jsonSequence: JSONRecordReader(.textSequence, options: options, name: name)
        case .lengthPrefixed(let prefix, let content):
            LengthPrefixReader(prefix, content: content, options: options, name: name)
        case .wholeDocument(.json): JSONDocumentReader(options: options, name: name)
        case .wholeDocument(.xml): XMLReader(at: "/*", options: options, name: name)
        case .xmlStanzas: XMLReader(at: "/*/*", options: options, name: name)
        case .sniffed: nil
        }
    }
}

extension XML.RecordParser {
    /// The next element. There is no resolver whose errors could come through.
    mutating func takeElement() throws(ParseError) -> XML.Element? {
        do { return try next() } catch {
            throw error as? ParseError ?? ParseError(.unsupported, "\(error)", at: TextPosition())
        }
    }
}
