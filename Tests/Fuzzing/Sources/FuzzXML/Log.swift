import SluiceCore
import SluiceXML

/// Writes down what it is told, a line an event; text that comes in pieces is one.
final class Log: XML.ContentHandler, XML.LexicalHandler, XML.ErrorHandler {
    private(set) var text: [UInt8] = []
    private(set) var hasSkipped = false
    /// Names of the elements that are open.
    private var open: [String] = []
    private(set) var isBalanced = true
    /// Whether only what a document means is written down.
    var isPlain = false
    private var isInText = false
    private var isInBlanks = false

    private func note(_ event: String) {
        isInText = false
        isInBlanks = false
        text.append(UInt8(ascii: "\n"))
        text += event.utf8
    }

    private func words(_ name: XML.Name) -> String {
        isPlain && !name.uri.isEmpty
            ? "\(String(name.local)){\(String(name.uri))}" : "\(String(name.qualified)){\(String(name.uri))}"
    }

    func startPrefixMapping(_ prefix: XML.Text, uri: XML.Text) {
        if !isPlain { note("+\(String(prefix))=\(String(uri))") }
    }
    func endPrefixMapping(_ prefix: XML.Text) { if !isPlain { note("-\(String(prefix))") } }
    func startElement(_ name: XML.Name, _ attributes: XML.Attributes) {
        var event = "<" + words(name)
        for i in attributes.indices {
            event += " \(words(attributes[i].name))=\(String(attributes[i].value))"
            if !attributes[i].isSpecified, !isPlain { event += "*" }
        }
        open.append(words(name))
        note(event)
    }
    func endElement(_ name: XML.Name) {
        if open.popLast() != words(name) { isBalanced = false }
        note("</" + words(name))
    }
    func characters(_ content: XML.Text) {
        if content.utf8.isEmpty { return }
        if !isInText { note("'") }
        isInText = true
        text += String(content).utf8
    }
    func ignorableWhitespace(_ content: XML.Text) {
        if isPlain { return characters(content) }
        if !isInBlanks { note("_") }
        isInBlanks = true
        text += String(content).utf8
    }
    func processingInstruction(target: XML.Text, data: XML.Text) { note("?\(String(target)) \(String(data))") }
    func skippedEntity(_ name: XML.Text) {
        hasSkipped = true
        note("&\(String(name))")
    }
    func endDocument() {
        if !open.isEmpty { isBalanced = false }
        note("end")
    }

    func comment(_ text: XML.Text) { note("#\(String(text))") }
    func startCDATA() { note("[") }
    func endCDATA() { note("]") }
    func startEntity(_ name: XML.Text) { note("(\(String(name))") }
    func endEntity(_ name: XML.Text) { note(")\(String(name))") }
    func startDTD(_ name: String, publicID: String?, systemID: String?) {
        note("DTD \(name) \(publicID ?? "-") \(systemID ?? "-")")
    }
    func endDTD() { note("/DTD") }

    func error(_ error: ParseError) { note("!\(error.position) \(error.path) \(error.message)") }
}
