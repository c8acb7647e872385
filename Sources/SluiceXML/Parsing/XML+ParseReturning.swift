public import SluiceCore

// `XML.parse` with a handler that comes back: `let counter = try XML.parse(contentsOf: path, handler: Counter())`.
extension XML {
    /// Reads a document that is in memory, and returns the handler that had its events.
    @inlinable
    public static func parse<Handler: ContentHandler & ~Copyable>(
        _ bytes: Span<UInt8>, handler: consuming Handler, options: ParserOptions = ParserOptions(), name: String? = nil,
        errorHandler: (any ErrorHandler)? = nil,
        lexicalHandler: (any LexicalHandler)? = nil, dtdHandler: (any DTDHandler)? = nil,
        declHandler: (any DeclHandler)? = nil, entityResolver: (any EntityResolver)? = nil
    ) throws -> Handler {
        try parse(
            bytes, handler: &handler, options: options, name: name, errorHandler: errorHandler,
            lexicalHandler: lexicalHandler, dtdHandler: dtdHandler, declHandler: declHandler,
            entityResolver: entityResolver)
        return handler
    }

    /// Reads any source to its end, and returns the handler that had its events.
    @inlinable
    public static func parse<Source: ByteSource & ~Copyable, Handler: ContentHandler & ~Copyable>(
        _ source: consuming Source, handler: consuming Handler, options: ParserOptions = ParserOptions(),
        errorHandler: (any ErrorHandler)? = nil,
        lexicalHandler: (any LexicalHandler)? = nil, dtdHandler: (any DTDHandler)? = nil,
        declHandler: (any DeclHandler)? = nil, entityResolver: (any EntityResolver)? = nil
    ) throws -> Handler {
        try parse(
            source, handler: &handler, options: options, errorHandler: errorHandler,
            lexicalHandler: lexicalHandler, dtdHandler: dtdHandler, declHandler: declHandler,
            entityResolver: entityResolver)
        return handler
    }

    /// Reads a document with what is known of it, and returns the handler that had its events.
    @inlinable
    public static func parse<Handler: ContentHandler & ~Copyable>(
        _ source: InputSource, handler: consuming Handler, options: ParserOptions = ParserOptions(),
        errorHandler: (any ErrorHandler)? = nil,
        lexicalHandler: (any LexicalHandler)? = nil, dtdHandler: (any DTDHandler)? = nil,
        declHandler: (any DeclHandler)? = nil, entityResolver: (any EntityResolver)? = nil
    ) throws -> Handler {
        try parse(
            source, handler: &handler, options: options, errorHandler: errorHandler,
            lexicalHandler: lexicalHandler, dtdHandler: dtdHandler, declHandler: declHandler,
            entityResolver: entityResolver)
        return handler
    }

    /// Reads a text, and returns the handler that had its events.
    @inlinable
    public static func parse<Handler: ContentHandler & ~Copyable>(
        string: String, handler: consuming Handler, options: ParserOptions = ParserOptions(), name: String? = nil,
        errorHandler: (any ErrorHandler)? = nil,
        lexicalHandler: (any LexicalHandler)? = nil, dtdHandler: (any DTDHandler)? = nil,
        declHandler: (any DeclHandler)? = nil, entityResolver: (any EntityResolver)? = nil
    ) throws -> Handler {
        try parse(
            string: string, handler: &handler, options: options, name: name, errorHandler: errorHandler,
            lexicalHandler: lexicalHandler, dtdHandler: dtdHandler, declHandler: declHandler,
            entityResolver: entityResolver)
        return handler
    }

    /// Reads a file, and returns the handler that had its events.
    @inlinable
    public static func parse<Handler: ContentHandler & ~Copyable>(
        contentsOf path: String, handler: consuming Handler, options: ParserOptions = ParserOptions(),
        errorHandler: (any ErrorHandler)? = nil,
        lexicalHandler: (any LexicalHandler)? = nil, dtdHandler: (any DTDHandler)? = nil,
        declHandler: (any DeclHandler)? = nil, entityResolver: (any EntityResolver)? = nil
    ) throws -> Handler {
        try parse(
            contentsOf: path, handler: &handler, options: options, errorHandler: errorHandler,
            lexicalHandler: lexicalHandler, dtdHandler: dtdHandler, declHandler: declHandler,
            entityResolver: entityResolver)
        return handler
    }
}
