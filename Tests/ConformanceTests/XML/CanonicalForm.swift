import SluiceCore
import SluiceXML

/// James Clark's canonical form of a document, which the conformance suite keeps beside its documents; and all that was
/// delivered, to compare with what comes of other pieces.
final class CanonicalForm: XML.LexicalHandler, XML.DTDHandler, XML.DeclHandler, XML.ErrorHandler {
    private(set) var events: [String] = []
    private(set) var invalid: [String] = []
    private var text = ""
    private var type = ""
    private var notations: [String: String] = [:]

    /// The form of what has been delivered.
    var canonical: String {
        guard !notations.isEmpty else { return text }
        let lines = notations.sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }.map(\.value)
        return text.replacingFirst("\u{0}", with: "<!DOCTYPE \(type) [\n" + lines.joined() + "]>\n")
    }
    var plain: String { notations.isEmpty ? canonical.replacingFirst("\u{0}", with: "") : canonical }

    struct Handler: XML.ContentHandler {
        let form: CanonicalForm
        func startElement(_ name: XML.Name, _ attributes: XML.Attributes) {
            var all = attributes.indices.map { (String(attributes[$0].name), String(attributes[$0].value)) }
            all.sort { Array($0.0.utf8).lexicographicallyPrecedes(Array($1.0.utf8)) }
            form.put("<\(String(name))" + all.map { " \($0.0)=\"\(CanonicalForm.escaped($0.1))\"" }.joined() + ">")
        }
        func endElement(_ name: XML.Name) { form.put("</\(String(name))>") }
        func characters(_ text: XML.Text) { form.characters(String(text)) }
        func processingInstruction(target: XML.Text, data: XML.Text) {
            form.instruction(String(target), String(data))
        }
        func skippedEntity(_ name: XML.Text) { form.note("skipped \(String(name))") }
        func ignorableWhitespace(_ text: XML.Text) {
            form.characters(String(text), mark: "_")
        }
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\t": escaped += "&#9;"
            case "\n": escaped += "&#10;"
            case "\r": escaped += "&#13;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private func put(_ piece: String) {
        text += piece
        events.append(piece)
    }
    private func note(_ event: String) { events.append(event) }
    private func characters(_ piece: String, mark: String = "\"") {
        text += Self.escaped(piece)
        if let last = events.last, last.hasPrefix(mark) {
            events[events.count - 1] = last + piece
        } else {
            events.append(mark + piece)
        }
    }
    private func instruction(_ target: String, _ data: String) {
        put("<?\(target) \(data)?>")
    }

    func startDTD(_ name: String, publicID: String?, systemID: String?) {
        type = name
        note("startDTD \(name) \(publicID ?? "-") \(systemID ?? "-")")
    }
    func endDTD() {
        text += "\u{0}"
        note("endDTD")
    }
    func notationDecl(_ name: String, publicID: String?, systemID: String?) {
        let id: String
        if let publicID {
            id = "PUBLIC '\(publicID)'" + (systemID.map { " '\($0)'" } ?? "")
        } else {
            id = "SYSTEM '\(systemID ?? "")'"
        }
        notations[name] = "<!NOTATION \(name) \(id)>\n"
        note("notation \(name) \(id)")
    }
    func unparsedEntityDecl(_ name: String, publicID: String?, systemID: String, notation: String) {
        note("unparsed \(name) \(publicID ?? "-") \(systemID) \(notation)")
    }
    func comment(_ text: XML.Text) { note("<!--\(String(text))-->") }
    func startEntity(_ name: XML.Text) { note("start \(String(name))") }
    func endEntity(_ name: XML.Text) { note("end \(String(name))") }
    func elementDecl(_ name: String, model: String) { note("element \(name) \(model)") }
    func attributeDecl(_ element: String, _ name: String, type: String, mode: String?, value: String?) {
        note("attribute \(element) \(name) \(type) \(mode ?? "-") \(value ?? "-")")
    }
    func internalEntityDecl(_ name: String, value: String) { note("entity \(name) \(value)") }
    func externalEntityDecl(_ name: String, publicID: String?, systemID: String) {
        note("external \(name) \(publicID ?? "-") \(systemID)")
    }
    func error(_ error: ParseError) {
        invalid.append("\(error.position.line):\(error.position.column) \(error.message)")
        note("invalid \(error.position.line):\(error.position.column) \(error.message)")
    }
    func fatalError(_ error: ParseError) {}
}

extension String {
    fileprivate func replacingFirst(_ character: Character, with other: String) -> String {
        guard let index = firstIndex(of: character) else { return self }
        return self[..<index] + other + self[self.index(after: index)...]
    }
}
