public import SluiceCore

extension JSON {
    /// Reads a document that is in memory and hands its events to `handler`.
    ///
    ///     var counter = Counter()
    ///     try JSON.parse(bytes.span, handler: &counter)
    ///
    /// Nothing is copied, except text that has escapes. Order, borrowing and errors are those of ``Parser``; what was
    /// delivered before an error has changed the handler.
    @inlinable
    public static func parse<Handler: ContentHandler & ~Copyable>(
        _ bytes: Span<UInt8>, handler: inout Handler, options: ParserOptions = ParserOptions(), name: String? = nil
    ) throws {
        try Tokenizer(options: options, name: name).feed(bytes, isLast: true, to: &handler)
    }

    /// Reads any source to its end and hands its events to `handler`, each chunk's as soon as it arrives.
    ///
    /// Memory: one chunk, whatever the size of the document.
    /// - Throws: ``ParseError``, `IOFailure`, or what the handler throws.
    @inlinable
    public static func parse<Source: ByteSource & ~Copyable, Handler: ContentHandler & ~Copyable>(
        _ source: consuming Source, handler: inout Handler,
        options: ParserOptions = ParserOptions()
    ) throws {
        let reader = ChunkReader(source)
        let tokenizer = Tokenizer(options: options, name: reader.name)
        while try reader.read() { try tokenizer.feed(reader.chunk, isLast: false, to: &handler) }
        try tokenizer.feed(Span(), isLast: true, to: &handler)
    }

    /// Reads a text and hands its events to `handler`.
    @inlinable
    public static func parse<Handler: ContentHandler & ~Copyable>(
        string: String, handler: inout Handler, options: ParserOptions = ParserOptions(), name: String? = nil
    ) throws {
        try parse(string.utf8.span, handler: &handler, options: options, name: name)
    }

    /// Reads a file and hands its events to `handler`; a gzip file, known by its magic bytes, is decompressed.
    @inlinable
    public static func parse<Handler: ContentHandler & ~Copyable>(
        contentsOf path: String, handler: inout Handler, options: ParserOptions = ParserOptions()
    ) throws {
        try parse(FileSource(path), handler: &handler, options: options)
    }
}

// The same with a handler that comes back: `let counter = try JSON.parse(contentsOf: path, handler: Counter())`.
extension JSON {
    /// Reads a document that is in memory, and returns the handler that had its events.
    @inlinable
    public static func parse<Handler: ContentHandler & ~Copyable>(
        _ bytes: Span<UInt8>, handler: consuming Handler, options: ParserOptions = ParserOptions(), name: String? = nil
    ) throws -> Handler {
        try parse(bytes, handler: &handler, options: options, name: name)
        return handler
    }

    /// Reads any source to its end, and returns the handler that had its events.
    @inlinable
    public static func parse<Source: ByteSource & ~Copyable, Handler: ContentHandler & ~Copyable>(
        _ source: consuming Source, handler: consuming Handler,
        options: ParserOptions = ParserOptions()
    ) throws -> Handler {
        try parse(source, handler: &handler, options: options)
        return handler
    }

    /// Reads a text, and returns the handler that had its events.
    @inlinable
    public static func parse<Handler: ContentHandler & ~Copyable>(
        string: String, handler: consuming Handler, options: ParserOptions = ParserOptions(), name: String? = nil
    ) throws -> Handler {
        try parse(string: string, handler: &handler, options: options, name: name)
        return handler
    }

    /// Reads a file, and returns the handler that had its events.
    @inlinable
    public static func parse<Handler: ContentHandler & ~Copyable>(
        contentsOf path: String, handler: consuming Handler, options: ParserOptions = ParserOptions()
    ) throws -> Handler {
        try parse(contentsOf: path, handler: &handler, options: options)
        return handler
    }
}
