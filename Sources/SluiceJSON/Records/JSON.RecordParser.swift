public import SluiceCore

extension JSON {
    /// Cuts records out of bytes that arrive in pieces of any size, with no input or output of its own.
    ///
    ///     var parser = try JSON.RecordParser(at: .lines)
    ///     while let piece = nextPiece() {
    ///         parser.feed(piece)
    ///         while let row = try parser.next() { use(row) }
    ///     }
    ///     parser.finish()
    ///     while let row = try parser.next() { use(row) }
    ///
    /// A record can be had as soon as the byte that ends it is there; one that stands deeper in an element of an array
    /// that a path leads through (`$.rows[*].id`), as soon as that element ends, or outgrows the window. Bytes are copied
    /// once, twice if there are records that were not asked for; what was fed is held until ``next()`` has delivered what
    /// is in it, and so is the memory that parsing takes: of an input that is silent, little is left. Records come in document order; after an error none do. See ``Records`` for what is checked and what it
    /// costs.
    public struct RecordParser: ~Copyable {
        let delivery: RecordDelivery

        /// - Parameter name: What errors call the input.
        /// - Throws: ``ParseError`` for a path that cannot be read.
        public init(
            at selection: RecordSelection, options: RecordOptions = RecordOptions(), name: String? = nil
        ) throws(ParseError) {
            delivery = try RecordDelivery(at: selection, options: options, name: name)
        }

        /// Takes the next bytes. They are copied.
        public mutating func feed(_ bytes: Span<UInt8>) { delivery.feed(bytes) }

        /// Takes the next bytes. They are copied.
        public mutating func feed(_ bytes: [UInt8]) { delivery.feed(bytes.span) }

        /// Says that no more bytes come. What is left is in the next calls of ``next()``.
        public mutating func finish() { delivery.finishInput() }

        /// The next record; `nil` where there is none in the bytes so far, or at all.
        ///
        /// - Throws: ``ParseError`` with the place in the whole input. Then no more records come.
        public mutating func next() throws(ParseError) -> JSON? { try delivery.take() }

        /// Whether no more records come, whatever is fed.
        public var isFinished: Bool { delivery.isOver }

        /// The next record, if it is one of those that were parsed together with the last one; else `nil`.
        package func ready() -> JSON? { delivery.ready() }

        /// Bytes of memory that are there for the bytes that were fed, and go with them.
        package var heldBytes: Int { delivery.heldBytes }
    }
}

extension JSON.RecordParser {
    /// Which path the last record matched, counted from 0.
    public var pathIndex: Int { delivery.pathIndex }
    /// Where the last record stands in its document, as a JSON Pointer. Empty for lines and sequences.
    public var path: String { delivery.path }
    /// Bytes of input before the last record.
    public var offset: Int { delivery.offset }
    /// Records delivered before the last one.
    public var ordinal: Int { max(delivery.delivered - 1, 0) }
    /// Where the last record starts. Costs a look at what precedes it in the window.
    public var position: TextPosition { delivery.position }
    /// The last record as it stands in the input, without the white space around it. A copy.
    public var rawBytes: [UInt8] { delivery.bytes }
    /// The errors of records that were left out, where the policy collects them.
    public var errors: [ParseError] { delivery.errors }
    /// Records that were left out.
    public var badRecordCount: Int { delivery.badCount }
}
