internal import SluiceCore

/// Reads a document as its bytes arrive, and gives those elements that are records, many in one arena.
///
///     bytes ──> tokenizer ──batch of tokens──> assembly ──> batches of records
@safe
final class RecordReader {
    /// Records that were built into one arena, in document order.
    struct Batch {
        let arena: Arena
        var records: [Place] = []
    }

    /// Where a record is.
    struct Place {
        var node = 0
        /// Which path it matched.
        var path = 0
        /// Bytes of the text before it.
        var offset = 0
        var line = 1
        /// Known of a record that is not complete when the bytes with its beginning are gone; else 0.
        var column = 0
    }

    let tokenizer: Tokenizer
    var assembly: RecordAssembly
    private let limit: Int
    let paths: RecordPaths
    let options: XML.RecordOptions

    init(
        _ paths: RecordPaths, options: XML.RecordOptions, name: String?, resolver: (any XML.EntityResolver)?
    ) {
        self.paths = paths
        self.options = options
        tokenizer = Tokenizer(
            options: options.parser, handlers: XML.Handlers(resolver: resolver), name: name,
            nameTableBytes: options.nameTableBytes)
        assembly = RecordAssembly(paths, options: options)
        limit = options.parser.limits.recordBytes
    }

    /// No record that starts from here on is wanted.
    var isBeyondRange: Bool { assembly.isBeyondRange }

    /// What is complete. It is given once.
    func takeBatches() -> [Batch] { assembly.takeBatches() }

    /// Reads the next bytes of the document. Records that are complete are among the batches, also where this throws.
    func read(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool) throws {
        do {
            unsafe tokenizer.open(bytes, isLast: isLast)
            while !isBeyondRange, let batch = try unsafe tokenizer.next() {
                do throws(ArenaBuilder.Overflow) {
                    // In one call, so that access is checked once.
                    try unsafe assembly.take(batch, of: tokenizer)
                } catch {
                    throw tokenizer.error(error)
                }
                try checkLength()
            }
        } catch {
            try? assembly.endChunk()
            throw error
        }
        do throws(ArenaBuilder.Overflow) {
            try assembly.endChunk()
        } catch {
            throw tokenizer.error(error)
        }
    }

    /// Looks whether the record that was ended or is open is too long.
    private func checkLength() throws(ParseError) {
        if let open = assembly.open {
            let isOver = tokenizer.scannedOffset - open.offset > limit
            if open.column == 0, isOver || tokenizer.isAboutToMove {
                assembly.noteColumn(tokenizer.position(of: open.offset))
            }
            if isOver, let open = assembly.open { throw error(open) }
        }
        if var record = assembly.tooLong {
            if record.column == 0 { record.column = tokenizer.position(of: record.offset)?.column ?? 1 }
            throw error(record)
        }
    }

    private func error(_ record: Place) -> ParseError {
        ParseError(
            .limitExceeded, "a record is longer than \(limit) bytes (the limit recordBytes)",
            at: TextPosition(offset: record.offset, line: record.line, column: max(record.column, 1)),
            sourceName: tokenizer.name)
    }
}
