import SluiceCore
import SluiceTestSupport
import Testing

@Suite struct FileSinkTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func stored(_ name: String) throws -> [UInt8] {
        var source = try FileSource(directory.file(name), range: 0..<Int.max)
        return try source.drain()
    }

    @Test func `What is written is in the file, and what was there is gone`() throws {
        try directory.write([UInt8](repeating: 9, count: 100), to: "a")
        var sink = try FileSink(directory.file("a"))
        try sink.write([1, 2].span)
        try sink.write([3].span)
        try sink.close()
        #expect(try stored("a") == [1, 2, 3])
    }

    @Test func `The name decides whether it is compressed`() throws {
        for name in ["a.json", "a.json.gz"] {
            var sink = try FileSink(directory.file(name))
            try sink.write([UInt8](repeating: 0x61, count: 10_000).span)
            try sink.close()
        }
        let plain = try FileSource(directory.file("a.json"))
        let compressed = try FileSource(directory.file("a.json.gz"))
        let sizes = (try #require(plain.size.map { $0 }), try #require(compressed.size.map { $0 }))
        #expect(sizes.0 == 10_000)
        #expect(sizes.1 < 200)
    }

    @Test func `A compressed file of nothing is a valid one`() throws {
        var sink = try FileSink(directory.file("a.gz"))
        try sink.close()
        var source = try FileSource(directory.file("a.gz"))
        #expect(try source.drain() == [])
        #expect(source.bytesRead == 20)
    }

    @Test func `What cannot be created names the path and the reason`() {
        let path = directory.file("missing/a")
        #expect(throws: IOFailure(.open, path, errno: 2, reason: "No such file or directory")) {
            _ = try FileSink(path)
        }
        #expect(throws: IOFailure(.open, directory.path, errno: 21, reason: "Is a directory")) {
            _ = try FileSink(directory.path)
        }
    }

    @Test func `Closing twice is closing once, and then nothing is written`() throws {
        for name in ["a", "a.gz"] {
            var sink = try FileSink(directory.file(name))
            try sink.close()
            try sink.close()
            #expect(throws: IOFailure.self) { try sink.write([1].span) }
        }
    }

    @Test func `A full disk is a failure, for a compressed file at the latest when it is closed`() throws {
        guard Command.run("test -w /dev/full && ln -s /dev/full '\(directory.file("full.gz"))'") == 0 else { return }
        let path = directory.file("full.gz")
        var sink = try FileSink(path)
        try sink.write([1].span)
        #expect(throws: IOFailure(.write, path, errno: 28, reason: "No space left on device")) { try sink.close() }
    }
}
