public import SluiceCore
public import SluiceXML

/// A handler that writes down what it is told, one word an event; text that comes in pieces is one.
public final class XMLEventLog: XML.ContentHandler, XML.LexicalHandler {
    public private(set) var events: [String] = []
    private var textKind: String?
    public init() {}

    public func note(_ event: String) {
        textKind = nil
        events.append(event)
    }

    private func note(text: String, kind: String) {
        if textKind == kind {
            events[events.count - 1] += text
        } else {
            events.append(kind + text)
            textKind = kind
        }
    }

    private func words(_ name: XML.Name) -> String {
        name.uri.isEmpty ? String(name.qualified) : "\(String(name.qualified)){\(String(name.uri))}"
    }

    public func startPrefixMapping(_ prefix: XML.Text, uri: XML.Text) { note("+\(String(prefix))=\(String(uri))") }
    public func endPrefixMapping(_ prefix: XML.Text) { note("-\(String(prefix))") }
    public func startElement(_ name: XML.Name, _ attributes: XML.Attributes) {
        var event = "<" + words(name)
        for i in attributes.indices {
            event += " \(words(attributes[i].name))=\(String(attributes[i].value))"
            if !attributes[i].isSpecified { event += "*" }
        }
        note(event)
    }
    public func endElement(_ name: XML.Name) { note("</" + words(name)) }
    public func characters(_ text: XML.Text) { note(text: String(text), kind: "'") }
    public func ignorableWhitespace(_ text: XML.Text) { note(text: String(text), kind: "_") }
    public func processingInstruction(target: XML.Text, data: XML.Text) {
        note("?\(String(target)) \(String(data))")
    }
    public func skippedEntity(_ name: XML.Text) { note("&\(String(name))") }
    public func endDocument() { note("end") }

    public func comment(_ text: XML.Text) { note("#\(String(text))") }
    public func startCDATA() { note("[") }
    public func endCDATA() { note("]") }
    public func startEntity(_ name: XML.Text) { note("(\(String(name))") }
    public func endEntity(_ name: XML.Text) { note(")\(String(name))") }
    public func startDTD(_ name: String, publicID: String?, systemID: String?) {
        note("DTD \(name) \(publicID ?? "-") \(systemID ?? "-")")
    }
    public func endDTD() { note("/DTD") }
}

/// What the XML parser made of a document: what it delivered, and the error if it threw one.
public struct XMLOutcome: Sendable, Equatable, CustomStringConvertible {
    public var events: [String]
    public var error: ParseError?

    /// Parses `bytes` in the pieces of `feeding`.
    /// - Parameter hearsAll: Whether comments, CDATA sections and entities are events, too.
    public init(
        _ bytes: [UInt8], _ feeding: Feeding, options: XML.ParserOptions = XML.ParserOptions(), hearsAll: Bool = true
    ) throws {
        let log = XMLEventLog()
        var parser = XML.Parser(
            handler: log, options: options, handlers: XML.Handlers(lexical: hearsAll ? log : nil))
        do {
            for piece in feeding.pieces(of: bytes) { try parser.feed(piece) }
            _ = try parser.finish()
        } catch let error as ParseError {
            self.error = error
        }
        events = log.events
    }

    public static func == (a: XMLOutcome, b: XMLOutcome) -> Bool { a.description == b.description }

    public var description: String {
        let events = events.joined(separator: " ")
        guard let error else { return events }
        let place = error.position
        return events + " !\(error.code) \(place.offset) \(place.line):\(place.column) \(error.path) \(error.message)"
    }

    /// The outcome, which must be the same for every way of feeding.
    /// - Throws: ``Disagreement``.
    public static func agreed(
        _ bytes: [UInt8], options: XML.ParserOptions = XML.ParserOptions(), hearsAll: Bool = true,
        feedings: [Feeding]? = nil
    ) throws -> XMLOutcome {
        let whole = try XMLOutcome(bytes, .whole, options: options, hearsAll: hearsAll)
        for feeding in feedings ?? Feeding.all(for: bytes.count) {
            let found = try XMLOutcome(bytes, feeding, options: options, hearsAll: hearsAll)
            if found != whole { throw Disagreement(feeding: feeding, whole: whole, found: found) }
        }
        return whole
    }

    public struct Disagreement: Error, CustomStringConvertible {
        let feeding: Feeding
        let whole: XMLOutcome
        let found: XMLOutcome
        public var description: String { "\(feeding):\n  \(found)\nwhole:\n  \(whole)" }
    }
}
