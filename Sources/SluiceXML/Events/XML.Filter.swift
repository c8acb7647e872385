extension XML {
    /// A handler between a parser and another handler: it passes every event on, but for those that you implement. Python's
    /// `XMLFilterBase`.
    ///
    ///     struct WithoutNotes<Next: XML.ContentHandler>: XML.Filter {
    ///         var next: Next
    ///         var depth = 0
    ///         mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) throws {
    ///             if depth > 0 || name.local == "note" { depth += 1 } else { try next.startElement(name, attributes) }
    ///         }
    ///         mutating func endElement(_ name: XML.Name) throws {
    ///             if depth > 0 { depth -= 1 } else { try next.endElement(name) }
    ///         }
    ///         mutating func characters(_ text: XML.Text) throws {
    ///             if depth == 0 { try next.characters(text) }
    ///         }
    ///     }
    ///     let counter = try XML.parse(contentsOf: path, handler: WithoutNotes(next: Counter())).next
    ///
    /// What is passed on unchanged costs nothing: the calls are resolved when the program is compiled. Filters may stand in
    /// a row, and before a ``Generator``.
    public protocol Filter: ContentHandler, ~Copyable {
        associatedtype Next: ContentHandler, ~Copyable
        /// Who hears of what passes.
        var next: Next { get set }
    }
}

extension XML.Filter where Self: ~Copyable {
    @inlinable public mutating func setDocumentLocator(_ locator: XML.Locator) { next.setDocumentLocator(locator) }
    @inlinable public mutating func startDocument() throws { try next.startDocument() }
    @inlinable public mutating func endDocument() throws { try next.endDocument() }
    @inlinable public mutating func startPrefixMapping(_ prefix: XML.Text, uri: XML.Text) throws {
        try next.startPrefixMapping(prefix, uri: uri)
    }
    @inlinable public mutating func endPrefixMapping(_ prefix: XML.Text) throws { try next.endPrefixMapping(prefix) }
    @inlinable public mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) throws {
        try next.startElement(name, attributes)
    }
    @inlinable public mutating func endElement(_ name: XML.Name) throws { try next.endElement(name) }
    @inlinable public mutating func characters(_ text: XML.Text) throws { try next.characters(text) }
    @inlinable public mutating func ignorableWhitespace(_ text: XML.Text) throws { try next.ignorableWhitespace(text) }
    @inlinable public mutating func processingInstruction(target: XML.Text, data: XML.Text) throws {
        try next.processingInstruction(target: target, data: data)
    }
    @inlinable public mutating func skippedEntity(_ name: XML.Text) throws { try next.skippedEntity(name) }
}
