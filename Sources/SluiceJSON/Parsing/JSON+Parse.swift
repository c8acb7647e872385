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
}
