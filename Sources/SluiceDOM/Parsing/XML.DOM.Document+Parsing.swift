public import SluiceCore
public import SluiceXML

extension XML.DOM.Document {
    /// Reads a file; one that is compressed with gzip is decompressed.
    ///
    /// The parser is that of ``XML/Parser``: the same documents are accepted, with the same limits and errors, and nothing
    /// outside the document is opened without a resolver. Memory: about 4 to 12 times the document. Of one that is recovered
    /// (`XML.ParserOptions.recovers`) the error handler hears what was wrong, or ``faults`` lists it.
    /// - Throws: ``ParseError``, with the place; `IOFailure`; what a resolver throws.
    public convenience init(
        contentsOf path: String, options: XML.DOM.ParsingOptions = .init(), errorHandler: (any XML.ErrorHandler)? = nil,
        entityResolver: (any XML.EntityResolver)? = nil
    ) throws {
        var source = try FileSource(path)
        let reading = TreeReading(options, errorHandler, entityResolver)
        try reading.read(from: &source, size: source.size)
        self.init(reading.tree, reading.tree.root)
    }

    /// Reads a document that is in memory.
    public convenience init(
        _ bytes: Span<UInt8>, options: XML.DOM.ParsingOptions = .init(), name: String? = nil,
        errorHandler: (any XML.ErrorHandler)? = nil, entityResolver: (any XML.EntityResolver)? = nil
    ) throws {
        let reading = TreeReading(options, errorHandler, entityResolver)
        try reading.read(bytes, name: name)
        self.init(reading.tree, reading.tree.root)
    }

    /// Reads a text. An encoding that it declares means nothing.
    public convenience init(
        string: String, options: XML.DOM.ParsingOptions = .init(), name: String? = nil,
        errorHandler: (any XML.ErrorHandler)? = nil, entityResolver: (any XML.EntityResolver)? = nil
    ) throws {
        var options = options
        options.parser.encoding = "UTF-8"
        try self.init(
            string.utf8.span, options: options, name: name, errorHandler: errorHandler, entityResolver: entityResolver)
    }

    /// Reads any source to its end.
    public convenience init<Source: ByteSource & ~Copyable>(
        _ source: consuming Source, options: XML.DOM.ParsingOptions = .init(),
        errorHandler: (any XML.ErrorHandler)? = nil, entityResolver: (any XML.EntityResolver)? = nil
    ) throws {
        var source = source
        let reading = TreeReading(options, errorHandler, entityResolver)
        try reading.read(from: &source)
        self.init(reading.tree, reading.tree.root)
    }

    /// Reads a document with what is known of it: its encoding, its system identifier.
    public convenience init(
        _ source: XML.InputSource, options: XML.DOM.ParsingOptions = .init(),
        errorHandler: (any XML.ErrorHandler)? = nil, entityResolver: (any XML.EntityResolver)? = nil
    ) throws {
        let reading = TreeReading(options, errorHandler, entityResolver)
        try reading.read(source)
        self.init(reading.tree, reading.tree.root)
    }
}
