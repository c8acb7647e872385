extension XML {
    /// Receives a document as events, in document order: SAX.
    ///
    /// Implement what you want: every requirement has a default that does nothing and costs nothing. Names, attributes and
    /// text are borrowed: they are gone when the call returns. An error that you throw stops the parse and arrives
    /// unchanged at whoever started it.
    ///
    /// One text may come in several calls of `characters`; ``ParserOptions/coalescesText`` makes it one. The text of CDATA
    /// sections is text like other.
    public protocol ContentHandler: ~Copyable {
        /// Before all others: what can say where the parser is while it lasts.
        mutating func setDocumentLocator(_ locator: XML.Locator)
        mutating func startDocument() throws
        mutating func endDocument() throws
        /// Before the `startElement` whose tag declares it. The prefix is empty for the default namespace, the URI where
        /// that is no longer in force.
        mutating func startPrefixMapping(_ prefix: XML.Text, uri: XML.Text) throws
        /// After the `endElement` of that element.
        mutating func endPrefixMapping(_ prefix: XML.Text) throws
        mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) throws
        mutating func endElement(_ name: XML.Name) throws
        mutating func characters(_ text: XML.Text) throws
        /// White space between the children of an element that the document type declares to have no text. By default it
        /// goes to `characters`.
        mutating func ignorableWhitespace(_ text: XML.Text) throws
        mutating func processingInstruction(target: XML.Text, data: XML.Text) throws
        /// A reference to an entity that was not read: it is external, or may be declared where nobody looked.
        mutating func skippedEntity(_ name: XML.Text) throws
    }
}

extension XML.ContentHandler where Self: ~Copyable {
    @inlinable public mutating func setDocumentLocator(_ locator: XML.Locator) {}
    @inlinable public mutating func startDocument() {}
    @inlinable public mutating func endDocument() {}
    @inlinable public mutating func startPrefixMapping(_ prefix: XML.Text, uri: XML.Text) {}
    @inlinable public mutating func endPrefixMapping(_ prefix: XML.Text) {}
    @inlinable public mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) {}
    @inlinable public mutating func endElement(_ name: XML.Name) {}
    @inlinable public mutating func characters(_ text: XML.Text) {}
    @inlinable public mutating func ignorableWhitespace(_ text: XML.Text) throws { try characters(text) }
    @inlinable public mutating func processingInstruction(target: XML.Text, data: XML.Text) {}
    @inlinable public mutating func skippedEntity(_ name: XML.Text) {}
}
