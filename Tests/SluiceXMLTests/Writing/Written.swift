import SluiceCore
import SluiceXML

/// What a writer makes of some events.
func written(
    _ options: XML.WriterOptions = .verbatim, _ events: (inout XML.Writer<MemorySink>) throws -> Void
) throws -> String {
    var writer = XML.Writer(to: MemorySink(), options: options)
    try events(&writer)
    return String(decoding: try writer.finish().bytes, as: UTF8.self)
}

/// The full text of the error that some events end in.
func fault(
    _ options: XML.WriterOptions = .verbatim, _ events: (inout XML.Writer<MemorySink>) throws -> Void
) -> String {
    do {
        return "no error: " + (try written(options, events))
    } catch {
        return "\(error)"
    }
}

/// What a writer makes of the events of a document.
func rewritten(_ xml: String, _ options: XML.WriterOptions = .verbatim, chunk: Int = .max) throws -> String {
    let forward = Rewriting(options)
    let handlers = XML.Handlers(lexical: forward)
    var parser = XML.Parser(handler: forward, handlers: handlers)
    let bytes = Array(xml.utf8)
    var at = 0
    while at < bytes.count {
        let end = chunk < bytes.count - at ? at + chunk : bytes.count
        try parser.feed(Array(bytes[at..<end]))
        at = end
    }
    return try parser.finish().text()
}

/// Writes all that a parser says, comments and CDATA sections included.
final class Rewriting: XML.ContentHandler, XML.LexicalHandler {
    private var writer: XML.Writer<MemorySink>?

    init(_ options: XML.WriterOptions) { writer = XML.Writer(to: MemorySink(), options: options) }

    func text() throws -> String {
        guard let writer = writer.take() else { return "" }
        return String(decoding: try writer.finish().bytes, as: UTF8.self)
    }

    func startPrefixMapping(_ prefix: XML.Text, uri: XML.Text) throws {
        try writer?.startPrefixMapping(prefix, uri: uri)
    }
    func startElement(_ name: XML.Name, _ attributes: XML.Attributes) throws {
        try writer?.startElement(name, attributes)
    }
    func endElement(_ name: XML.Name) throws { try writer?.endElement(name) }
    func characters(_ text: XML.Text) throws { try writer?.characters(text) }
    func processingInstruction(target: XML.Text, data: XML.Text) throws {
        try writer?.processingInstruction(target: target, data: data)
    }
    func comment(_ text: XML.Text) throws { try writer?.comment(text) }
    func startCDATA() throws { try writer?.startCDATA() }
    func endCDATA() throws { try writer?.endCDATA() }
}

/// The events of a document, a line each, adjacent text as one.
func events(_ xml: String) throws -> [String] {
    var log = EventLog()
    try XML.parse(xml.utf8.span, handler: &log, lexicalHandler: log)
    return log.lines
}

private final class EventLog: XML.ContentHandler, XML.LexicalHandler {
    var lines: [String] = []
    private func add(_ line: String) { lines.append(line) }
    func startElement(_ name: XML.Name, _ attributes: XML.Attributes) {
        add("<\(XML.QName(name))")
        for i in attributes.indices { add("@\(XML.QName(attributes[i].name))=\(String(attributes[i].value))") }
    }
    func endElement(_ name: XML.Name) { add("/\(XML.QName(name))") }
    func characters(_ text: XML.Text) {
        if let last = lines.last, last.hasPrefix("'") {
            lines[lines.count - 1] = last + String(text)
        } else {
            add("'" + String(text))
        }
    }
    func processingInstruction(target: XML.Text, data: XML.Text) { add("?\(String(target)) \(String(data))") }
    func comment(_ text: XML.Text) { add("!" + String(text)) }
}
