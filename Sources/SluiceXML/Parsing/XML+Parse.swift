extension XML {
    /// Reads a document that is in memory and hands its events to `handler`.
    ///
    ///     var counter = Counter()
    ///     try XML.parse(bytes.span, handler: &counter)
    ///
    /// Order, borrowing and errors are those of ``Parser``; what was delivered before an error has changed the handler.
    @inlinable
    public static func parse<Handler: ContentHandler & ~Copyable>(
        _ bytes: Span<UInt8>, handler: inout Handler, options: ParserOptions = ParserOptions(),
        handlers: Handlers = Handlers(), name: String? = nil
    ) throws {
        try Tokenizer(options: options, handlers: handlers, name: name).feed(bytes, isLast: true, to: &handler)
    }
}
