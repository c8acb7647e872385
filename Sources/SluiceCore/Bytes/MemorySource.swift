/// Bytes that are already in memory, as a source.
///
/// Each read copies as much as the chunk has room for. It never fails.
public struct MemorySource: ByteSource, Sendable {
    public let name: String?
    private let bytes: [UInt8]
    private var next = 0

    public init(_ bytes: [UInt8], name: String? = nil) {
        self.bytes = bytes
        self.name = name
    }

    public mutating func read(into chunk: inout OutputSpan<UInt8>) {
        next += chunk.append(fitting: bytes.span.extracting(next...))
    }
}
