/// The bytes of an open file as they are stored, from where it stands, counted.
struct StoredFile: ~Copyable, ByteSource, Sendable {
    /// Bytes read so far.
    private(set) var bytesRead = 0
    /// Bytes that there were to read when it was opened; `nil` where that cannot be known.
    let size: Int?
    private let descriptor: Descriptor
    private let limit: Int

    /// - Parameter limit: Bytes to read at most.
    init(_ descriptor: consuming Descriptor, limit: Int = .max) {
        size = descriptor.bytesAhead().map { min($0, limit) }
        descriptor.adviseSequential()
        self.limit = limit
        self.descriptor = descriptor
    }

    var name: String? { descriptor.name }

    mutating func read(into chunk: inout OutputSpan<UInt8>) throws(IOFailure) {
        guard chunk.freeCapacity > 0, bytesRead < limit else { return }
        let count = try descriptor.read(into: &chunk, limit: limit - bytesRead)
        bytesRead += count
        if count == 0, let size, bytesRead < size {
            throw IOFailure(
                .read, descriptor.name,
                reason: "the file became shorter while it was read: \(bytesRead) bytes of \(size)")
        }
    }
}
