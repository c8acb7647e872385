package import SluiceCore

/// Reads a document and hands over its tokens, a batch at a time: for what is built of them in C.
@safe
package final class TokenReader {
    let tokenizer: Tokenizer
    private var lines = LineCounter()

    init(_ tokenizer: Tokenizer) { self.tokenizer = tokenizer }

    package convenience init(options: XML.ParserOptions, handlers: XML.Handlers, name: String?) {
        self.init(Tokenizer(options: options, handlers: handlers, name: name))
    }

    package convenience init(_ source: XML.InputSource, options: XML.ParserOptions, handlers: XML.Handlers) {
        self.init(Tokenizer(source: source, options: options, handlers: handlers))
    }

    /// What takes a batch of tokens, and counts their lines.
    package typealias Taker = (TokenBatch, inout LineCounter) throws -> Void
}

extension TokenReader {
    /// Reads a document that is in memory.
    package func read(_ bytes: Span<UInt8>, _ take: Taker) throws {
        try unsafe bytes.withUnsafeBufferPointer { try unsafe deliver($0, isLast: true, take) }
    }

    /// Reads all that is left of a source, in pieces.
    /// - Parameter size: How large it is, where that is known: one that is small is read at once.
    package func read(
        from source: inout some ByteSource & ~Copyable, size: Int? = nil, _ take: Taker
    ) throws {
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
            try unsafe deliver(UnsafeBufferPointer(rebasing: buffer[..<count]), isLast: count == 0, take)
            if count == 0 { return }
        }
    }

    /// Tells the handlers what a token says that is of the document type.
    package func report(_ token: UnsafePointer<UInt64>) throws {
        unsafe tokenizer.token = token
        try unsafe tokenizer.report(token)
    }

    private static let pieceBytes = 256 << 10
    private static let smallBytes = 4 << 20

    private func deliver(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, _ take: Taker) throws {
        unsafe tokenizer.open(bytes, isLast: isLast)
        while let batch = try unsafe tokenizer.next() {
            lines.begin(tokenizer)
            try unsafe take(batch, &lines)
        }
    }
}
