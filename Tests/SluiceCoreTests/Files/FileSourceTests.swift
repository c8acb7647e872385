import SluiceCore
import SluiceTestSupport
import Testing

@Suite struct FileSourceTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// What opening and reading comes to: the failure's text.
    private func failure(_ path: String, range: Range<Int>? = nil) -> String? {
        do throws(IOFailure) {
            var source = try FileSource(path, range: range)
            _ = try source.drain()
            return nil
        } catch {
            return error.description
        }
    }

    @Test(arguments: [1, 3, 4096, 1 << 20])
    func `A file is read from front to back`(chunk: Int) throws {
        var noise = Noise(seed: 1)
        let bytes = noise.bytes(10_000)
        var source = try FileSource(try directory.write(bytes, to: "a.json"))
        #expect(source.size == 10_000)
        #expect(source.bytesRead == 0)
        #expect(try source.drain(chunk: chunk) == bytes)
        #expect(source.bytesRead == 10_000)
        #expect(try source.drain() == [])
        #expect(source.name == directory.file("a.json"))
    }

    @Test func `An empty file is no failure`() throws {
        var source = try FileSource(try directory.write([], to: "empty"))
        #expect(try source.drain() == [])
    }

    @Test func `A range is what lies between its bytes, as far as the file goes`() throws {
        let bytes = [UInt8](0..<100)
        let path = try directory.write(bytes, to: "a")
        for range in [0..<100, 0..<0, 10..<20, 90..<100, 90..<200, 50..<Int.max, 100..<110, 5000..<6000] {
            var source = try FileSource(path, range: range)
            let expected = Array(bytes[range.clamped(to: 0..<100)])
            #expect(source.size == expected.count, "\(range)")
            #expect(try source.drain(chunk: 7) == expected, "\(range)")
        }
    }

    @Test func `A range that begins like gzip is not taken for it`() throws {
        var source = try FileSource(try directory.write([1, 2, 0x1F, 0x8B, 8, 9], to: "a"), range: 2..<6)
        #expect(try source.drain() == [0x1F, 0x8B, 8, 9])
    }

    @Test func `A range beyond 4 GiB is found in a sparse file`() throws {
        let path = directory.file("sparse")
        let offset = 5 << 30
        try directory.writeSparse([7, 8, 9], at: offset, to: "sparse")
        var source = try FileSource(path, range: (offset - 2)..<(offset + 2))
        #expect(try source.drain() == [0, 0, 7, 8])
        let whole = try FileSource(path)
        #expect(whole.size == offset + 3)
    }

    @Test func `What cannot be opened names the path and the reason`() throws {
        let missing = directory.file("missing")
        #expect(failure(missing) == "cannot open '\(missing)': No such file or directory")
        #expect(failure(directory.path) == "cannot open '\(directory.path)': Is a directory")
        #expect(failure("") == "cannot open '': No such file or directory")
        #expect(failure("a\0b") == "cannot open 'a\0b': Invalid argument")
        let file = try directory.write([1], to: "file")
        #expect(failure(file + "/x") == "cannot open '\(file)/x': Not a directory")
    }

    @Test func `A file without permission is a failure`() throws {
        let path = try directory.write([1], to: "secret", mode: 0)
        // The superuser may read everything.
        guard !Command.isSuperuser else { return }
        #expect(failure(path) == "cannot open '\(path)': Permission denied")
    }

    @Test func `A file that shrinks while it is read is a failure, after what was there`() throws {
        let path = try directory.write([UInt8](repeating: 1, count: 1_000_000), to: "a")
        var source = try FileSource(path)
        var bytes = [UInt8]()
        try bytes.append(addingCapacity: 100) { chunk throws(IOFailure) in try source.read(into: &chunk) }
        try directory.write([UInt8](repeating: 2, count: 150_000), to: "a")
        #expect(
            throws: IOFailure(
                .read, path, reason: "the file became shorter while it was read: 150000 bytes of 1000000")
        ) { try source.drain(into: &bytes) }
        #expect(bytes.count == 150_000)
        #expect(bytes.first == 1 && bytes.last == 2)
    }

    @Test func `A file that vanishes while it is open is read to its end`() throws {
        let path = try directory.write([1, 2, 3], to: "a")
        var source = try FileSource(path)
        #expect(Command.run("rm '\(path)'") == 0)
        #expect(try source.drain() == [1, 2, 3])
    }

    @Test func `A gzip file is read as its text, by its bytes and not its name`() throws {
        var noise = Noise(seed: 2)
        let text = noise.bytes(300_000)
        var sink = try FileSink(directory.file("a.gz"))
        try sink.write(text.span)
        try sink.close()
        #expect(Command.run("mv '\(directory.file("a.gz"))' '\(directory.file("a.json"))'") == 0)
        var source = try FileSource(directory.file("a.json"))
        let size = source.size
        let stored = try #require(size)
        #expect(stored < text.count)
        #expect(try source.drain(chunk: 1000) == text)
        #expect(source.bytesRead == stored)
    }

    @Test func `A range of a gzip file counts bytes of its text`() throws {
        var noise = Noise(seed: 3)
        let text = noise.bytes(200_000)
        let path = directory.file("a.gz")
        var sink = try FileSink(path)
        try sink.write(text.span)
        try sink.close()
        for range in [0..<10, 70_000..<150_001, 199_990..<300_000, 400_000..<400_001, 5..<5] {
            var source = try FileSource(path, range: range)
            #expect(try source.drain(chunk: 999) == Array(text[range.clamped(to: 0..<200_000)]), "\(range)")
        }
    }

    @Test func `A damaged gzip file is a failure that names it`() throws {
        let path = try directory.write([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xFF, 0xFF], to: "bad.gz")
        #expect(failure(path) == "cannot decompress '\(path)': damaged gzip data (invalid block type)")
    }

    @Test func `Files of the kernel that say they are empty are read`() throws {
        guard Command.run("test -r /proc/self/status") == 0 else { return }
        var source = try FileSource("/proc/self/status")
        #expect(source.size == nil)
        #expect(try String(decoding: source.drain(), as: UTF8.self).contains("Pid:"))
    }
}
