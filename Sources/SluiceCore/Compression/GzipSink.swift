/// Compresses what is written to it as gzip (RFC 1952), into another sink.
///
/// Constant memory: one buffer of 64 KiB and zlib's 256 KiB. The same bytes give the same output: it carries neither
/// name nor time. Call ``finish()`` at the end: what was written is complete only then.
///
///     var sink = GzipSink(MemorySink())
///     try sink.write(bytes.span)
///     try sink.finish()
///     let compressed = sink.base.bytes
public struct GzipSink<Base: ByteSink & ~Copyable>: ~Copyable, ByteSink {
    /// The sink that is written to. Finish before writing to it directly.
    public var base: Base
    /// `nil` where everything passes through as it is.
    private let deflater: Deflater?
    private var output: [UInt8] = []
    private var isFinished = false

    /// - Parameter level: 0 (none) to 9 (smallest, slowest).
    public init(_ base: consuming Base, level: Int = 6) {
        self.base = base
        deflater = Deflater(level: level)
    }

    /// Passes everything through.
    init(plain base: consuming Base) {
        self.base = base
        deflater = nil
    }

    public mutating func write(_ bytes: Span<UInt8>) throws(IOFailure) {
        guard !isFinished else { throw IOFailure(.compress, "<stream>", reason: "it is finished already") }
        if deflater == nil { return try base.write(bytes) }
        try deflate(bytes, finishing: false)
    }

    /// Writes the end of the compressed data. Once: later calls do nothing, later writes fail.
    /// - Throws: ``IOFailure``. The output is then incomplete.
    public mutating func finish() throws(IOFailure) {
        guard !isFinished else { return }
        isFinished = true
        if deflater == nil { return }
        let nothing: [UInt8] = []
        try deflate(nothing.span, finishing: true)
        try passOn()
    }

    private mutating func deflate(_ bytes: Span<UInt8>, finishing: Bool) throws(IOFailure) {
        var next = 0
        while true {
            let rest = bytes.extracting(next...)
            var step = (used: 0, isDone: true)
            output.append(addingCapacity: Self.bufferBytes - output.count) { room in
                step = deflater?.deflate(rest, into: &room, finishing: finishing) ?? step
            }
            next += step.used
            if step.isDone { return }
            try passOn()
        }
    }

    private mutating func passOn() throws(IOFailure) {
        var ready: [UInt8] = []
        swap(&ready, &output)
        try base.write(ready.span)
        ready.removeAll(keepingCapacity: true)
        swap(&ready, &output)
    }

    private static var bufferBytes: Int { 64 << 10 }
}

extension GzipSink: Sendable where Base: Sendable & ~Copyable {}
