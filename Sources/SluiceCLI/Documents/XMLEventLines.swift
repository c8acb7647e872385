#if Services
import SluiceCommandLine
import SluiceCore
import SluiceJSON
import SluiceXML

/// Writes each event of an XML document as a JSON array on a line of its own. Adjacent text is one.
final class XMLEventLines {
    private var writer: JSON.Writer<DescriptorSink>?
    private var text: [UInt8] = []
    private var textEvent = "characters"
    /// More adjacent text than this comes in several lines.
    private static let longestText = 64 << 20

    private init() { writer = JSON.Writer(to: .standardOutput, options: .lines) }

    static func write(
        _ input: consuming Input, _ options: XML.ParserOptions, _ resolver: ExternalEntities?
    ) throws {
        var lines = XMLEventLines()
        let faults = RecoveryReport()
        do {
            try XML.parse(
                input, handler: &lines, options: options, errorHandler: faults, lexicalHandler: lines,
                entityResolver: resolver)
        } catch {
            // What came before the fault is the reader's.
            try lines.endText()
            try lines.writer?.flush()
            throw error
        }
        if let writer = lines.writer.take() { _ = try writer.finish() }
        try faults.finish()
    }

    // MARK: Lines

    private func line(_ event: String, _ values: [String] = []) throws {
        try endText()
        try writer?.startArray()
        try writer?.string(event)
        for value in values { try writer?.string(value) }
        try writer?.endArray()
    }

    private func addText(_ added: XML.Text, to event: String) throws {
        if event != textEvent || text.count + added.count > Self.longestText { try endText() }
        textEvent = event
        let utf8 = added.utf8
        text.reserveCapacity(text.count + utf8.count)
        for i in utf8.indices { text.append(utf8[i]) }
    }

    private func endText() throws {
        guard !text.isEmpty else { return }
        try writer?.startArray()
        try writer?.string(textEvent)
        try writer?.string(JSON.Text(utf8: text.span))
        try writer?.endArray()
        text.removeAll(keepingCapacity: true)
    }

    /// `{uri}local`
    private static func clark(_ name: XML.Name) -> String {
        name.uri.isEmpty ? String(name.local) : "{" + String(name.uri) + "}" + String(name.local)
    }
}

extension XMLEventLines: XML.ContentHandler {
    func startDocument() throws { try line("startDocument") }
    func endDocument() throws { try line("endDocument") }

    func startPrefixMapping(_ prefix: XML.Text, uri: XML.Text) throws {
        try line("startPrefixMapping", [String(prefix), String(uri)])
    }
    func endPrefixMapping(_ prefix: XML.Text) throws { try line("endPrefixMapping", [String(prefix)]) }

    func startElement(_ name: XML.Name, _ attributes: XML.Attributes) throws {
        try endText()
        try writer?.startArray()
        try writer?.string("startElement")
        try writer?.string(Self.clark(name))
        try writer?.startArray()
        for i in attributes.indices {
            try writer?.startArray()
            try writer?.string(Self.clark(attributes[i].name))
            try writer?.string(JSON.Text(utf8: attributes[i].value.utf8))
            try writer?.endArray()
        }
        try writer?.endArray()
        try writer?.endArray()
    }

    func endElement(_ name: XML.Name) throws { try line("endElement", [Self.clark(name)]) }
    func characters(_ text: XML.Text) throws { try addText(text, to: "characters") }
    func ignorableWhitespace(_ text: XML.Text) throws { try addText(text, to: "ignorableWhitespace") }
    func processingInstruction(target: XML.Text, data: XML.Text) throws {
        try line("processingInstruction", [String(target), String(data)])
    }
    func skippedEntity(_ name: XML.Text) throws { try line("skippedEntity", [String(name)]) }
}

extension XMLEventLines: XML.LexicalHandler {
    func comment(_ text: XML.Text) throws { try line("comment", [String(text)]) }
    func startCDATA() throws { try line("startCDATA") }
    func endCDATA() throws { try line("endCDATA") }
}
#endif
