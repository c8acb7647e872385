public import SluiceCore

extension XML {
    /// Makes text of events: the end of a chain of handlers. Python's `XMLGenerator`.
    ///
    ///     let generator = try XML.parse(contentsOf: path, handler: XML.Generator(to: FileSink("copy.xml")))
    ///     try generator.finish()
    ///
    /// The text that it makes gives the same events again. It begins with an XML declaration. Comments, CDATA sections and
    /// the document type are no events of a content handler, and do not come through. Memory, errors and layout are those
    /// of ``Writer``.
    public struct Generator<Sink: ByteSink & ~Copyable>: ~Copyable, ContentHandler {
        /// What writes the events, for a look or a word in between.
        public var writer: Writer<Sink>

        /// - Parameter sink: Where the bytes go. ``finish()`` gives it back; it is not closed.
        @inlinable
        public init(to sink: consuming Sink, options: WriterOptions = .verbatim) {
            writer = Writer(to: sink, options: options)
        }

        /// Completes the text, hands the rest to the sink and gives the sink back.
        ///
        /// - Throws: ``WriterError`` where an element is open or there is no root; `IOFailure`.
        @discardableResult
        public consuming func finish() throws -> Sink { try writer.finish() }
    }
}

extension XML.Generator where Sink: ~Copyable {
    @inlinable public mutating func startDocument() throws { try writer.declaration() }
    @inlinable public mutating func startPrefixMapping(_ prefix: XML.Text, uri: XML.Text) throws {
        try writer.startPrefixMapping(prefix, uri: uri)
    }
    @inlinable public mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) throws {
        try writer.startElement(name, attributes)
    }
    @inlinable public mutating func endElement(_ name: XML.Name) throws { try writer.endElement(name) }
    @inlinable public mutating func characters(_ text: XML.Text) throws { try writer.characters(text) }
    @inlinable public mutating func ignorableWhitespace(_ text: XML.Text) throws { try writer.characters(text) }
    @inlinable public mutating func processingInstruction(target: XML.Text, data: XML.Text) throws {
        try writer.processingInstruction(target: target, data: data)
    }
    @inlinable public mutating func skippedEntity(_ name: XML.Text) throws { try writer.skippedEntity(name) }
}
