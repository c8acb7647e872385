/// Bytes of input, with room on both sides that may be overwritten: brackets around a batch, simdjson's padding.
@safe
final class RecordMemory {
    static let front = 64
    static let padding = 64

    // Safe: `front` bytes before it and `capacity + padding` behind it are this object's, and all are initialised.
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
}
