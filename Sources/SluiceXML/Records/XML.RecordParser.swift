extension XML {
    /// Cuts records out of bytes that arrive in pieces of any size, with no input or output of its own.
    ///
    ///     var parser = try XML.RecordParser(at: "/stream/message")
    ///     while let piece = nextPiece() {
    ///         parser.feed(piece)
    ///         while let message = try parser.next() { use(message) }
    ///     }
    ///     parser.finish()
    ///     while let message = try parser.next() { use(message) }
    ///
    /// A record can be had as soon as the byte that ends it is there. See ``Records`` for what is checked and what it costs.
    public struct RecordParser: ~Copyable {
        private let delivery: RecordDelivery

        /// - Parameter name: What errors call the document.
        /// - Throws: ``ParseError`` for a path that cannot be read.
        public init(
            at selection: RecordSelection, options: RecordOptions = RecordOptions(), name: String? = nil,
            entityResolver: (any EntityResolver)? = nil
        ) throws(ParseError) {
            var options = options
            options.workers = 1
            delivery = try RecordDelivery(at: selection, options: options, name: name, resolver: entityResolver)
        }

        /// Takes the next bytes. What is complete in them is built at once.
        public mutating func feed(_ bytes: Span<UInt8>) { delivery.feed(bytes, isLast: false) }

        /// Takes the next bytes.
        public mutating func feed(_ bytes: [UInt8]) { feed(bytes.span) }

        /// Says that no more bytes come. What is left is in the next calls of ``next()``.
        public mutating func finish() { delivery.finishInput() }

        /// The next record; `nil` where there is none in the bytes so far, or at all.
        ///
        /// - Throws: ``ParseError``. Then no more records come.
        public mutating func next() throws -> Element? { try delivery.take() }

        /// Whether no more records come, whatever is fed.
        public var isFinished: Bool { delivery.isOver }
        /// Which path the last record matched, counted from 0.
        public var pathIndex: Int { delivery.last.path }
        /// Bytes of the text before the last record.
        public var offset: Int { delivery.last.offset }
        /// The line on which the last record begins.
        public var line: Int { delivery.last.line }
        /// Elements that are open around records, behind all that was fed.
        package var openElements: Int { delivery.openElements }

        /// Gives up the memory that parsing takes, if no part of a record is held and all have been taken. What is fed then
        /// takes it again; it costs as much as a short record does.
        package mutating func rest() { delivery.rest() }

        /// Ready for another document, with the same memory and the names of those before.
        package mutating func restart() { delivery.restart() }

        /// Bytes of memory that ``rest()`` could give up.
        package var heldBytes: Int { delivery.heldBytes }

        /// Whether part of a record has come, or of what stands between two.
        package var isMidRecord: Bool { delivery.isMidRecord }
    }
}
