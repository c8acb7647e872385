/// Writes a file, compressed where its path ends in `.gz`.
///
/// Opening it creates the file, or empties the one that is there. Every write goes to the system at once: hand over
/// pieces of some KiB, or put a ``BufferedSink`` before it. Call ``close()`` at the end: a compressed file is complete
/// only then, and some systems report a full disk only then. A sink that goes away unclosed leaves the file as it is.
///
///     var sink = try FileSink("a.json.gz")
///     try value.dump(to: &sink)
///     try sink.close()
///
/// - Throws: ``IOFailure`` that names the path.
public struct FileSink: ~Copyable, ByteSink, Sendable {
    private var output: GzipSink<DescriptorSink>

    /// Creates the file, or empties it.
    public init(_ path: String) throws(IOFailure) {
        let file = DescriptorSink(try Descriptor.writing(path))
        output = path.hasSuffix(".gz") ? GzipSink(file) : GzipSink(plain: file)
    }

    public mutating func write(_ bytes: Span<UInt8>) throws(IOFailure) { try output.write(bytes) }

    /// Completes the file and closes it. Once: later calls do nothing, later writes fail.
    public mutating func close() throws(IOFailure) {
        try output.finish()
        try output.base.close()
    }
}
