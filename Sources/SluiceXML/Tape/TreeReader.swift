internal import SluiceCore

/// Reads a document into an ``Arena``, straight from the tokenizer.
@safe
final class TreeReader {
    private let tokenizer: Tokenizer
    var builder = ArenaBuilder()
    private var lines = LineCounter()

    init(options: XML.TreeOptions, handlers: XML.Handlers, name: String?) {
        tokenizer = Tokenizer(options: options.parser, handlers: handlers, name: name)
        builder.setOptions(options)
    }

    /// What was wrong, where no error handler heard of it.
    var faults: XML.FaultList? { tokenizer.unheard }

    /// The tree of a document that is in memory.
    func load(_ bytes: Span<UInt8>) throws -> Arena {
        try unsafe bytes.withUnsafeBufferPointer { try unsafe take($0, isLast: true) }
        return try finish()
    }

    /// The tree of all that is left of a source, read in pieces.
    /// - Parameter size: How large it is, where that is known: one that is small is read at once.
    func load(from source: inout some ByteSource & ~Copyable, size: Int? = nil) throws -> Arena {
        let whole = size.flatMap { $0 <= Self.smallBytes ? $0 + 1 : nil } ?? 0
        let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(whole, Self.pieceBytes))
        defer { unsafe buffer.deallocate() }
        while true {
            // Safe: the span is finalized before the buffer is read, and the buffer outlives the call.
            var room = unsafe OutputSpan(buffer: buffer, initializedCount: 0)
            do { try source.read(into: &room) } catch {
                _ = unsafe room.finalize(for: buffer)
                throw error
            }
            let count = unsafe room.finalize(for: buffer)
            try unsafe take(UnsafeBufferPointer(rebasing: buffer[..<count]), isLast: count == 0)
            if count == 0 { return try finish() }
        }
    }

    private func finish() throws -> Arena {
        // Of a document that is recovered there may be nothing.
        guard builder.isComplete else { throw tokenizer.error(.truncated, "there is no root element", at: 0) }
        return builder.finish()
    }

    private static let pieceBytes = 256 << 10
    private static let smallBytes = 4 << 20

    private func take(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool) throws {
        unsafe tokenizer.open(bytes, isLast: isLast)
        while let batch = try unsafe tokenizer.next() {
            lines.begin(tokenizer)
            do throws(ArenaBuilder.Overflow) {
                var token = unsafe batch.tokens
                try unsafe builder.take(&token, upTo: batch.tokens + 4 * batch.count, of: batch, &lines)
            } catch {
                throw tokenizer.error(error)
            }
        }
    }
}
