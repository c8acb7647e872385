#if Services
import SluiceCore
import SluiceXML

/// Writes an XML document anew, with other white space between its elements.
final class XMLFormatter {
    private var writer: XML.Writer<DescriptorSink>?
    private var documentType: DocumentType?

    /// A document type, and its declarations as text.
    private struct DocumentType {
        let name: String
        let publicID: String?
        let systemID: String?
        var declarations = ""
    }

    /// Whether characters beyond ASCII are written as references.
    private let isASCII: Bool

    private init(_ options: XML.WriterOptions) {
        isASCII = options.encoding == .usASCII
        writer = XML.Writer(to: .standardOutput, options: options)
    }

    static func write(_ input: consuming Input, _ options: XML.WriterOptions) throws {
        var formatter = XMLFormatter(options)
        do {
            // An encoding other than UTF-8 must be declared; otherwise it is as it was.
            let hasDeclaration = try input.peek().starts(with: "<?xml".utf8)
            if hasDeclaration || options.encoding != .utf8 { try formatter.writer?.declaration() }
            try XML.parse(
                input, handler: &formatter, lexicalHandler: formatter, dtdHandler: formatter, declHandler: formatter)
        } catch {
            // What came before the fault is the reader's.
            try formatter.writer?.flush()
            Terminal.endLine()
            throw error
        }
        if let writer = formatter.writer.take() { _ = try writer.finish() }
    }
}

extension XMLFormatter: XML.ContentHandler {
    func startPrefixMapping(_ prefix: XML.Text, uri: XML.Text) throws {
        try writer?.startPrefixMapping(prefix, uri: uri)
    }
    func startElement(_ name: XML.Name, _ attributes: XML.Attributes) throws {
        try writer?.startElement(name, attributes)
    }
    func endElement(_ name: XML.Name) throws { try writer?.endElement(name) }
    func characters(_ text: XML.Text) throws { try writer?.characters(text) }
    func skippedEntity(_ name: XML.Text) throws { try writer?.skippedEntity(name) }
    func processingInstruction(target: XML.Text, data: XML.Text) throws {
        if documentType == nil {
            try writer?.processingInstruction(target: target, data: data)
        } else {
            declare("?\(String(target)) \(String(data))?")
        }
    }
}

extension XMLFormatter: XML.LexicalHandler {
    func comment(_ text: XML.Text) throws {
        if documentType == nil {
            try writer?.comment(text)
        } else {
            declare("!--\(String(text))--")
        }
    }
    func startCDATA() throws { try writer?.startCDATA() }
    func endCDATA() throws { try writer?.endCDATA() }
    func startDTD(_ name: String, publicID: String?, systemID: String?) {
        documentType = DocumentType(name: name, publicID: publicID, systemID: systemID)
    }
    func endDTD() throws {
        guard let type = documentType else { return }
        documentType = nil
        try writer?.doctype(
            type.name, publicID: type.publicID, systemID: type.systemID,
            internalSubset: type.declarations.isEmpty ? nil : type.declarations + "\n")
    }
}

// What the document type declares is written again, each on a line.
extension XMLFormatter: XML.DeclHandler, XML.DTDHandler {
    func elementDecl(_ name: String, model: String) { declare("!ELEMENT \(name) \(model)") }

    func attributeDecl(_ element: String, _ name: String, type: String, mode: String?, value: String?) {
        let mode = mode.map { " " + $0 } ?? ""
        let value = value.map { " \"\(defaultValue($0))\"" } ?? ""
        declare("!ATTLIST \(element) \(name) \(type)\(mode)\(value)")
    }

    func internalEntityDecl(_ name: String, value: String) {
        declare("!ENTITY \(Self.shown(name)) \"\(literal(value))\"")
    }

    /// A literal whose replacement text is `value`: references to entities stay, since nothing looks at them before they
    /// are used; references to characters are resolved at once, and so get one more level.
    private func literal(_ value: String) -> String {
        var result = ""
        let scalars = Array(value.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            switch scalar {
            case "%": result += "&#37;"
            case "\"": result += "&#34;"
            case "&":
                let next = index + 1 < scalars.count ? scalars[index + 1] : "#"
                let isReference = next.properties.isAlphabetic || next == "_" || next == ":"
                result += isReference ? "&" : "&#38;"
            default: result += shown(scalar)
            }
        }
        return result
    }

    private func defaultValue(_ value: String) -> String {
        let escapes: [Unicode.Scalar: String] = [
            "&": "&amp;", "<": "&lt;", "\"": "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;",
        ]
        return value.unicodeScalars.map { escapes[$0] ?? shown($0) }.joined()
    }

    private func shown(_ scalar: Unicode.Scalar) -> String {
        isASCII && !scalar.isASCII ? "&#\(scalar.value);" : String(Character(scalar))
    }

    func externalEntityDecl(_ name: String, publicID: String?, systemID: String) {
        declare("!ENTITY \(Self.shown(name)) \(Self.place(publicID, systemID))")
    }

    func notationDecl(_ name: String, publicID: String?, systemID: String?) {
        declare("!NOTATION \(name) \(Self.place(publicID, systemID))")
    }

    func unparsedEntityDecl(_ name: String, publicID: String?, systemID: String, notation: String) {
        declare("!ENTITY \(name) \(Self.place(publicID, systemID)) NDATA \(notation)")
    }

    private func declare(_ text: String) { documentType?.declarations += "\n  <\(text)>" }

    /// Parameter entities have a name that starts with `%`.
    private static func shown(_ name: String) -> String { name.hasPrefix("%") ? "% " + name.dropFirst() : name }

    private static func place(_ publicID: String?, _ systemID: String?) -> String {
        let system = systemID.map { $0.utf8.contains(UInt8(ascii: "\"")) ? "'\($0)'" : "\"\($0)\"" }
        guard let publicID else { return "SYSTEM " + (system ?? "\"\"") }
        return "PUBLIC \"\(publicID)\"" + (system.map { " " + $0 } ?? "")
    }
}
#endif
