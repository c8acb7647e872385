/// The bytes of an open file as they are stored, from where it stands, counted.
package struct StoredFile: ~Copyable, ByteSource, Sendable {
    /// Bytes read so far.
    package private(set) var bytesRead = 0
    /// Bytes that there were to read when it was opened; `nil` where that cannot be known.
    package let size: Int?
    private let descriptor: Descriptor
    private let limit: Int

    /// - Parameter limit: Bytes to read at most.
    init(_ descriptor: consuming Descriptor, limit: Int = .max) {
        size = descriptor.bytesAhead().map { min($0, limit) }
        descriptor.adviseSequential()
        self.limit = limit
        self.descriptor = descriptor
    }

    /// An open descriptor, from where it stands.
    ///
    /// - Parameter closes: Whether the descriptor is closed when the file goes away.
    @_optimize(none)  // Swift 6.3 crashes where it inlines the deinit of a type like this across modules.
    package init(fileDescriptor: Int32, name: String, closes: Bool) {
        self.init(Descriptor(fileDescriptor, name: name, closes: closes))
    }

    package var name: String? { descriptor.name }

    package mutating func read(into chunk: inout OutputSpan<UInt8>) throws(IOFailure) {
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
