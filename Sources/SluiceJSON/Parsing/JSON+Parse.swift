public import SluiceCore

extension JSON {
    /// Reads a document that is in memory and hands its events to `handler`, which it returns.
    ///
    ///     let counter = try JSON.parse(bytes.span, handler: Counter())
    ///
    /// Nothing is copied, except text that has escapes. See ``Parser`` for order and errors.
    @inlinable
    public static func parse<Handler: ContentHandler & ~Copyable>(
        _ bytes: Span<UInt8>, handler: consuming Handler, options: ParserOptions = ParserOptions(), name: String? = nil
    ) throws -> Handler {
        let tokenizer = Tokenizer(options: options, name: name)
        try tokenizer.feed(bytes, isLast: true, to: &handler)
        return handler
    }

    /// Reads a text and hands its events to `handler`, which it returns.
    @inlinable
    public static func parse<Handler: ContentHandler & ~Copyable>(
        string: String, handler: consuming Handler, options: ParserOptions = ParserOptions(), name: String? = nil
    ) throws -> Handler {
        try parse(string.utf8.span, handler: handler, options: options, name: name)
    }

    /// Reads a file and hands its events to `handler`, which it returns.
    ///
    /// A gzip file, known by its magic bytes, is decompressed. Memory: one chunk, whatever the size of the file.
    /// - Throws: ``ParseError``, `IOFailure`, or what the handler throws.
    @inlinable
    public static func parse<Handler: ContentHandler & ~Copyable>(
        contentsOf path: String, handler: consuming Handler, options: ParserOptions = ParserOptions()
    ) throws -> Handler {
        try parse(FileSource(path), handler: handler, options: options)
    }

    /// Reads any source to its end and hands its events to `handler`, which it returns; each chunk's as it arrives.
    @inlinable
    public static func parse<Handler: ContentHandler & ~Copyable>(
        _ source: consuming any ByteSource & ~Copyable, handler: consuming Handler,
        options: ParserOptions = ParserOptions()
    ) throws -> Handler {
        var reader = ChunkReader(source)
        let tokenizer = Tokenizer(options: options, name: reader.name)
        while try reader.read() { try tokenizer.feed(reader.chunk, isLast: false, to: &handler) }
        try tokenizer.feed(Span(), isLast: true, to: &handler)
        return handler
    }
}
