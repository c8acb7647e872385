#if Services
import SluiceCore

/// The bytes of a file or of standard input, with a progress bar beside them.
struct Input: ~Copyable, ByteSource {
    let name: String?
    /// Exactly one of the two is there.
    private var file: FileSource?
    private var standardInput: DescriptorSource?
    private var bar: ProgressBar

    /// - Parameter path: A path, or `-` for standard input.
    init(_ path: String, range: Range<Int>? = nil) throws(IOFailure) {
        if path == "-" {
            let source = DescriptorSource.standardInput
            name = source.name
            bar = ProgressBar(total: source.size)
            file = nil
            standardInput = consume source
        } else {
            let source = try FileSource(path, range: range)
            name = source.name
            bar = ProgressBar(total: source.size)
            file = consume source
            standardInput = nil
        }
    }

    mutating func read(into chunk: inout OutputSpan<UInt8>) throws(IOFailure) {
        try file?.read(into: &chunk)
        try standardInput?.read(into: &chunk)
        bar.advance(to: bytesRead)
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
