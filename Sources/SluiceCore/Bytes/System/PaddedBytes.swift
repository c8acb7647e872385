#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Bytes in memory of their own, with zero bytes after the last, for parsers that read ahead of their input.
///
///     base        base + count      base + capacity
///     | bytes ... | at least 64 zero bytes ...      |
///
/// To parse many documents, keep one and refill it: warm memory is worth more than anything else here.
package final class PaddedBytes {
    /// Zero bytes that always follow the bytes.
    package static let padding = 64

    /// How many bytes there are, without the padding.
    package private(set) var count = 0
    /// How many there can be before the memory grows.
    package var capacity: Int { memory.bytes - Self.padding }

    // Owned: made in init or by growth, released in deinit.
    private var memory: Memory
    private var base: UnsafeMutablePointer<UInt8> { unsafe memory.base.assumingMemoryBound(to: UInt8.self) }

    /// Makes room for `capacity` bytes.
    package init(capacity: Int) {
        guard let memory = Memory(bytes: Self.rounded(capacity)) else { preconditionFailure("out of memory") }
        self.memory = memory
        setCount(0)
    }

    /// A copy of `bytes`.
    package convenience init(copying bytes: Span<UInt8>) {
        self.init(capacity: bytes.count)
        append(bytes)
    }

    /// The whole text of a file, decompressed if it is gzip. A plain file takes one copy and no growth.
    ///
    /// - Parameter limit: Bytes to read at most. Whoever has a limit to check asks for one more.
    /// - Throws: ``IOFailure`` that names the path; also where there is no memory for it all.
    package convenience init(contentsOf path: String, limit: Int = .max) throws(IOFailure) {
        var source = try FileSource(path)
        try self.init(reading: &source, expecting: source.size ?? 0, limit: limit)
    }

    /// All that is left of a source.
    /// - Parameter expected: Bytes to make room for; it may be more or less.
    package init(
        reading source: inout some ByteSource & ~Copyable, expecting expected: Int = 0, limit: Int = .max
    ) throws(IOFailure) {
        // One more, so that the end is seen without growing.
        let first = max(min(expected, limit), Self.smallestRead) + 1
        guard let memory = Memory(bytes: Self.rounded(first)) else { throw Self.outOfMemory(source.name) }
        self.memory = memory
        setCount(0)
        while count < limit {
            if count == capacity, !grow(to: capacity * 2) { throw Self.outOfMemory(source.name) }
            let before = count
            try append(addingCapacity: min(capacity, limit) - count) { room throws(IOFailure) in
                try source.read(into: &room)
            }
            if count == before { break }
        }
    }

    deinit { memory.release() }

    /// The bytes, borrowed.
    package var span: Span<UInt8> {
        @_lifetime(borrow self)
        get {
            // Safe: the first `count` bytes are initialised, and the memory lives as long as `self` is borrowed.
            let span = unsafe Span(_unsafeStart: base, count: count)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// Where the bytes start, at a multiple of 64. Valid until the memory grows or `self` goes away.
    package var unsafeBase: UnsafeMutablePointer<UInt8> { unsafe base }

    /// Lets go of the bytes and keeps the memory.
    package func removeAll() { setCount(0) }

    /// Drops the first bytes; the others move to the front.
    package func removeFirst(_ dropped: Int) {
        precondition(dropped >= 0 && dropped <= count)
        // Safe: both ranges lie within `count`; the call allows them to overlap.
        unsafe base.update(from: base + dropped, count: count - dropped)
        setCount(count - dropped)
    }

    package func append(_ bytes: Span<UInt8>) {
        append(addingCapacity: bytes.count) { room in _ = room.append(fitting: bytes) }
    }

    /// Makes room for `extra` more bytes and has them filled in, all or some. What was filled in stays on an error.
    package func append<E>(
        addingCapacity extra: Int, initializingWith body: (inout OutputSpan<UInt8>) throws(E) -> Void
    ) throws(E) {
        reserveCapacity(count + extra)
        // Safe: `extra` bytes follow the first `count`; nobody else refers to them until `setCount`.
        let room = unsafe UnsafeMutableBufferPointer(start: base + count, count: extra)
        var output = unsafe OutputSpan(buffer: room, initializedCount: 0)
        defer {
            let added = unsafe output.finalize(for: room)
            output = OutputSpan()
            setCount(count + added)
        }
        try body(&output)
    }

    /// Makes room for `bytes` bytes in all; at least doubles where it must grow.
    package func reserveCapacity(_ bytes: Int) {
        guard bytes > capacity else { return }
        guard grow(to: max(bytes, capacity * 2)) else { preconditionFailure("out of memory") }
    }

    private func setCount(_ count: Int) {
        self.count = count
        unsafe (base + count).initialize(repeating: 0, count: Self.padding)
    }

    private func grow(to capacity: Int) -> Bool {
        memory.grow(to: Self.rounded(capacity), keeping: count + Self.padding)
    }

    /// The memory for `capacity` bytes and the padding.
    private static func rounded(_ capacity: Int) -> Int {
        let (sum, overflow) = max(capacity, 0).addingReportingOverflow(padding + 63)
        return overflow ? .max : sum & ~63
    }

    private static func outOfMemory(_ name: String?) -> IOFailure {
        IOFailure(.read, name ?? "<stream>", errno: ENOMEM)
    }

    private static let smallestRead = 64 << 10
}
