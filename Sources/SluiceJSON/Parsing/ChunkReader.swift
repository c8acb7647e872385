public import SluiceCore

/// Reads a source chunk by chunk into one buffer.
@usableFromInline
struct ChunkReader: ~Copyable {
    private var source: any ByteSource & ~Copyable
    private var buffer: [UInt8] = []
    private let capacity: Int

    /// Enough that a call of the system costs little beside its bytes, and that they are still in the cache when parsed.
    @usableFromInline
    static let chunkBytes = 256 << 10

    @usableFromInline
    init(_ source: consuming any ByteSource & ~Copyable, capacity: Int = ChunkReader.chunkBytes) {
        name = source.name
        self.source = source
        self.capacity = max(capacity, 1)
    }

    @usableFromInline let name: String?

    /// The bytes that the last ``read()`` brought.
    @usableFromInline
    var chunk: Span<UInt8> {
        @_lifetime(borrow self) get { buffer.span }
    }

    /// Replaces the chunk by the next one. `false` at the end of the input.
    @usableFromInline
    mutating func read() throws -> Bool {
        buffer.removeAll(keepingCapacity: true)
        try buffer.append(addingCapacity: capacity) { room in try source.read(into: &room) }
        return !buffer.isEmpty
    }
}
