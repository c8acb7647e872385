import SluiceCore
import SluiceTestSupport
import Testing

@Suite struct GzipSinkTests {
    /// Takes so many bytes and then fails.
    private struct Disk: ByteSink {
        var room: Int

        mutating func write(_ bytes: Span<UInt8>) throws(IOFailure) {
            room -= bytes.count
            if room < 0 { throw IOFailure(.write, "disk", reason: "full") }
        }
    }

    @Test(arguments: [1, 7, 1000, 200_000])
    func `The output does not depend on the pieces`(size: Int) throws {
        var noise = Noise(seed: 1)
        let text = noise.bytes(200_000)
        var whole = GzipSink(MemorySink())
        try whole.write(text.span)
        try whole.finish()
        var pieces = GzipSink(MemorySink())
        var next = 0
        while next < text.count {
            let end = min(next + size, text.count)
            try pieces.write(text.span.extracting(next..<end))
            next = end
        }
        try pieces.finish()
        let isSame = whole.base.bytes == pieces.base.bytes
        #expect(isSame)
    }

    @Test func `Finishing twice writes one end, and then nothing more may be written`() throws {
        var sink = GzipSink(MemorySink())
        try sink.write([1].span)
        try sink.finish()
        let count = sink.base.bytes.count
        try sink.finish()
        #expect(sink.base.bytes.count == count)
        #expect(throws: IOFailure(.compress, "<stream>", reason: "it is finished already")) {
            try sink.write([2].span)
        }
    }

    @Test func `A failure of the sink below arrives unchanged`() throws {
        var noise = Noise(seed: 2)
        let text = noise.bytes(500_000)
        let full = IOFailure(.write, "disk", reason: "full")
        var early = GzipSink(Disk(room: 1000), level: 0)
        #expect(throws: full) { try early.write(text.span) }
        var late = GzipSink(Disk(room: 1))
        try late.write([1].span)
        #expect(throws: full) { try late.finish() }
    }

    @Test func `Any level is taken as the nearest there is`() throws {
        for level in [-5, 0, 9, 100] {
            var sink = GzipSink(MemorySink(), level: level)
            try sink.write([1, 2, 3].span)
            try sink.finish()
            var source = GzipSource(MemorySource(sink.base.bytes))
            #expect(try source.drain() == [1, 2, 3])
        }
    }

    @Test func `The gzip program reads it`() throws {
        guard Command.exists("gzip") else { return }
        let directory = try TemporaryDirectory()
        var noise = Noise(seed: 3)
        let text = noise.bytes(300_000)
        let path = directory.file("a.gz")
        var sink = try FileSink(path)
        try sink.write(text.span)
        try sink.close()
        #expect(Command.run("gzip -t '\(path)' && gzip -dc '\(path)' > '\(directory.file("a"))'") == 0)
        var source = try FileSource(directory.file("a"))
        #expect(try source.drain() == text)
    }
}
