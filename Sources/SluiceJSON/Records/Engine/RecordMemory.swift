internal import SluiceCore

/// Bytes of input, with room on both sides that may be overwritten: brackets around a batch, simdjson's padding.
@safe
final class RecordMemory: @unchecked Sendable {
    static let front = 64
    static let padding = 64

    // Safe: `front` bytes before it and `capacity + padding` behind it are this object's, and all are initialised. One
    // owner at a time: a window, a job, or the spares.
    let base: UnsafeMutablePointer<UInt8>
    let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        let size = Self.front + capacity + Self.padding
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
        unsafe memory.initialize(repeating: 0x20, count: size)
        unsafe base = memory + Self.front
    }

    deinit { unsafe (base - Self.front).deallocate() }

    /// Has room for nothing, and is never written: what windows have in which there is nothing.
    static let none = RecordMemory(capacity: 0)
}

/// The memory of windows that are empty, for those that bytes come to: of many streams few have bytes at a time, and warm
/// memory costs less than fresh.
///
/// What it keeps is bounded. Everything here may be called from any thread.
struct SpareRecordMemory {
    private static let spare = Locked<[RecordMemory]>([])
    private static let mostBlocks = 16
    /// Bytes that a kept block may have.
    private static let largest = 512 << 10

    /// Room for at least so much: the smallest there is, if that is not far too large.
    static func take(_ capacity: Int) -> RecordMemory {
        let warm: RecordMemory? = spare.withLock { spare in
            var best: Int?
            for (i, item) in spare.enumerated() where item.capacity >= capacity && item.capacity / 8 <= capacity {
                if let b = best, spare[b].capacity < item.capacity { continue }
                best = i
            }
            return best.map { spare.remove(at: $0) }
        }
        return warm ?? RecordMemory(capacity: capacity)
    }

    /// Keeps memory that nobody refers to any more.
    static func give(_ memory: RecordMemory) {
        guard memory.capacity > 0, memory.capacity <= largest else { return }
        // The oldest goes: it may have a size that nobody asks for.
        let surplus: RecordMemory? = spare.withLock { spare in
            spare.append(memory)
            return spare.count > mostBlocks ? spare.removeFirst() : nil
        }
        _ = consume surplus
    }
}
