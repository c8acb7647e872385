public import SluiceXML

extension XML.DOM {
    /// Makes documents of events: those of a parser, of a filter, or of another tree.
    ///
    ///     var builder = XML.DOM.Builder()
    ///     try XML.parse(contentsOf: path, handler: &builder, lexicalHandler: builder)
    ///     let document = try builder.close()
    ///
    /// As a content handler it makes elements, texts and processing instructions; as the other handlers that it is, too,
    /// comments, CDATA sections, the document type and what that declares. The names must come from one document at a time.
    /// ``Document/init(contentsOf:options:errorHandler:entityResolver:)`` does the same for a file, and is faster.
    public final class Builder {
        private let options: ParsingOptions
        private var tree = Tree()
        private var filler: TreeFiller
        private var locator: XML.Locator?
        /// Elements that are open.
        public private(set) var depth = 0
        private var hasRoot = false

        /// - Parameter options: What is left out. How a document is parsed is not this one's to say.
        public init(options: ParsingOptions = ParsingOptions()) {
            self.options = options
            filler = TreeFiller(tree, into: tree.root, options)
        }

        /// Whether the document's element is there, and has ended.
        public var isComplete: Bool { hasRoot && depth == 0 }

        /// The document that was made. The builder is ready for another one.
        ///
        /// - Throws: `invalidState` if there is no element, or one that has not ended.
        public func close() throws(Exception) -> Document {
            guard depth == 0 else { throw Exception(.invalidState, "\(depth) elements have not ended") }
            guard hasRoot else { throw Exception(.invalidState, "there is no element") }
            let document = tree.documentNode
            tree = Tree()
            filler = TreeFiller(tree, into: tree.root, options)
            hasRoot = false
            return document
        }
    }
}

extension XML.DOM.Builder: XML.ContentHandler {
    public func setDocumentLocator(_ locator: XML.Locator) {
        filler.forgetNames()
        self.locator = locator
    }

    public func startPrefixMapping(_ prefix: XML.Text, uri: XML.Text) { filler.declare(prefix, uri) }

    public func startElement(_ name: XML.Name, _ attributes: XML.Attributes) throws {
        if isComplete { throw XML.DOM.Exception(.hierarchyRequest, "a document has one element") }
        hasRoot = true
        depth += 1
        filler.start(name, attributes, at: locator?.placeOfTag ?? TagPlace())
    }

    public func endElement(_ name: XML.Name) throws {
        guard depth > 0 else { throw XML.DOM.Exception(.hierarchyRequest, "an end tag, and no element is open") }
        depth -= 1
        filler.end()
    }

    public func endDocument() { locator = nil }
    public func characters(_ text: XML.Text) { filler.characters(text) }
    public func processingInstruction(target: XML.Text, data: XML.Text) { filler.instruction(target, data) }
    public func skippedEntity(_ name: XML.Text) { if depth > 0 { filler.reference(name) } }
}

extension XML.DOM.Builder: XML.LexicalHandler {
    public func comment(_ text: XML.Text) { filler.comment(text) }
    public func startCDATA() { if depth > 0 { filler.startCDATA() } }
    public func endCDATA() { if depth > 0 { filler.endCDATA() } }

    /// Behind the element it is left out.
    public func startDTD(_ name: String, publicID: String?, systemID: String?) {
        if !hasRoot { filler.startDTD(name, publicID: publicID, systemID: systemID) }
    }

    public func endDTD() { filler.endDTD() }
}

extension XML.DOM.Builder: XML.InternalSubsetHandler {
    package func internalSubset(_ text: String) { if !hasRoot { filler.internalSubset(text) } }
}

extension XML.DOM.Builder: XML.DTDHandler, XML.DeclHandler {
    public func notationDecl(_ name: String, publicID: String?, systemID: String?) {
        filler.notationDecl(name, publicID: publicID, systemID: systemID)
    }

    public func unparsedEntityDecl(_ name: String, publicID: String?, systemID: String, notation: String) {
        filler.unparsedEntityDecl(name, publicID: publicID, systemID: systemID, notation: notation)
    }

    public func elementDecl(_ name: String, model: String) { filler.elementDecl(name, model: model) }

    public func attributeDecl(_ element: String, _ name: String, type: String, mode: String?, value: String?) {
        filler.attributeDecl(element, name, type: type, mode: mode, value: value)
    }

    public func internalEntityDecl(_ name: String, value: String) { filler.internalEntityDecl(name, value: value) }

    public func externalEntityDecl(_ name: String, publicID: String?, systemID: String) {
        filler.externalEntityDecl(name, publicID: publicID, systemID: systemID)
    }
}
