/// Collects what is written to it.
///
/// It never fails, and grows by doubling.
public struct MemorySink: ByteSink, Sendable {
    /// All that was written so far.
    public var bytes: [UInt8]

    public init(_ bytes: [UInt8] = []) { self.bytes = bytes }

    public mutating func write(_ bytes: Span<UInt8>) { self.bytes.append(copying: bytes) }
}
