public import SluiceCore

/// A source that gives few bytes at a time.
public struct Dribble: ByteSource {
    private let bytes: [UInt8]
    private let piece: Int
    private var start = 0
    public var name: String? { nil }

    public init(bytes: [UInt8], piece: Int) {
        self.bytes = bytes
        self.piece = piece
    }

    public mutating func read(into buffer: inout OutputSpan<UInt8>) throws(IOFailure) {
        let end = min(bytes.count, start + min(piece, buffer.freeCapacity))
        while start < end {
            buffer.append(bytes[start])
            start += 1
        }
    }
}
