internal import SluiceCore
internal import SluiceJSON
internal import SluiceXML

/// The document of one frame, read as its bytes arrive.
protocol FrameDocument: AnyObject {
    /// Takes the next bytes of the document.
    func feed(_ bytes: Span<UInt8>) throws(ParseError)
    /// Says that the document ends here. `nil` is for the compiler: a valid document has a root.
    func finish() throws(ParseError) -> StreamRecord?
}

extension DocumentFraming.Content {
    func document(options: StreamOptions, name: String?) -> any FrameDocument {
        switch self {
        case .json: JSONFrameDocument(options: options, name: name)
        case .xml: XMLFrameDocument(options: options, name: name)
        }
    }

    /// The document of a frame that is in memory as a whole.
    func read(_ bytes: Span<UInt8>, options: StreamOptions, name: String?) throws(ParseError) -> StreamRecord? {
        // Text that is not UTF-8 could be read here, and not where it arrives in pieces.
        if self == .json, TextEncoding.detect(bytes).encoding == .utf8 {
            let options = JSON.LoadOptions(parser: options.jsonOptions())
            do { return .json(try JSON.loads(bytes, options: options, name: name)) } catch {
                throw error as? ParseError ?? ParseError(.unsupported, "\(error)", at: TextPosition())
            }
        }
        let document = document(options: options, name: name)
        try document.feed(bytes)
        return try document.finish()
    }
}

private final class JSONFrameDocument: FrameDocument {
    private var parser: JSON.ValueParser

    init(options: StreamOptions, name: String?) {
        parser = JSON.ValueParser(options: options.jsonOptions(), name: name)
    }

    func feed(_ bytes: Span<UInt8>) throws(ParseError) { try parser.feed(bytes) }

    func finish() throws(ParseError) -> StreamRecord? {
        try parser.finish()
        guard let value = try parser.take() else { return nil }
        return .json(value)
    }
}

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

    func feed(_ bytes: Span<UInt8>) throws(ParseError) {
        parser.feed(bytes)
        try take()
    }

    func finish() throws(ParseError) -> StreamRecord? {
        parser.finish()
        try take()
        return root.map { .xml($0) }
    }

    private func take() throws(ParseError) {
        while let element = try parser.takeElement() { root = element }
    }
}
