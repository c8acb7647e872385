internal import SluiceCore

extension XML.Writer: XML.ContentHandler where Sink: ~Copyable {
    /// Declares a namespace in the next element.
    @inlinable
    public mutating func startPrefixMapping(_ prefix: XML.Text, uri: XML.Text) throws {
        guard text.processesNamespaces else { return }
        try text.declareNext(prefix.utf8, uri.utf8)
    }

    /// Writes a whole start tag. A namespace that is not in force is declared; other prefixes stand in for those that
    /// are taken. Attributes that the document type gave are written, too.
    @inlinable
    public mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) throws {
        try text.open(name)
        for i in attributes.indices {
            let attribute = attributes[i]
            try text.attribute(attribute.name, attribute.value.utf8)
        }
        try flushIfFull()
    }

    /// Ends the innermost element, whatever the name.
    @inlinable
    public mutating func endElement(_ name: XML.Name) throws {
        try text.close()
        try flushIfFull()
    }

    /// Writes text, whose `<`, `>` and `&` become references.
    @inlinable
    public mutating func characters(_ content: XML.Text) throws {
        if content.utf8.count <= XML.TextBuilder.pieceCount {
            if try text.text(content.utf8) { try flush(isEnd: false) }
        } else {
            try pieces(of: content)
        }
    }

    /// White space between children is text like other.
    @inlinable
    public mutating func ignorableWhitespace(_ content: XML.Text) throws { try characters(content) }

    /// Writes `<?target data?>`.
    @inlinable
    public mutating func processingInstruction(target: XML.Text, data: XML.Text) throws {
        try text.instruction(target.utf8, data.utf8)
        try flushIfFull()
    }

    /// Writes a reference to an entity that nobody has read.
    @inlinable
    public mutating func skippedEntity(_ name: XML.Text) throws { try text.reference(name.utf8) }

    /// Writes long text through the buffer in pieces.
    @usableFromInline
    mutating func pieces(of content: XML.Text) throws {
        let utf8 = content.utf8
        try text.checkLong(utf8)
        var at = 0
        while at < utf8.count {
            let end = XML.TextBuilder.pieceEnd(of: utf8, from: at)
            if try text.text(utf8.extracting(at..<end)) { try flush(isEnd: false) }
            at = end
        }
    }
}
