internal import CLibXML2
internal import SluiceCore
internal import SluiceXML

/// Looks at a document that passes by, by a schema. What is wrong goes to the trail.
protocol SchemaStream: AnyObject {
    func declare(_ prefix: XML.Text, _ uri: XML.Text)
    /// The trail has the element already.
    func start(_ name: NameTable.Entry, _ attributes: XML.Attributes)
    /// The trail has the element still.
    func end(_ name: NameTable.Entry)
    func characters(_ text: XML.Text, inSection: Bool)
    /// A CDATA section begins, which may be empty.
    func startSection()
    /// A text begins, or there is a comment or processing instruction.
    func leaf()
}

/// Hands a document's events to a ``SchemaStream``.
struct SchemaStreamHandler: XML.ContentHandler {
    let stream: any SchemaStream
    let trail: ElementTrail
    let texts: TextNodes
    private var locator: XML.Locator?

    init(_ stream: any SchemaStream, _ trail: ElementTrail) {
        self.stream = stream
        self.trail = trail
        texts = TextNodes(stream, trail)
    }

    mutating func setDocumentLocator(_ locator: XML.Locator) { self.locator = locator }
    mutating func startPrefixMapping(_ prefix: XML.Text, uri: XML.Text) { stream.declare(prefix, uri) }

    mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) throws {
        guard trail.depth < Tree.deepest else {
            throw XML.DOM.Exception(.notSupported, "the document is deeper than \(Tree.deepest) elements")
        }
        texts.end()
        stream.start(trail.open(name, at: locator?.placeOfTag ?? TagPlace()), attributes)
    }

    mutating func endElement(_ name: XML.Name) {
        texts.end()
        if let name = trail.innermost { stream.end(name) }
        trail.close()
    }

    mutating func characters(_ text: XML.Text) {
        texts.begin()
        stream.characters(text, inSection: texts.isInSection)
    }

    mutating func processingInstruction(target: XML.Text, data: XML.Text) {
        texts.interrupt()
    }

    mutating func skippedEntity(_ name: XML.Text) throws {
        let message = "the entity '\(String(name))' was not read, so that its text is missing"
        throw ParseError(
            .unsupported, message, at: locator?.position ?? TextPosition(), path: locator?.path ?? "",
            sourceName: locator?.systemID)
    }
}

/// Tells where one text of a tree would end and another begin.
final class TextNodes: XML.LexicalHandler {
    private let stream: any SchemaStream
    private let trail: ElementTrail
    private var isOpen = false
    private(set) var isInSection = false
    private var isInDocumentType = false

    init(_ stream: any SchemaStream, _ trail: ElementTrail) {
        self.stream = stream
        self.trail = trail
    }

    func begin() {
        if !isOpen { tell() }
        isOpen = true
    }

    func end() { isOpen = false }

    func interrupt() {
        isOpen = false
        if !isInDocumentType { tell() }
    }

    private func tell() {
        trail.leaf()
        stream.leaf()
    }

    func comment(_ text: XML.Text) { interrupt() }
    func startDTD(_ name: String, publicID: String?, systemID: String?) { isInDocumentType = true }
    func endDTD() { isInDocumentType = false }

    func startCDATA() {
        isOpen = false
        begin()
        isInSection = true
        stream.startSection()
    }

    func endCDATA() {
        isOpen = false
        isInSection = false
    }
}
