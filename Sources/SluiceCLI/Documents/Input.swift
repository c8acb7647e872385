#if Services
import SluiceCore

/// The bytes of a file or of standard input, with the progress of reading them.
struct Input: ~Copyable, ByteSource {
    let name: String?
    /// Exactly one of the two is there.
    private var file: FileSource?
    private var standardInput: DescriptorSource?
    private let size: Int?
    private let progress: Progress
    /// Bytes that were looked at ahead of time.
    private var peeked: [UInt8] = []

    /// - Parameter path: A path, or `-` for standard input.
    init(_ path: String, range: Range<Int>? = nil, progress: Progress = Progress()) throws(IOFailure) {
        self.progress = progress
        if path == "-" {
            let source = DescriptorSource.standardInput
            name = source.name
            size = source.size
            file = nil
            standardInput = consume source
        } else {
            let source = try FileSource(path, range: range)
            name = source.name
            size = source.size
            file = consume source
            standardInput = nil
        }
    }

    /// The first bytes, at least one unless there is none. They are still to be read.
    mutating func peek() throws(IOFailure) -> [UInt8] {
        if peeked.isEmpty {
            var first: [UInt8] = []
            try first.append(addingCapacity: 4096) { room throws(IOFailure) in try self.read(into: &room) }
            peeked = first
        }
        return peeked
    }

    mutating func read(into chunk: inout OutputSpan<UInt8>) throws(IOFailure) {
        if !peeked.isEmpty {
            let count = min(peeked.count, chunk.freeCapacity)
            for byte in peeked[..<count] { chunk.append(byte) }
            peeked.removeFirst(count)
            return
        }
        let before = chunk.count
        try file?.read(into: &chunk)
        try standardInput?.read(into: &chunk)
        progress.advance(text: chunk.count - before, stored: bytesRead, of: size)
    }

    private var bytesRead: Int {
        switch file {
        case .some(let file): return file.bytesRead
        case nil: break
        }
        switch standardInput {
        case .some(let input): return input.bytesRead
        case nil: return 0
        }
    }
}
#endif
