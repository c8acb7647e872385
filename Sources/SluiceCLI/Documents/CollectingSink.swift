#if Services
import SluiceCore

/// Keeps what a writer that goes on writes, for whoever holds the bytes.
struct CollectingSink: ByteSink {
    final class Collected {
        var bytes: [UInt8] = []
    }

    let collected: Collected

    mutating func write(_ bytes: Span<UInt8>) { collected.bytes.append(copying: bytes) }
}
#endif
