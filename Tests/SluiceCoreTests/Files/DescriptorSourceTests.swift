import SluiceCore
import SluiceTestSupport
import Testing

@Suite struct DescriptorSourceTests {
    /// Writes to a pipe on a thread of its own, in pieces, and closes it.
    private func feed(_ pipe: Pipe, _ pieces: [[UInt8]]) throws -> WorkerThread {
        try #require(
            WorkerThread {
                var sink = DescriptorSink(fileDescriptor: pipe.writeEnd, name: "pipe", closes: true)
                for piece in pieces { try? sink.write(piece.span) }
            })
    }

    private func gzip(_ text: [UInt8]) throws -> [UInt8] {
        var sink = GzipSink(MemorySink())
        try sink.write(text.span)
        try sink.finish()
        return sink.base.bytes
    }

    @Test(arguments: [false, true])
    func `A pipe is read to its end, also where it is non-blocking`(nonBlocking: Bool) throws {
        let pipe = try Pipe()
        if nonBlocking {
            Pipe.makeNonBlocking(pipe.readEnd)
            Pipe.makeNonBlocking(pipe.writeEnd)
        }
        var noise = Noise(seed: 1)
        let bytes = noise.bytes(300_000)
        let writer = try feed(pipe, [Array(bytes[..<1]), Array(bytes[1..<10]), Array(bytes[10...])])
        var source = DescriptorSource(fileDescriptor: pipe.readEnd, name: "pipe", closes: true)
        #expect(source.size == nil)
        let read = try source.drain()
        writer.join()
        let isSame = read == bytes
        #expect(isSame)
        #expect(source.bytesRead == bytes.count)
        #expect(source.name == "pipe")
    }

    @Test func `Gzip on a pipe is recognised, byte by byte too`() throws {
        let bytes = try gzip([1, 2, 3])
        for pieces in [[bytes], bytes.map { [$0] }] {
            let pipe = try Pipe()
            let writer = try feed(pipe, pieces)
            var source = DescriptorSource(fileDescriptor: pipe.readEnd, name: "pipe", closes: true)
            #expect(try source.drain() == [1, 2, 3])
            writer.join()
        }
    }

    @Test func `The first bytes are handed on before more arrive`() throws {
        let pipe = try Pipe()
        var sink = DescriptorSink(fileDescriptor: pipe.writeEnd, name: "pipe", closes: true)
        var source = DescriptorSource(fileDescriptor: pipe.readEnd, name: "pipe", closes: true)
        for byte in [0x7B, 0x1F, 0x7D] as [UInt8] {
            try sink.write([byte].span)
            let read = try [UInt8](capacity: 100) { chunk throws(IOFailure) in try source.read(into: &chunk) }
            #expect(read == [byte])
        }
    }

    @Test func `A regular file is read from where its descriptor stands`() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write([UInt8](0..<100), to: "a")
        let number = try directory.openToRead(path, at: 40)
        var source = DescriptorSource(fileDescriptor: number, name: "a", closes: true)
        #expect(source.size == 60)
        #expect(try source.drain() == [UInt8](40..<100))
    }

    @Test func `It closes the descriptor only if it is told to`() throws {
        let pipe = try Pipe()
        var sink = DescriptorSink(fileDescriptor: pipe.writeEnd, name: "pipe", closes: true)
        do { _ = DescriptorSource(fileDescriptor: pipe.readEnd, name: "pipe", closes: false) }
        try sink.write([1].span)
        do { _ = DescriptorSource(fileDescriptor: pipe.readEnd, name: "pipe", closes: true) }
        #expect(throws: IOFailure(.write, "pipe", errno: 32, reason: "Broken pipe")) { try sink.write([1].span) }
    }

    @Test func `A descriptor that is not open is a failure with its name`() {
        var source = DescriptorSource(fileDescriptor: -1, name: "nothing", closes: false)
        #expect(throws: IOFailure(.read, "nothing", errno: 9, reason: "Bad file descriptor")) { try source.drain() }
    }

    @Test func `Standard input has a name`() {
        #expect(DescriptorSource.standardInput.name == "<stdin>")
    }
}
