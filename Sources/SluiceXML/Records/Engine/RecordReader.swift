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
    }

    let tokenizer: Tokenizer
    var assembly: RecordAssembly
    private let limit: Int

    init(_ paths: RecordPaths, options: XML.RecordOptions, name: String?) {
        tokenizer = Tokenizer(options: options.parser, name: name)
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
                    throw tokenizer.error(.limitExceeded, error.message, at: 0)
                }
                if let record = assembly.open, tokenizer.scannedOffset - record.offset > limit { throw tooLong(record) }
            }
        } catch {
            try? assembly.endChunk()
            throw error
        }
        do throws(ArenaBuilder.Overflow) {
            try assembly.endChunk()
        } catch {
            throw tokenizer.error(.limitExceeded, error.message, at: 0)
        }
    }

    private func tooLong(_ record: Place) -> ParseError {
        ParseError(
            .limitExceeded, "a record is longer than \(limit) bytes (the limit recordBytes)",
            at: TextPosition(offset: record.offset, line: record.line, column: 1), path: tokenizer.path,
            sourceName: tokenizer.name)
    }
}
