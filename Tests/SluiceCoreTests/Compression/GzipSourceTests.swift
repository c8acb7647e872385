import SluiceCore
import SluiceTestSupport
import Testing

@Suite struct GzipSourceTests {
    private let text = [UInt8](String(repeating: "The quick brown fox. ", count: 200).utf8)

    /// Gives one byte at a time.
    private struct Trickle: ByteSource {
        var bytes: ArraySlice<UInt8>
        var name: String? { "trickle" }

        mutating func read(into chunk: inout OutputSpan<UInt8>) {
            if let byte = bytes.popFirst() { chunk.append(byte) }
        }
    }

    private func gzip(_ text: [UInt8], level: Int = 6) throws -> [UInt8] {
        var sink = GzipSink(MemorySink(), level: level)
        try sink.write(text.span)
        try sink.finish()
        return sink.base.bytes
    }

    /// The text, whole and byte by byte; both must come to the same.
    private func gunzip(_ bytes: [UInt8]) -> (text: [UInt8], failure: String?) {
        func run(_ source: consuming GzipSource<some ByteSource>, chunk: Int) -> ([UInt8], String?) {
            var source = source
            var all: [UInt8] = []
            do throws(IOFailure) {
                try source.drain(chunk: chunk, into: &all)
                return (all, nil)
            } catch {
                // A failure stays one.
                #expect(throws: error) { try source.drain() }
                return (all, error.description)
            }
        }
        let whole = run(GzipSource(MemorySource(bytes, name: "trickle")), chunk: 100_000)
        let pieces = run(GzipSource(Trickle(bytes: bytes[...])), chunk: 1)
        #expect(whole.0 == pieces.0 && whole.1 == pieces.1)
        return whole
    }

    private func expect(
        _ bytes: [UInt8], becomes text: [UInt8], failing failure: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let result = gunzip(bytes)
        #expect(result.text == text, sourceLocation: sourceLocation)
        #expect(result.failure == failure, sourceLocation: sourceLocation)
    }

    @Test(arguments: [0, 1, 6, 9])
    func `What was compressed comes back`(level: Int) throws {
        expect(try gzip(text, level: level), becomes: text)
        expect(try gzip([], level: level), becomes: [])
    }

    @Test func `What is not gzip passes through`() {
        for plain in [[], [0x1F], [0x1F, 0x8A], [0x8B, 0x1F], [0x7B, 0x7D], text] as [[UInt8]] {
            expect(plain, becomes: plain)
        }
    }

    @Test func `It tells whether the source was compressed`() throws {
        var compressed = GzipSource(MemorySource(try gzip(text)))
        var plain = GzipSource(MemorySource(text))
        _ = try (compressed.drain(), plain.drain())
        let answers = (compressed.isCompressed, plain.isCompressed)
        #expect(answers == (true, false))
    }

    @Test func `Several members are one text`() throws {
        let members = try gzip([1, 2]) + gzip([]) + gzip([3]) + gzip(text)
        expect(members, becomes: [1, 2, 3] + text)
    }

    @Test func `Zero bytes after a member are padding`() throws {
        let padding = [UInt8](repeating: 0, count: 70_000)
        expect(try gzip(text) + [0], becomes: text)
        expect(try gzip(text) + padding, becomes: text)
        expect(try gzip([1]) + padding + gzip([2]), becomes: [1, 2])
    }

    @Test func `What follows the compressed data and is not gzip is a failure, after the text`() throws {
        let failure = "cannot decompress 'trickle': what follows the compressed data is not gzip"
        for garbage in [[0x7B], [0x1F], [0x1F, 0x8A], [0, 0, 1]] as [[UInt8]] {
            expect(try gzip(text) + garbage, becomes: text, failing: failure)
        }
    }

    @Test func `Data cut anywhere is a failure, after the text before the cut`() throws {
        let bytes = try gzip(text)
        for end in 2..<bytes.count {
            let result = gunzip(Array(bytes[..<end]))
            #expect(result.failure == "cannot decompress 'trickle': the compressed data is cut short", "\(end)")
            #expect(text.starts(with: result.text))
        }
        expect(
            bytes + bytes[..<5], becomes: text, failing: "cannot decompress 'trickle': the compressed data is cut short"
        )
    }

    @Test func `A wrong checksum or length is a failure`() throws {
        let bytes = try gzip(text)
        for (back, reason) in [(8, "incorrect data check"), (1, "incorrect length check")] {
            var damaged = bytes
            damaged[damaged.count - back] ^= 1
            let failure = "cannot decompress 'trickle': damaged gzip data (\(reason))"
            expect(damaged, becomes: text, failing: failure)
        }
    }

    @Test func `No damage crashes, and none passes for the text`() throws {
        let bytes = try gzip(text)
        for index in bytes.indices {
            for bit in 0..<8 {
                var damaged = bytes
                damaged[index] ^= 1 << bit
                var source = GzipSource(MemorySource(damaged))
                var all: [UInt8] = []
                do throws(IOFailure) {
                    try source.drain(into: &all)
                    // Flags of the header and its time carry no text; without its magic it is not gzip.
                    #expect(all == text || (index < 2 && all == damaged), "\(index) \(bit)")
                } catch {
                    #expect(error.operation == .decompress)
                }
            }
        }
    }

    @Test func `A bomb is read in pieces as large as the chunk`() throws {
        var sink = GzipSink(MemorySink(), level: 9)
        let zeros = [UInt8](repeating: 0, count: 1 << 20)
        for _ in 0..<64 { try sink.write(zeros.span) }
        try sink.finish()
        let bytes = sink.base.bytes
        #expect(bytes.count < 100_000)
        var source = GzipSource(MemorySource(bytes))
        var total = 0
        while true {
            let chunk = try [UInt8](capacity: 10_000) { room throws(IOFailure) in try source.read(into: &room) }
            #expect(chunk.count <= 10_000)
            if chunk.isEmpty { break }
            total += chunk.count
        }
        #expect(total == 64 << 20)
    }

    @Test func `Files of the gzip program are read`() throws {
        guard Command.exists("gzip") else { return }
        let directory = try TemporaryDirectory()
        let path = try directory.write(text, to: "a")
        #expect(Command.run("cd '\(directory.path)' && gzip -1 -N a && cat a.gz a.gz > b.gz") == 0)
        var one = try FileSource(path + ".gz")
        #expect(try one.drain() == text)
        var two = try FileSource(directory.file("b.gz"))
        #expect(try two.drain() == text + text)
    }
}
