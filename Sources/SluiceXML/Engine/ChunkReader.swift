internal import SluiceCore

/// Reads a source chunk by chunk into one buffer, as it is: the tokenizer finds out the encoding.
///
/// A class, since the deinit of a struct cannot be called where clients inline what holds it.
@usableFromInline
@safe final class ChunkReader {
    private let source: SourceReader
    @usableFromInline let name: String?
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private var count = 0

    /// Enough that a call of the system costs little beside its bytes, and that they are still in the cache when parsed.
    @usableFromInline static let chunkBytes = 256 << 10

    @usableFromInline
    init<Source: ByteSource & ~Copyable>(_ source: consuming Source, capacity: Int = ChunkReader.chunkBytes) {
        self.source = SourceReader.of(source)
        name = self.source.name
        unsafe buffer = .allocate(capacity: max(capacity, 1))
    }

    deinit { unsafe buffer.deallocate() }

    /// The bytes that the last ``read()`` brought. They stay where they are until the next.
    var bytes: UnsafeBufferPointer<UInt8> { unsafe UnsafeBufferPointer(rebasing: buffer[..<count]) }

    /// The bytes that the last ``read()`` brought.
    @usableFromInline
    var chunk: Span<UInt8> {
        @_lifetime(borrow self) get { unsafe _overrideLifetime(bytes.span, borrowing: self) }
    }

    /// Replaces the chunk by the next one. `false` at the end of the input.
    @usableFromInline
    func read() throws -> Bool {
        count = 0
        count = try unsafe source.read(into: buffer)
        return count > 0
    }
}
