import SluiceCore
import SluiceTestSupport
import SluiceXML
import Testing

/// Writes down all that is said of a document: events, declarations, what is invalid, and the error that ends it.
final class DocumentTypeLog: XML.LexicalHandler, XML.DTDHandler, XML.DeclHandler, XML.ErrorHandler, XML.EntityResolver {
    private(set) var lines: [String] = []
    /// Texts of entities, by their system identifiers.
    let entities: [String: String]
    private(set) var resolved: [String] = []

    init(entities: [String: String] = [:]) { self.entities = entities }

    struct Handler: XML.ContentHandler {
        let log: DocumentTypeLog
        func startElement(_ name: XML.Name, _ attributes: XML.Attributes) {
            var line = "<" + String(name)
            for i in attributes.indices {
                let attribute = attributes[i]
                line += " \(String(attribute.name))='\(String(attribute.value))'"
                if attribute.type != .cdata { line += ":\(attribute.type.rawValue)" }
                if !attribute.isSpecified { line += "!" }
            }
            log.lines.append(line + ">")
        }
        func endElement(_ name: XML.Name) { log.lines.append("</\(String(name))>") }
        func characters(_ text: XML.Text) { log.text("'", String(text)) }
        func ignorableWhitespace(_ text: XML.Text) { log.text("_", String(text)) }
        func processingInstruction(target: XML.Text, data: XML.Text) {
            log.lines.append("?\(String(target)) \(String(data))")
        }
        func skippedEntity(_ name: XML.Text) { log.lines.append("skipped \(String(name))") }
    }

    private func text(_ mark: String, _ text: String) {
        if let last = lines.last, last.hasPrefix(mark) {
            lines[lines.count - 1] = last + text
        } else {
            lines.append(mark + text)
        }
    }

    func startDTD(_ name: String, publicID: String?, systemID: String?) {
        lines.append("type \(name) \(publicID ?? "-") \(systemID ?? "-")")
    }
    func endDTD() { lines.append("end") }
    func comment(_ text: XML.Text) { lines.append("#\(String(text))") }
    func startEntity(_ name: XML.Text) { lines.append("(\(String(name))") }
    func endEntity(_ name: XML.Text) { lines.append(")\(String(name))") }
    func notationDecl(_ name: String, publicID: String?, systemID: String?) {
        lines.append("notation \(name) \(publicID ?? "-") \(systemID ?? "-")")
    }
    func unparsedEntityDecl(_ name: String, publicID: String?, systemID: String, notation: String) {
        lines.append("unparsed \(name) \(publicID ?? "-") \(systemID) \(notation)")
    }
    func elementDecl(_ name: String, model: String) { lines.append("element \(name) \(model)") }
    func attributeDecl(_ element: String, _ name: String, type: String, mode: String?, value: String?) {
        lines.append("attribute \(element) \(name) \(type) \(mode ?? "-") \(value.map { "'\($0)'" } ?? "-")")
    }
    func internalEntityDecl(_ name: String, value: String) { lines.append("entity \(name) '\(value)'") }
    func externalEntityDecl(_ name: String, publicID: String?, systemID: String) {
        lines.append("entity \(name) \(publicID ?? "-") \(systemID)")
    }
    func error(_ error: ParseError) {
        lines.append("invalid \(error.position.line):\(error.position.column) \(error.path) \(error.message)")
    }
    func fatalError(_ error: ParseError) {}
    func resolveEntity(_ name: String, publicID: String?, systemID: String) -> XML.InputSource? {
        resolved.append("\(name) \(publicID ?? "-") \(systemID)")
        return entities[systemID].map { XML.InputSource(Array($0.utf8)) }
    }

    func externalSubset(of root: String) -> XML.InputSource? {
        entities["[\(root)]"].map { XML.InputSource(Array($0.utf8), systemID: "subset") }
    }

    // MARK: Reading

    /// What is said of a document; the same for every way in which its bytes may arrive.
    static func lines(
        _ text: String, entities: [String: String]? = nil, validates: Bool = false,
        limits: ParserLimits = .default, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> [String] {
        var options = XML.ParserOptions()
        options.readsExternalGeneralEntities = entities != nil
        options.readsExternalParameterEntities = entities != nil
        options.validates = validates
        options.limits = limits
        let bytes = Array(text.utf8)
        let whole = try read(bytes, .whole, entities ?? [:], options)
        for feeding in Feeding.all(for: bytes.count).dropFirst() {
            let other = try read(bytes, feeding, entities ?? [:], options)
            #expect(other == whole, "\(feeding)", sourceLocation: sourceLocation)
        }
        return whole
    }

    private static func read(
        _ bytes: [UInt8], _ feeding: Feeding, _ entities: [String: String], _ options: XML.ParserOptions
    ) throws -> [String] {
        let log = DocumentTypeLog(entities: entities)
        let handlers = XML.Handlers(error: log, lexical: log, dtd: log, decl: log, resolver: log)
        var parser = XML.Parser(handler: Handler(log: log), options: options, handlers: handlers)
        do {
            for piece in feeding.pieces(of: bytes) { try parser.feed(piece) }
            _ = try parser.finish()
        } catch let error as ParseError {
            let place = "\(error.position.line):\(error.position.column)"
            log.lines.append("! \(error.code) \(place) \(error.path.isEmpty ? "" : error.path + " ")\(error.message)")
        }
        return log.lines
    }

    /// What is said of a document whose internal subset is this, up to its root; without `type` and `end`.
    static func declarations(
        _ subset: String, entities: [String: String]? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> [String] {
        try lines("<!DOCTYPE a [\(subset)]><a/>", entities: entities, sourceLocation: sourceLocation)
            .filter { $0 != "type a - -" && $0 != "end" && $0 != "<a>" && $0 != "</a>" }
    }
}
