public import SluiceCore
internal import SluiceJSON
internal import SluiceXML

/// What a stream may ask for. The defaults are safe for peers that nobody knows, except that a stream may go on for ever.
///
/// An error names the limit that was passed, by the name it has here.
public struct StreamLimits: Sendable, Hashable {
    /// Bytes of one record. A declared length is held to it before a byte of the record is kept.
    public var recordBytes = 16 << 20
    /// Records of one stream, bad ones included.
    public var records = Int.max
    /// Bytes of one stream.
    public var streamBytes = Int.max
    /// Bytes that the names of stanzas may take (``DocumentFraming/xmlStanzas``). Beyond it they are forgotten between two
    /// stanzas, which costs about as much as they have: a peer that makes up new names for ever gains nothing by it. It is an
    /// error where the stream has a document type, which says more of names than a start tag does, and where one stanza has
    /// 16 times as many.
    public var nameTableBytes = 256 << 10
    /// What the parsers tolerate within a record; of names less than elsewhere, 4 KiB. Its `recordBytes` and `documentBytes`
    /// are not looked at: those above take their place.
    public var parser: ParserLimits = {
        var limits = ParserLimits.default
        limits.nameBytes = 4 << 10
        return limits
    }()

    public init() {}

    /// The defaults.
    public static let `default` = StreamLimits()

    /// The parsers' limits, with those of the stream in them.
    var effective: ParserLimits {
        var limits = parser
        limits.recordBytes = recordBytes
        limits.documentBytes = .max
        return limits
    }
}

/// How a stream is read.
public struct StreamOptions: Sendable, Hashable {
    /// Whether the decoder goes on behind a bad record, where the framing tells where that ends: lines, text sequences and
    /// length prefixes. Its error comes in its place all the same. If not, or with other framings, no record follows it.
    public var resynchronises = false
    /// Comments inside of XML records become elements of the kind `comment`. By default they are left out.
    public var insertsComments = false
    /// Processing instructions inside of XML records become elements of the kind `processingInstruction`. By default they
    /// are left out.
    public var insertsProcessingInstructions = false
    /// What a stream may ask for.
    public var limits = StreamLimits.default

    /// Bytes of JSON that a decoder has in memory, unless it is fed more at once or a record is larger.
    package var windowBytes = 4 << 10

    public init() {}

    func jsonOptions(recordBytes: Int? = nil) -> JSON.ParserOptions {
        var options = JSON.ParserOptions()
        options.limits = limits.effective
        if let recordBytes { options.limits.recordBytes = recordBytes }
        return options
    }

    /// For a document that takes the stream, and that nobody keeps.
    func jsonDocumentOptions() -> JSON.ParserOptions {
        var options = jsonOptions()
        options.limits.documentBytes = limits.streamBytes
        return options
    }

    /// For a document that takes the stream, and that nobody keeps.
    func xmlDocumentOptions() -> XML.ParserOptions {
        var options = xmlOptions().parser
        options.limits.documentBytes = limits.streamBytes
        return options
    }

    func xmlOptions(recordBytes: Int? = nil) -> XML.RecordOptions {
        var options = XML.RecordOptions()
        options.parser.limits = limits.effective
        if let recordBytes { options.parser.limits.recordBytes = recordBytes }
        options.insertsComments = insertsComments
        options.insertsProcessingInstructions = insertsProcessingInstructions
        // Bytes are only fed: nothing is read from a source.
        options.chunkBytes = 1
        return options
    }
}
