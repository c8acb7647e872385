internal import SluiceCore

/// Where to start reading a file of lines, so that no line which starts at or after some byte is lost.
struct LineStart {
    /// Where to start.
    let offset: Int
    /// Whether what stands there belongs to a line that started before, and is not wanted.
    let isInsideLine: Bool
    private let path: String

    private static let step = 4096

    /// - Parameter byte: The first byte in which a line may start.
    init(of path: String, before byte: Int) throws(IOFailure) {
        self.path = path
        // White space before the first byte of a value belongs to no line yet, so that the look back may take several
        // steps. At the beginning of the file a byte order mark is in the way.
        var end = byte
        while end > Self.step {
            let piece = try Self.bytes(end - Self.step..<end, of: path)
            if let last = piece.last(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) {
                offset = byte
                isInsideLine = last != UInt8(ascii: "\n")
                return
            }
            end -= Self.step
        }
        offset = 0
        isInsideLine = false
    }

    private static func bytes(_ range: Range<Int>, of path: String) throws(IOFailure) -> [UInt8] {
        var source = try FileSource(path, range: range)
        var bytes: [UInt8] = []
        while true {
            let before = bytes.count
            try bytes.append(addingCapacity: range.count) { room throws(IOFailure) in try source.read(into: &room) }
            if bytes.count == before { return bytes }
        }
    }

    /// Its place, the line counted. Reads all that is before: for errors.
    func position() -> TextPosition {
        var tracker = PositionTracker()
        do throws(IOFailure) {
            var source = try FileSource(path, range: 0..<offset)
            while tracker.position.offset < offset {
                let chunk = try [UInt8](capacity: 64 << 10) { room throws(IOFailure) in try source.read(into: &room) }
                if chunk.isEmpty { break }
                tracker.advance(over: chunk.span)
            }
        } catch {
            // An error is about to be reported; its line is as good as can be had.
        }
        return tracker.position
    }
}
