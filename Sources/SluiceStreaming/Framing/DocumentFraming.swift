/// How a stream of bytes is parted into documents: what both sides of a connection agree on.
///
/// | Framing | A record is | Where it ends | Behind a bad record |
/// |---|---|---|---|
/// | ``ndjson`` | a JSON value on a line | LF or CR LF; the last, also the stream's end | the next line |
/// | ``concatenatedJSON`` | a JSON value | its last byte; of a number or word, the byte behind it | nothing |
/// | ``jsonSequence`` | a JSON value behind 0x1E (RFC 7464) | the line feed behind it, the next 0x1E, the stream's end | the next 0x1E |
/// | ``lengthPrefixed(_:content:)`` | a document of so many bytes | the length says it | the next length |
/// | ``wholeDocument(_:)`` | the one document there is | its root's last byte | nothing |
/// | ``xmlStanzas`` | a child of a root element that stays open | its end tag | nothing |
/// | ``sniffed`` | what the first bytes tell | | |
///
/// JSON is UTF-8; a byte order mark may precede the first value, or the document in a frame of its own. XML is in any
/// encoding that ``XML/Parser`` reads. White space between JSON values, blank lines and white space between stanzas count
/// for nothing, so that it can keep a connection alive.
public enum DocumentFraming: Sendable, Hashable {
    /// One JSON value on each line: NDJSON, JSON Lines.
    case ndjson
    /// JSON values one after the other, with or without white space between them.
    case concatenatedJSON
    /// JSON text sequences (RFC 7464): each value after a record separator, 0x1E. A number or word that no white space
    /// follows may have been cut short, and is an error. Anything but white space before the first separator ends the stream.
    case jsonSequence
    /// Each document after its length in bytes. An empty document is none, and an error.
    case lengthPrefixed(LengthPrefix, content: Content)
    /// One document on each connection. It comes when its root is complete; then only white space may follow (in XML also
    /// comments and processing instructions), up to the stream's end. A stream without a document is `truncated`.
    case wholeDocument(Content)
    /// The children of a root element that stays open as long as the connection does, as in XMPP (RFC 6120, section 4).
    /// Its start tag comes first, see ``DocumentDecoder/root``; text between stanzas is passed over. A stream that ends
    /// without the root's end tag is `truncated`. Each name is kept once, up to ``StreamLimits/nameTableBytes``.
    case xmlStanzas
    /// Told by the first byte that is neither white space nor of a byte order mark, and only by that:
    ///
    /// - `{`, `[`, `"`, `-`, a digit, `t`, `f`, `n`: ``concatenatedJSON``, of which lines are a kind. Where a line is bad,
    ///   nothing follows: that lines were meant cannot be known.
    /// - `<`: ``wholeDocument(_:)`` of XML. Whether a root is to stay open cannot be known.
    /// - 0x1E: ``jsonSequence``.
    ///
    /// Anything else is an error, and so are more than 1,024 bytes of white space before it. A length cannot be told from
    /// text, so length prefixes are never sniffed. What was decided is ``DocumentDecoder/framing``.
    case sniffed

    /// What stands in a frame.
    public enum Content: Sendable, Hashable {
        case json
        case xml
    }

    /// How a length is written.
    public enum LengthPrefix: Sendable, Hashable {
        /// Four bytes, the highest first, without a sign.
        case uint32BigEndian
        /// Seven bits a byte, the lowest first, the high bit set in all but the last: LEB128, as in Protocol Buffers. Ten
        /// bytes at most; zeros beyond the highest bit are accepted.
        case varint
    }
}

extension DocumentFraming {
    /// What records are; `nil` as long as that is not known.
    public var content: Content? {
        switch self {
        case .ndjson, .concatenatedJSON, .jsonSequence: .json
        case .lengthPrefixed(_, let content), .wholeDocument(let content): content
        case .xmlStanzas: .xml
        case .sniffed: nil
        }
    }
}

extension DocumentFraming: LosslessStringConvertible {
    /// The framings by their names, for command lines and configurations.
    private static let names: [(String, DocumentFraming)] = [
        ("ndjson", .ndjson), ("concatenated-json", .concatenatedJSON), ("json-sequence", .jsonSequence),
        ("length-json", .lengthPrefixed(.uint32BigEndian, content: .json)),
        ("length-xml", .lengthPrefixed(.uint32BigEndian, content: .xml)),
        ("varint-json", .lengthPrefixed(.varint, content: .json)),
        ("varint-xml", .lengthPrefixed(.varint, content: .xml)), ("document-json", .wholeDocument(.json)),
        ("document-xml", .wholeDocument(.xml)), ("xml-stanzas", .xmlStanzas), ("sniffed", .sniffed),
    ]

    /// Every name that ``init(_:)`` reads.
    public static let allNames: [String] = names.map(\.0)

    /// Reads a name: `ndjson`, `concatenated-json`, `json-sequence`, `length-json`, `length-xml`, `varint-json`,
    /// `varint-xml`, `document-json`, `document-xml`, `xml-stanzas`, `sniffed`. `nil` for any other.
    public init?(_ description: String) {
        guard let found = Self.names.first(where: { $0.0 == description }) else { return nil }
        self = found.1
    }

    /// The framing's name.
    public var description: String { Self.names.first { $0.1 == self }?.0 ?? "" }
}
