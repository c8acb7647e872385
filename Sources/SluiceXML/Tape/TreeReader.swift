internal import SluiceCore

/// Reads a document into an ``Arena``, straight from the tokenizer.
@safe
final class TreeReader {
    private let reader: TokenReader
    var builder = ArenaBuilder()

    init(options: XML.TreeOptions, handlers: XML.Handlers, name: String?) {
        reader = TokenReader(options: options.parser, handlers: handlers, name: name)
        builder.setOptions(options)
    }

    /// What was wrong, where no error handler heard of it.
    var faults: XML.FaultList? { reader.tokenizer.unheard }

    /// The tree of a document that is in memory.
    func load(_ bytes: Span<UInt8>) throws -> Arena {
        try unsafe reader.read(bytes, take)
        return try finish()
    }

    /// The tree of all that is left of a source, read in pieces.
    /// - Parameter size: How large it is, where that is known.
    func load(from source: inout some ByteSource & ~Copyable, size: Int? = nil) throws -> Arena {
        try unsafe reader.read(from: &source, size: size, take)
        return try finish()
    }

    private func finish() throws -> Arena {
        // Of a document that is recovered there may be nothing.
        guard builder.isComplete else { throw reader.tokenizer.error(.truncated, "there is no root element", at: 0) }
        return builder.finish()
    }

    private func take(_ batch: TokenBatch, _ lines: inout LineCounter) throws {
        do throws(ArenaBuilder.Overflow) {
            var token = unsafe batch.tokens
            try unsafe builder.take(&token, upTo: batch.tokens + 4 * batch.count, of: batch, &lines)
        } catch {
            throw reader.tokenizer.error(error)
        }
    }
}
