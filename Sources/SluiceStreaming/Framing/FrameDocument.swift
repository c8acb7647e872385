internal import SluiceCore
internal import SluiceJSON
internal import SluiceXML

/// Reads the documents of frames, one after the other.
protocol FrameDocument: AnyObject {
    /// The document of a frame that is in memory as a whole. `nil` is for the compiler: a valid document has a root.
    func read(_ bytes: Span<UInt8>) throws(ParseError) -> StreamRecord?
    /// Whether documents are read as their bytes arrive. If not, a frame is gathered.
    var takesPieces: Bool { get }
    /// Takes bytes of a document of which more are to come.
    func feed(_ bytes: Span<UInt8>) throws(ParseError)
    /// Takes the last bytes of a document of which some were fed.
    func finish(_ bytes: Span<UInt8>) throws(ParseError) -> StreamRecord?
    /// Gives a document up.
    func restart()
    /// Gives up memory that is of no use between two documents.
    func rest()
    /// Bytes of memory that ``rest()`` gives up.
    var heldBytes: Int { get }
}

extension DocumentFraming.Content {
    func document(options: StreamOptions, name: String?) -> any FrameDocument {
        switch self {
        case .json: JSONFrameDocument(options: options, name: name)
        case .xml: XMLFrameDocument(options: options, name: name)
        }
    }
}

/// Values in frames of their own, which are parsed as a whole: faster than in pieces, and a line is gathered, too.
private final class JSONFrameDocument: FrameDocument {
    private let options: JSON.ParserOptions
    private let name: String?

    init(options: StreamOptions, name: String?) {
        self.options = options.jsonOptions()
        self.name = name
    }

    func read(_ bytes: Span<UInt8>) throws(ParseError) -> StreamRecord? {
        // Other encodings could be read here, and are not JSON between systems (RFC 8259, section 8.1).
        guard TextEncoding.detect(bytes).encoding == .utf8 else {
            var parser = JSON.ValueParser(options: options, name: name)
            try parser.feed(bytes)
            try parser.finish()
            return try parser.take().map { .json($0) }
        }
        let options = JSON.LoadOptions(parser: options)
        do { return .json(try JSON.loads(bytes, options: options, name: name)) } catch {
            throw error as? ParseError ?? ParseError(.unsupported, "\(error)", at: TextPosition())
        }
    }

    var takesPieces: Bool { false }

    /// Looks for what is wrong with the beginning of a document that does not come whole.
    func feed(_ bytes: Span<UInt8>) throws(ParseError) {
        var parser = JSON.ValueParser(options: options, name: name)
        try parser.feed(bytes)
    }

    func finish(_ bytes: Span<UInt8>) throws(ParseError) -> StreamRecord? { try read(bytes) }
    func restart() {}
    func rest() {}
    var heldBytes: Int { 0 }
}

/// Elements in frames of their own.
private final class XMLFrameDocument: FrameDocument {
    private var parser: XML.RecordParser
    private var root: XML.Element?

    init(options: StreamOptions, name: String?) {
        // The length of the frame bounds the record.
        let recordOptions = options.xmlOptions(recordBytes: .max)
        do { parser = try XML.RecordParser(at: "/*", options: recordOptions, name: name) } catch {
            preconditionFailure("this is a path: \(error)")
        }
    }

    var takesPieces: Bool { true }

    func read(_ bytes: Span<UInt8>) throws(ParseError) -> StreamRecord? { try finish(bytes) }

    func feed(_ bytes: Span<UInt8>) throws(ParseError) {
        parser.feed(bytes)
        try take()
    }

    func finish(_ bytes: Span<UInt8>) throws(ParseError) -> StreamRecord? {
        parser.feed(bytes)
        parser.finish()
        try take()
        let found = root.map { StreamRecord.xml($0) }
        restart()
        return found
    }

    func restart() {
        root = nil
        parser.restart()
    }

    func rest() { parser.rest() }
    var heldBytes: Int { parser.heldBytes }

    private func take() throws(ParseError) {
        while let element = try parser.takeElement() { root = element }
    }
}
