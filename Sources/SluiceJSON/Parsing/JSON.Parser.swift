extension JSON {
    /// Reads a document in pieces of any size, as they arrive, and hands its events to a handler.
    ///
    /// Feed it bytes, then finish it and have the handler back:
    ///
    ///     var parser = JSON.Parser(handler: Counter())
    ///     while let piece = nextPiece() { try parser.feed(piece) }
    ///     let counter = try parser.finish()
    ///
    /// Events come in document order, each as soon as its last byte is there (a number with the byte behind it). Text is
    /// borrowed from the piece where it lies whole, copied once where a piece's end cuts it. Memory: the longest such
    /// text, and a bit for each open container. Time is linear for every way of cutting; the verdict and its place are
    /// the same. The text is UTF-8, with or without a byte order mark.
    ///
    /// After an error the parser is spent: what came before the fault has been delivered, and every further call throws
    /// the same error.
    public struct Parser<Handler: ContentHandler & ~Copyable>: ~Copyable {
        /// The handler, for a look between two pieces.
        public var handler: Handler
        @usableFromInline let tokenizer: Tokenizer

        /// - Parameter name: What errors call the document: its path, say.
        public init(handler: consuming Handler, options: ParserOptions = ParserOptions(), name: String? = nil) {
            self.handler = handler
            tokenizer = Tokenizer(options: options, name: name)
        }

        /// Takes the next bytes of the document. They are borrowed for the call.
        ///
        /// - Throws: ``ParseError``; or whatever the handler throws, unchanged.
        @inlinable
        public mutating func feed(_ bytes: Span<UInt8>) throws {
            try tokenizer.feed(bytes, isLast: false, to: &handler)
        }

        /// Takes the next bytes of the document.
        @inlinable
        public mutating func feed(_ bytes: [UInt8]) throws {
            try feed(bytes.span)
        }

        /// Ends the document and gives the handler back.
        ///
        /// - Throws: ``ParseError`` with the code `truncated` where the document is not complete.
        @inlinable
        public consuming func finish() throws -> Handler {
            try tokenizer.feed(Span(), isLast: true, to: &handler)
            return handler
        }
    }
}
