public import SluiceCore
public import SluiceJSON
public import SluiceXML

/// Puts documents into a stream, framed as the other side expects them.
///
///     var encoder = try DocumentEncoder(.jsonSequence)
///     try encoder.write(["id": 1], to: &sink)
///     try encoder.finish(to: &sink)
///
/// Each call gives the bytes of one record, which are then with the sink: nothing waits for the next. A
/// ``DocumentDecoder`` of the same framing gives the same records again. Memory: one record.
///
/// Namespaces of elements are declared by the prefix that a name has, or as the default namespace where it has none.
///
/// - Throws: everything here throws ``WriterError`` for what the framing has no place for, and what the record's writer
///   throws (``XML/TreeWritingError`` for an element that would be no XML); then nothing of the record has been written,
///   and the encoder goes on as if it had not come. `IOFailure` where the sink fails.
public struct DocumentEncoder: ~Copyable {
    /// How the stream is framed.
    public let framing: DocumentFraming
    private let stanzas: StanzaWriter?
    private var isBegun = false
    private var isFinished = false

    /// - Throws: ``WriterError`` for ``DocumentFraming/sniffed`` (take the decoder's ``DocumentDecoder/framing``), and for
    ///   ``DocumentFraming/xmlStanzas``, which want a root.
    public init(_ framing: DocumentFraming) throws(WriterError) {
        switch framing {
        case .sniffed: throw WriterError(.misuse, "a framing can be sniffed only of what is there already")
        case .xmlStanzas: throw WriterError(.misuse, "a stream of stanzas wants a root around them")
        default: break
        }
        self.framing = framing
        stanzas = nil
    }

    /// An encoder of ``DocumentFraming/xmlStanzas`` within a root. Its start tag comes with the first call, whatever that is.
    ///
    /// - Throws: ``WriterError`` for a root that is no XML.
    public init(stanzasOf root: StanzaRoot) throws {
        framing = .xmlStanzas
        stanzas = try StanzaWriter(root)
    }

    // MARK: - Bytes

    /// The bytes that open the stream: the root's start tag, unless they have been given; of other framings, none.
    public mutating func start() throws -> [UInt8] { try bytes(of: nil) }

    /// The bytes of a record.
    public mutating func encode(_ record: StreamRecord) throws -> [UInt8] { try bytes(of: .record(record)) }

    /// The bytes of a JSON value.
    public mutating func encode(_ value: JSON) throws -> [UInt8] { try bytes(of: .record(.json(value))) }

    /// The bytes of an element, without its tail.
    public mutating func encode(_ element: XML.Element) throws -> [UInt8] { try bytes(of: .record(.xml(element))) }

    /// The bytes of a document that is text already: it is checked, and written as it stands, except that the lines of one
    /// become one line where the framing parts by lines. Of stanzas: one element, which may use the root's namespaces.
    ///
    /// - Throws: ``ParseError`` where it is not one document.
    public mutating func encode(text: Span<UInt8>) throws -> [UInt8] { try bytes(of: .text([UInt8](copying: text))) }

    /// The bytes of a document that is text already.
    public mutating func encode(text: String) throws -> [UInt8] { try bytes(of: .text(Array(text.utf8))) }

    /// The bytes of a document that was checked: out of a parser.
    mutating func encode(checked text: [UInt8]) throws -> [UInt8] { try bytes(of: .checked(text)) }

    /// The bytes that close the stream: the root's end tag; of other framings, none. Nothing can follow.
    ///
    /// - Throws: ``WriterError`` where there is to be one document, and there is none.
    public mutating func finish() throws -> [UInt8] {
        if isFinished { return [] }
        if case .wholeDocument = framing, !isBegun {
            throw WriterError(.misuse, "expected a document but the stream ends")
        }
        isFinished = true
        guard let stanzas else { return [] }
        return try stanzas.finish()
    }

    // MARK: - Sinks

    /// Writes a record to a sink, which is not flushed.
    public mutating func write(_ record: StreamRecord, to sink: inout some ByteSink & ~Copyable) throws {
        let bytes = try encode(record)
        try sink.write(bytes.span)
    }

    /// Writes a JSON value to a sink, which is not flushed.
    public mutating func write(_ value: JSON, to sink: inout some ByteSink & ~Copyable) throws {
        let bytes = try encode(value)
        try sink.write(bytes.span)
    }

    /// Writes an element, without its tail, to a sink, which is not flushed.
    public mutating func write(_ element: XML.Element, to sink: inout some ByteSink & ~Copyable) throws {
        let bytes = try encode(element)
        try sink.write(bytes.span)
    }

    /// Writes a document that is text already to a sink, which is not flushed.
    public mutating func write(text: String, to sink: inout some ByteSink & ~Copyable) throws {
        let bytes = try encode(text: text)
        try sink.write(bytes.span)
    }

    /// Writes what closes the stream to a sink, which is not flushed.
    public mutating func finish(to sink: inout some ByteSink & ~Copyable) throws {
        let bytes = try finish()
        try sink.write(bytes.span)
    }

    // MARK: - Framing

    private static let line = JSON.WriterOptions(trailingNewline: true)

    /// Whether a line feed is all that stands around a document.
    private var endsLines: Bool { framing == .ndjson || framing == .concatenatedJSON }

    private enum Document {
        case record(StreamRecord)
        case text([UInt8])
        case checked([UInt8])
    }

    private mutating func bytes(of document: Document?) throws -> [UInt8] {
        guard !isFinished else { throw WriterError(.misuse, "a record behind the end of the stream") }
        if case .wholeDocument = framing, isBegun, document != nil {
            throw WriterError(.misuse, "a second document, where a stream is one")
        }
        let bytes: [UInt8]
        switch document {
        case nil:
            guard let stanzas else { return [] }
            return try stanzas.start()
        case .record(.json(let value)):
            guard framing.content == .json else { throw WriterError(.misuse, "a JSON value in a stream of XML") }
            bytes = endsLines ? try value.dumpsBytes(Self.line) : framed(try value.dumpsBytes())
        case .record(.xml(let element)):
            guard framing.content == .xml else { throw WriterError(.misuse, "an element in a stream of JSON") }
            if let stanzas {
                bytes = try stanzas.write(element)
            } else {
                bytes = framed(try Self.text(of: element))
            }
        case .text(let text):
            if let stanzas {
                bytes = try stanzas.write(text: text)
            } else {
                bytes = framed(try checked(text))
            }
        case .checked(let text):
            bytes = if let stanzas { try stanzas.write(text: text) } else { framed(fitted(text)) }
        }
        isBegun = true
        guard !bytes.isEmpty else {
            throw WriterError(.unsupported, "the document is longer than a length of four bytes can say")
        }
        return bytes
    }

    private static func text(of element: XML.Element) throws -> [UInt8] {
        guard element.kind == .element else { throw WriterError(.misuse, "a comment or instruction is no document") }
        // A tree's own writer is faster, and makes up a prefix for each namespace.
        if !element.qname.uri.isEmpty { return try StanzaWriter.document(element) }
        guard element.tail != nil else { return try element.tobytes() }
        var element = element
        element.tail = nil
        return try element.tobytes()
    }

    private func checked(_ text: [UInt8]) throws -> [UInt8] {
        guard framing.content == .json else {
            _ = try XML.parse(text.span, handler: Checking())
            return text
        }
        _ = try JSON.parse(text.span, handler: Checking())
        return fitted(text)
    }

    /// The text as it may stand in a frame.
    private func fitted(_ text: [UInt8]) -> [UInt8] {
        guard framing.content == .json else { return text }
        // Others may precede it, so that a mark would be none.
        let text = text.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(text.dropFirst(3)) : text
        guard framing == .ndjson, text.contains(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) else {
            return text
        }
        // In strings they cannot stand.
        return text.map { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") ? UInt8(ascii: " ") : $0 }
    }

    /// What stands around a document; nothing where it cannot be framed.
    private func framed(_ document: [UInt8]) -> [UInt8] {
        switch framing {
        case .ndjson, .concatenatedJSON: return document + [UInt8(ascii: "\n")]
        case .jsonSequence: return [0x1E] + document + [UInt8(ascii: "\n")]
        case .lengthPrefixed(let prefix, _):
            guard let length = LengthScanner.bytes(document.count, prefix) else { return [] }
            return length + document
        case .wholeDocument, .xmlStanzas, .sniffed: return document
        }
    }
}

/// Takes events and does nothing: the parser has checked them.
private struct Checking: JSON.ContentHandler, XML.ContentHandler {}
