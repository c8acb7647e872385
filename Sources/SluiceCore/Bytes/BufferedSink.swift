/// Gathers small writes into large ones for another sink.
///
/// Call ``flush()`` at the end, and wherever a reader should see what was written: a sink that goes away unflushed
/// drops what it still holds. A write as large as the buffer goes straight through.
public struct BufferedSink<Base: ByteSink & ~Copyable>: ~Copyable, ByteSink {
    /// The sink that is written to. Flush before writing to it directly.
    public var base: Base
    private var buffer: [UInt8] = []
    private let capacity: Int

    /// - Parameter capacity: Bytes that are gathered before they are passed on.
    public init(_ base: consuming Base, capacity: Int = 64 << 10) {
        self.base = base
        self.capacity = max(capacity, 1)
    }

    public mutating func write(_ bytes: Span<UInt8>) throws(IOFailure) {
        if bytes.count > capacity - buffer.count { try flush() }
        if bytes.count >= capacity {
            try base.write(bytes)
        } else {
            if buffer.capacity == 0 { buffer.reserveCapacity(capacity) }
            buffer.append(copying: bytes)
        }
    }

    /// Passes on what was gathered.
    /// - Throws: ``IOFailure``. What was gathered is gone, and how much of it arrived unknown.
    public mutating func flush() throws(IOFailure) {
        guard !buffer.isEmpty else { return }
        var ready: [UInt8] = []
        swap(&ready, &buffer)
        try base.write(ready.span)
        ready.removeAll(keepingCapacity: true)
        swap(&ready, &buffer)
    }
}

extension BufferedSink: Sendable where Base: Sendable & ~Copyable {}
