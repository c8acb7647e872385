public import SluiceCore

extension XML {
    /// Reads a document that is in memory and hands its events to `handler`.
    ///
    ///     var counter = Counter()
    ///     try XML.parse(bytes.span, handler: &counter)
    ///
    /// Nothing is copied, except text that must change. Order, borrowing, encodings and errors are those of ``Parser``;
    /// what was delivered before an error has changed the handler.
    /// - Parameter errorHandler: Hears of an error before it is thrown.
    /// - Parameter entityResolver: Without one, nothing outside the document is ever opened.
    @inlinable
    public static func parse<Handler: ContentHandler & ~Copyable>(
        _ bytes: Span<UInt8>, handler: inout Handler, options: ParserOptions = ParserOptions(), name: String? = nil,
        errorHandler: (any ErrorHandler)? = nil,
        lexicalHandler: (any LexicalHandler)? = nil, dtdHandler: (any DTDHandler)? = nil,
        declHandler: (any DeclHandler)? = nil, entityResolver: (any EntityResolver)? = nil
    ) throws {
        let handlers = Handlers(
            error: errorHandler, lexical: lexicalHandler, dtd: dtdHandler, decl: declHandler, resolver: entityResolver)
        try parse(bytes, handler: &handler, handlers: handlers, options: options, name: name)
    }

    /// Reads any source to its end and hands its events to `handler`, each chunk's as soon as it arrives.
    ///
    /// Memory: one chunk, whatever the size of the document, and what ``Parser`` keeps.
    /// - Throws: ``ParseError``, `IOFailure`, or what a handler throws.
    @inlinable
    public static func parse<Source: ByteSource & ~Copyable, Handler: ContentHandler & ~Copyable>(
        _ source: consuming Source, handler: inout Handler, options: ParserOptions = ParserOptions(),
        errorHandler: (any ErrorHandler)? = nil,
        lexicalHandler: (any LexicalHandler)? = nil, dtdHandler: (any DTDHandler)? = nil,
        declHandler: (any DeclHandler)? = nil, entityResolver: (any EntityResolver)? = nil
    ) throws {
        let handlers = Handlers(
            error: errorHandler, lexical: lexicalHandler, dtd: dtdHandler, decl: declHandler, resolver: entityResolver)
        try parse(source, handler: &handler, handlers: handlers, options: options)
    }

    /// Reads a document with what is known of it, and hands its events to `handler`. Its encoding counts more than what the
    /// document says, its system identifier is its name.
    @inlinable
    public static func parse<Handler: ContentHandler & ~Copyable>(
        _ source: InputSource, handler: inout Handler, options: ParserOptions = ParserOptions(),
        errorHandler: (any ErrorHandler)? = nil,
        lexicalHandler: (any LexicalHandler)? = nil, dtdHandler: (any DTDHandler)? = nil,
        declHandler: (any DeclHandler)? = nil, entityResolver: (any EntityResolver)? = nil
    ) throws {
        let handlers = Handlers(
            error: errorHandler, lexical: lexicalHandler, dtd: dtdHandler, decl: declHandler, resolver: entityResolver)
        try parse(source, handler: &handler, handlers: handlers, options: options)
    }

    /// Reads a text and hands its events to `handler`. An encoding that it declares means nothing.
    @inlinable
    public static func parse<Handler: ContentHandler & ~Copyable>(
        string: String, handler: inout Handler, options: ParserOptions = ParserOptions(), name: String? = nil,
        errorHandler: (any ErrorHandler)? = nil,
        lexicalHandler: (any LexicalHandler)? = nil, dtdHandler: (any DTDHandler)? = nil,
        declHandler: (any DeclHandler)? = nil, entityResolver: (any EntityResolver)? = nil
    ) throws {
        var options = options
        options.encoding = "UTF-8"
        try parse(
            string.utf8.span, handler: &handler, options: options, name: name, errorHandler: errorHandler,
            lexicalHandler: lexicalHandler, dtdHandler: dtdHandler, declHandler: declHandler,
            entityResolver: entityResolver)
    }

    /// Reads a file and hands its events to `handler`; a gzip file, known by its magic bytes, is decompressed.
    @inlinable
    public static func parse<Handler: ContentHandler & ~Copyable>(
        contentsOf path: String, handler: inout Handler, options: ParserOptions = ParserOptions(),
        errorHandler: (any ErrorHandler)? = nil,
        lexicalHandler: (any LexicalHandler)? = nil, dtdHandler: (any DTDHandler)? = nil,
        declHandler: (any DeclHandler)? = nil, entityResolver: (any EntityResolver)? = nil
    ) throws {
        try parse(
            FileSource(path), handler: &handler, options: options, errorHandler: errorHandler,
            lexicalHandler: lexicalHandler, dtdHandler: dtdHandler, declHandler: declHandler,
            entityResolver: entityResolver)
    }
}

// The same, with all other handlers in one.
extension XML {
    @inlinable
    package static func parse<Handler: ContentHandler & ~Copyable>(
        _ bytes: Span<UInt8>, handler: inout Handler, handlers: Handlers, options: ParserOptions, name: String?
    ) throws {
        try Tokenizer(options: options, handlers: handlers, name: name).feed(bytes, isLast: true, to: &handler)
    }

    @inlinable
    package static func parse<Source: ByteSource & ~Copyable, Handler: ContentHandler & ~Copyable>(
        _ source: consuming Source, handler: inout Handler, handlers: Handlers, options: ParserOptions
    ) throws {
        let reader = ChunkReader(source)
        let tokenizer = Tokenizer(options: options, handlers: handlers, name: reader.name)
        while try !tokenizer.isStopped && reader.read() {
            try tokenizer.feed(reader.chunk, isLast: false, to: &handler)
        }
        try tokenizer.feed(Span(), isLast: true, to: &handler)
    }

    @inlinable
    package static func parse<Handler: ContentHandler & ~Copyable>(
        _ source: InputSource, handler: inout Handler, handlers: Handlers, options: ParserOptions
    ) throws {
        let tokenizer = Tokenizer(source: source, options: options, handlers: handlers)
        try tokenizer.feed(source.bytes.span, isLast: true, to: &handler)
    }
}
