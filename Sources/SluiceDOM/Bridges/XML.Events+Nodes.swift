public import SluiceXML

extension XML.Events {
    /// Behind `startElement`, the whole element as a node: its `endElement` is then the last event. Behind any other event
    /// `nil`. Python's `pulldom.DOMEventStream.expandNode`.
    ///
    ///     while let event = try events.next() {
    ///         if event == .startElement, events.name.local == "article", let article = try events.expandNode() {
    ///             print(try XML.DOM.XPath("count(author)").number(in: article))
    ///         }
    ///     }
    ///
    /// Comments and processing instructions are kept; CDATA sections are text. Of namespaces it has the declarations of its
    /// own tag. Memory: the element.
    /// - Parameter document: Whose node it is to be, in no tree; if there is none, it is the element of a document of its own.
    /// - Throws: `ParseError` where the document is at fault, `IOFailure` where the source is.
    public mutating func expandNode(
        in document: XML.DOM.Document? = nil, options: XML.DOM.ParsingOptions = XML.DOM.ParsingOptions()
    ) throws -> XML.DOM.Element? {
        guard event == .startElement else { return nil }
        guard let document else { return try XML.DOM.Document(&self, options: options).documentElement }
        let fragment = document.createDocumentFragment()
        try TreeFiller(document.tree, into: fragment.ref, options).fill(from: &self)
        return try fragment.firstElementChild.map { try fragment.removeChild($0) }
    }
}

extension XML.DOM.Document {
    /// Reads what a cursor tells from where it stands: behind `startElement` that element, whose `endElement` is then the last
    /// event; before the document's element all that follows.
    ///
    /// What a cursor does not tell is not there: the document type, and where CDATA sections were.
    /// - Throws: `ParseError` where the document is at fault, `IOFailure` where the source is; `invalidState` where the cursor
    ///   stands within an element.
    public convenience init(
        _ events: inout XML.Events, options: XML.DOM.ParsingOptions = XML.DOM.ParsingOptions()
    ) throws {
        guard events.event == .startElement || events.depth == 0 else {
            throw XML.DOM.Exception(.invalidState, "the cursor stands within an element")
        }
        let tree = Tree()
        try TreeFiller(tree, into: tree.root, options).fill(from: &events)
        self.init(tree, tree.root)
    }
}

extension TreeFiller {
    /// Takes the element that the last event began, up to its end; or where it began none, all that comes.
    fileprivate func fill(from events: inout XML.Events) throws {
        let depth = events.depth
        if events.event == .startElement { take(.startElement, of: events) }
        while events.depth >= depth, let event = try events.next() { take(event, of: events) }
    }

    private func take(_ event: XML.Event, of events: borrowing XML.Events) {
        switch event {
        case .startElement:
            events.forEachDeclaration { declare($0, $1) }
            start(events.name, events.attributes, at: events.place)
        case .endElement: end()
        case .text, .ignorableWhitespace: characters(events.text)
        case .comment: comment(events.text)
        case .processingInstruction: instruction(events.target, events.data)
        case .skippedEntity: reference(events.text)
        case .startPrefixMapping, .endPrefixMapping: break
        }
    }
}
