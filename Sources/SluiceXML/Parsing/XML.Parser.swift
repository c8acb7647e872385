extension XML {
    /// Reads a document in pieces of any size, as they arrive, and hands its events to a handler.
    ///
    ///     var parser = XML.Parser(handler: Counter())
    ///     while let piece = nextPiece() { try parser.feed(piece) }
    ///     let counter = try parser.finish()
    ///
    /// Events come in document order, each as soon as its last byte is there. Text and values are borrowed from the piece
    /// where they lie whole and need no change. Memory: the longest tag, comment or document type that a piece's end cuts,
    /// and each name once. Time is linear for every way of cutting; events, verdict and place are the same. The encoding
    /// is what a byte order mark or the declaration says; UTF-8 otherwise. Read are UTF-8, UTF-16, UTF-32, ISO-8859-1,
    /// US-ASCII, and by their declaration all others that the system's `iconv` knows and that read ASCII as ASCII; not
    /// UTF-7; EBCDIC where ``ParserOptions/encoding`` names its kind.
    ///
    /// After an error the parser is spent until ``reset()``: what came before the fault has been delivered, and every
    /// further call throws the same error.
    public struct Parser<Handler: ContentHandler & ~Copyable>: ~Copyable {
        /// The handler, for a look between two pieces.
        public var handler: Handler
        @usableFromInline let tokenizer: Tokenizer

        /// - Parameter name: What errors call the document: its path, say.
        public init(
            handler: consuming Handler, options: ParserOptions = ParserOptions(), handlers: Handlers = Handlers(),
            name: String? = nil
        ) {
            self.handler = handler
            tokenizer = Tokenizer(options: options, handlers: handlers, name: name)
        }

        /// Takes the next bytes of the document. They are borrowed for the call.
        ///
        /// - Throws: ``ParseError``; or whatever a handler throws, unchanged.
        @inlinable
        public mutating func feed(_ bytes: Span<UInt8>) throws {
            try tokenizer.feed(bytes, isLast: false, to: &handler)
        }

        /// Takes the next bytes of the document.
        @inlinable
        public mutating func feed(_ bytes: [UInt8]) throws { try feed(bytes.span) }

        /// Ends the document and gives the handler back.
        ///
        /// - Throws: ``ParseError`` with the code `truncated` where the document is not complete.
        @inlinable
        public consuming func finish() throws -> Handler {
            try tokenizer.feed(Span(), isLast: true, to: &handler)
            return handler
        }

        /// Ready for another document, with the same handler.
        public mutating func reset() { tokenizer.reset() }

        /// Delivers no more events: what is fed from now on is not looked at, and ``finish()`` throws nothing. From inside
        /// an event, ``Locator/stop()`` does the same.
        public func stop() { tokenizer.stopDelivery() }
    }
}
