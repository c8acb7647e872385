public import SluiceCore

/// A source that gives its bytes as a feeding has it.
public struct Chunks: ByteSource {
    private var pieces: ArraySlice<[UInt8]>

    public init(_ bytes: [UInt8], _ feeding: Feeding) { pieces = feeding.pieces(of: bytes)[...] }

    public mutating func read(into buffer: inout OutputSpan<UInt8>) throws(IOFailure) {
        guard let piece = pieces.popFirst() else { return }
        let count = min(piece.count, buffer.freeCapacity)
        for byte in piece[..<count] { buffer.append(byte) }
        if count < piece.count { pieces = [Array(piece[count...])] + pieces }
    }
}
