#if Services
package import SluiceCore

/// The bytes of a file or of standard input, with the progress of reading them.
package struct Input: ~Copyable, ByteSource {
    package let name: String?
    /// Exactly one of the two is there.
    private var file: FileSource?
    private var standardInput: GzipSource<StandardInput>?
    private let size: Int?
    private let progress: Progress
    /// Bytes that were looked at ahead of time.
    private var peeked: [UInt8] = []

    /// - Parameter path: A path, or `-` for standard input.
    /// - Parameter ahead: A descriptor that has what another executable took from standard input, if one did.
    package init(
        _ path: String, range: Range<Int>? = nil, ahead: Int32? = nil, progress: Progress = Progress()
    ) throws(IOFailure) {
        self.progress = progress
        if path == "-" {
            let source = try StandardInput(ahead: ahead)
            name = source.name
            size = source.size
            file = nil
            standardInput = GzipSource(source)
        } else {
            let source = try FileSource(path, range: range)
            name = source.name
            size = source.size
            file = consume source
            standardInput = nil
        }
    }

    /// The first bytes, at least one unless there is none, and more as long as those leave it `open` what they begin.
    /// They are still to be read.
    package mutating func peek(while open: ([UInt8]) -> Bool = { _ in false }) throws(IOFailure) -> [UInt8] {
        while peeked.isEmpty || peeked.count < StandardInput.mostTaken && open(peeked) {
            var bytes = peeked
            peeked = []
            let before = bytes.count
            try bytes.append(addingCapacity: StandardInput.mostTaken - before) { room throws(IOFailure) in
                try self.read(into: &room)
            }
            peeked = bytes
            if bytes.count == before { break }
        }
        return peeked
    }

    /// The bytes that were taken from standard input to look at them, for an executable that reads on from there; `nil`
    /// where they are not known.
    package func taken() -> [UInt8]? {
        switch standardInput {
        case .some(let input): return input.base.taken
        case nil: return []
        }
    }

    package mutating func read(into chunk: inout OutputSpan<UInt8>) throws(IOFailure) {
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
        case .some(let input): return input.base.bytesRead
        case nil: return 0
        }
    }
}
#endif
