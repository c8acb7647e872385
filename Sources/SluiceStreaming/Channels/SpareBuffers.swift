#if Services
internal import NIOCore
internal import SluiceCore

/// Memory for chunks that are sent, which serves again once a chunk has gone: fresh memory costs the system more than bytes
/// cost to copy.
///
/// What it keeps is bounded, and is the process's, not a connection's. Everything here may be called from any thread.
enum SpareBuffers {
    /// Fewer bytes, or more, are not worth to be kept.
    private static let sizes = (16 << 10)...(512 << 10)
    private static let most = 16
    private static let spare = Locked<[ByteBuffer]>([])

    static func copy(of bytes: [UInt8]) -> ByteBuffer {
        guard sizes.contains(bytes.count) else { return ByteBuffer(bytes: bytes) }
        var buffer = spare.withLock { $0.count < most ? ByteBuffer() : $0.removeFirst() }
        // Makes new memory where somebody still has this.
        buffer.clear(minimumCapacity: bytes.count)
        buffer.writeBytes(bytes)
        let kept = buffer
        let surplus = spare.withLock { spare in
            spare.append(kept)
            return spare.count > most ? spare.removeFirst() : nil
        }
        _ = consume surplus
        return buffer
    }
}
#endif
