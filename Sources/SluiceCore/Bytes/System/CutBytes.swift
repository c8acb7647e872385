/// Bytes that are gathered from chunks since a chunk's end cuts what they stand for.
///
///     0            consumed         count
///     | done with  | to be scanned  | room to grow
///
/// The memory doubles as it grows: gathering is linear in the bytes gathered.
@safe package struct CutBytes: ~Copyable {
    package private(set) var count = 0
    /// How many of them, from the first, are done with.
    package private(set) var consumed = 0

    // Owned: made by growth, released in deinit.
    private var memory = unsafe UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)

    package init() {}

    deinit { unsafe memory.deallocate() }

    package var isEmpty: Bool { count == 0 }
    /// Bytes of memory.
    package var capacity: Int { unsafe memory.count }

    /// All of them. Good until the next change, like ``rest``.
    package var all: UnsafeBufferPointer<UInt8> { unsafe UnsafeBufferPointer(rebasing: memory[..<count]) }

    /// Those that are not done with.
    package var rest: UnsafeBufferPointer<UInt8> { unsafe UnsafeBufferPointer(rebasing: memory[consumed..<count]) }

    package mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress, bytes.count > 0 else { return }
        if unsafe count + bytes.count > memory.count {
            let bigger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 2 * (count + bytes.count) + 64)
            if let base = unsafe memory.baseAddress {
                unsafe bigger.baseAddress?.update(from: base, count: count)
            }
            unsafe memory.deallocate()
            unsafe memory = bigger
        }
        if let base = unsafe memory.baseAddress {
            unsafe (base + count).update(from: source, count: bytes.count)
        }
        count += bytes.count
    }

    /// The next `count` bytes of the rest are done with; they stay until ``dropConsumed()``.
    package mutating func consume(_ count: Int) {
        precondition(count >= 0 && count <= self.count - consumed)
        consumed += count
    }

    /// Lets go of what is done with. The rest moves to the front.
    package mutating func dropConsumed() {
        if let base = unsafe memory.baseAddress {
            unsafe base.update(from: base + consumed, count: count - consumed)
        }
        count -= consumed
        consumed = 0
    }

    /// Lets go of all bytes and keeps the memory.
    package mutating func removeAll() { (count, consumed) = (0, 0) }
}
