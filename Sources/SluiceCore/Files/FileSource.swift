/// The text of a file, or a range of it, read from front to back; a gzip file, known by its magic bytes, is decompressed.
///
/// Each read brings as much as the chunk has room for: 64 KiB to 1 MiB serves well. Files may be of any size. The file
/// is closed when the source goes away.
///
///     var source = try FileSource("a.json.gz")
///     var chunk: [UInt8] = []
///     repeat {
///         chunk = try [UInt8](capacity: 64 << 10) { room throws(IOFailure) in try source.read(into: &room) }
///         try parser.feed(chunk.span)
///     } while !chunk.isEmpty
///
/// - Throws: ``IOFailure`` that names the path: where it cannot be opened, is a directory, cannot be read, is shorter
///   than it was when opened, or is damaged gzip.
public struct FileSource: ~Copyable, ByteSource, Sendable {
    private var text: GzipSource<StoredFile>
    /// Bytes of text still to skip, and then to deliver, where a range of compressed text was asked for.
    private var toSkip = 0
    private var toDeliver = Int.max

    /// Opens the file.
    /// - Parameter range: Which bytes of the text, from 0; what lies beyond its end is not there. In a plain file it
    ///   costs nothing to start anywhere; a gzip file is decompressed from its beginning.
    public init(_ path: String, range: Range<Int>? = nil) throws(IOFailure) {
        let descriptor = try Descriptor.reading(path)
        let start = max(range?.lowerBound ?? 0, 0)
        let length = range.map { max($0.upperBound, start) - start } ?? .max
        if range == nil {
            text = GzipSource(StoredFile(descriptor))
        } else if descriptor.startsWithGzip() {
            text = GzipSource(StoredFile(descriptor))
            toSkip = start
            toDeliver = length
        } else {
            try descriptor.seek(to: start)
            text = GzipSource(plain: StoredFile(descriptor, limit: length))
        }
    }

    public var name: String? { text.name }

    /// Bytes of the file, or of the range, as they are stored; `nil` where it has no size, like a pipe.
    public var size: Int? { text.base.size }

    /// Bytes read so far of those that ``size`` counts.
    public var bytesRead: Int { text.base.bytesRead }

    public mutating func read(into chunk: inout OutputSpan<UInt8>) throws(IOFailure) {
        while toSkip > 0 {
            let skipped = try [UInt8](capacity: min(toSkip, 64 << 10)) { room throws(IOFailure) in
                try text.read(into: &room)
            }
            if skipped.isEmpty { return }
            toSkip -= skipped.count
        }
        guard toDeliver > 0 else { return }
        let before = chunk.count
        try text.read(into: &chunk)
        let excess = chunk.count - before - toDeliver
        if excess > 0 { chunk.removeLast(excess) }
        toDeliver -= chunk.count - before
    }
}
