#if Services
import SluiceCommandLine
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

    /// Whether the document may be faulty: what is written is not.
    private var isRecovered = false
    /// Whether declarations come from outside the document, where they stay.
    private var isOutside = false
    /// Whether characters beyond ASCII are written as references.
    private let isASCII: Bool
    /// Whether an XML declaration is still to be written.
    private var needsDeclaration: Bool
    private var locator: XML.Locator?

    private init(_ options: XML.WriterOptions, hasDeclaration: Bool) {
        isASCII = options.encoding == .usASCII
        // An encoding other than UTF-8 must be declared; otherwise it is as it was.
        needsDeclaration = hasDeclaration || options.encoding != .utf8
        writer = XML.Writer(to: .standardOutput, options: options)
    }

    static func write(
        _ input: consuming Input, _ options: XML.WriterOptions, _ parserOptions: XML.ParserOptions,
        _ resolver: ExternalEntities?
    ) throws {
        let hasDeclaration = try input.peek().starts(with: "<?xml".utf8)
        var formatter = XMLFormatter(options, hasDeclaration: hasDeclaration)
        formatter.isRecovered = parserOptions.recovers
        let faults = RecoveryReport()
        do {
            try XML.parse(
                input, handler: &formatter, options: parserOptions, errorHandler: faults, lexicalHandler: formatter,
                dtdHandler: formatter, declHandler: formatter, entityResolver: resolver)
        } catch {
            // What came before the fault is the reader's.
            try formatter.writer?.flush()
            Terminal.endLine()
            throw error
        }
        if let writer = formatter.writer.take() { _ = try writer.finish() }
        try faults.finish()
    }

    /// Writes the canonical form.
    static func writeCanonical(
        _ input: consuming Input, _ parserOptions: XML.ParserOptions, _ resolver: ExternalEntities?
    ) throws {
        var options = XML.CanonicalOptions()
        options.parser = parserOptions
        var output = DescriptorSink.standardOutput
        // It ends without a newline, but no prompt should stand behind it.
        defer { Terminal.endLine() }
        try XML.canonicalize(from: input, to: &output, options: options, entityResolver: resolver)
    }

    /// Has the writer do something, the XML declaration before it. What it refuses is an error with the event's place.
    private func write(_ body: () throws -> Void) throws {
        do {
            if needsDeclaration {
                needsDeclaration = false
                try writer?.declaration(standalone: locator?.standalone)
            }
            try body()
        } catch let error as WriterError {
            throw placed(error)
        }
    }

    /// What the writer refuses, at the event's place.
    private func placed(_ error: WriterError) -> any Error {
        guard let locator else { return error }
        return ParseError(
            .unsupported, error.message, at: locator.position, path: locator.path, sourceName: locator.systemID)
    }
}

extension XMLFormatter: XML.ContentHandler {
    func setDocumentLocator(_ locator: XML.Locator) { self.locator = locator }
    func startPrefixMapping(_ prefix: XML.Text, uri: XML.Text) throws {
        try write { try writer?.startPrefixMapping(prefix, uri: uri) }
    }
    func startElement(_ name: XML.Name, _ attributes: XML.Attributes) throws {
        try write { try writer?.startElement(name, attributes) }
    }
    func endElement(_ name: XML.Name) throws { try writer?.endElement(name) }
    func characters(_ text: XML.Text) throws { try writer?.characters(text) }
    func skippedEntity(_ name: XML.Text) throws {
        if documentType == nil, isRecovered {
            // A reference to nothing is text.
            try writer?.characters("&\(String(name));")
        } else if documentType == nil {
            try write { try writer?.skippedEntity(name) }
        } else {
            declare(reference: String(name))
        }
    }
    func processingInstruction(target: XML.Text, data: XML.Text) throws {
        if documentType == nil {
            try write { try writer?.processingInstruction(target: target, data: data) }
        } else {
            declare("?\(String(target)) \(String(data))?")
        }
    }
}

extension XMLFormatter: XML.LexicalHandler {
    func comment(_ text: XML.Text) throws {
        if documentType == nil {
            try write { if isRecovered { try writer?.comment(Self.apart(text)) } else { try writer?.comment(text) } }
        } else {
            declare("!--\(String(text))--")
        }
    }
    /// A comment's text, with its hyphens so far from one another that it is one.
    private static func apart(_ text: XML.Text) -> String {
        var result = ""
        for character in String(text).unicodeScalars {
            if character == "-", result.unicodeScalars.last == "-" { result += " " }
            result.unicodeScalars.append(character)
        }
        return result.unicodeScalars.last == "-" ? result + " " : result
    }

    func startCDATA() throws { try writer?.startCDATA() }
    func endCDATA() throws { try writer?.endCDATA() }
    func startDTD(_ name: String, publicID: String?, systemID: String?) {
        documentType = DocumentType(name: name, publicID: publicID, systemID: systemID)
    }
    func endDTD() throws {
        guard let type = documentType else { return }
        documentType = nil
        try write {
            try writer?.doctype(
                type.name, publicID: type.publicID, systemID: type.systemID,
                internalSubset: type.declarations.isEmpty ? nil : type.declarations + "\n")
        }
    }
    func startEntity(_ name: XML.Text) { if name == "[dtd]" { isOutside = true } }
    func endEntity(_ name: XML.Text) { if name == "[dtd]" { isOutside = false } }
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
            case "\r": result += "&#13;"
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

    private func declare(_ text: String) { addDeclaration("<\(text)>") }
    private func declare(reference name: String) { addDeclaration(name + ";") }

    private func addDeclaration(_ text: String) {
        if !isOutside { documentType?.declarations += "\n  " + text }
    }

    /// Parameter entities have a name that starts with `%`.
    private static func shown(_ name: String) -> String { name.hasPrefix("%") ? "% " + name.dropFirst() : name }

    private static func place(_ publicID: String?, _ systemID: String?) -> String {
        let system = systemID.map { $0.utf8.contains(UInt8(ascii: "\"")) ? "'\($0)'" : "\"\($0)\"" }
        guard let publicID else { return "SYSTEM " + (system ?? "\"\"") }
        return "PUBLIC \"\(publicID)\"" + (system.map { " " + $0 } ?? "")
    }
}
#endif
