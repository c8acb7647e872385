import SluiceCore
import SluiceTestSupport
import Testing

@Suite struct DescriptorSinkTests {
    @Test func `A reader that has gone away is EPIPE, and the process lives`() throws {
        let pipe = try Pipe()
        Pipe.close(pipe.readEnd)
        var sink = DescriptorSink(fileDescriptor: pipe.writeEnd, name: "pipe", closes: true)
        for _ in 0..<3 {
            #expect(throws: IOFailure(.write, "pipe", errno: 32, reason: "Broken pipe")) { try sink.write([1].span) }
        }
    }

    @Test func `A full disk is a failure with its name`() throws {
        guard Command.run("test -w /dev/full") == 0 else { return }
        let directory = try TemporaryDirectory()
        let number = try directory.openToWrite("/dev/full")
        var sink = DescriptorSink(fileDescriptor: number, name: "disk", closes: true)
        #expect(throws: IOFailure(.write, "disk", errno: 28, reason: "No space left on device")) {
            try sink.write([1].span)
        }
    }

    @Test func `Writing nothing is no failure, even where nothing can be written`() throws {
        var sink = DescriptorSink(fileDescriptor: -1, name: "nothing", closes: false)
        let nothing: [UInt8] = []
        try sink.write(nothing.span)
        #expect(throws: IOFailure(.write, "nothing", errno: 9, reason: "Bad file descriptor")) {
            try sink.write([1].span)
        }
    }

    @Test func `Closed it takes no more, and closing again does nothing`() throws {
        let pipe = try Pipe()
        var sink = DescriptorSink(fileDescriptor: pipe.writeEnd, name: "pipe", closes: true)
        try sink.close()
        try sink.close()
        #expect(throws: IOFailure(.write, "pipe", errno: 9, reason: "Bad file descriptor")) {
            try sink.write([1].span)
        }
        // It would wait for ever if the other end were open.
        var source = DescriptorSource(fileDescriptor: pipe.readEnd, name: "pipe", closes: true)
        #expect(try source.drain() == [])
    }

    @Test func `A borrowed descriptor stays open`() throws {
        let pipe = try Pipe()
        do {
            var sink = DescriptorSink(fileDescriptor: pipe.writeEnd, name: "pipe", closes: false)
            try sink.write([1].span)
            try sink.close()
        }
        do {
            var sink = DescriptorSink(fileDescriptor: pipe.writeEnd, name: "pipe", closes: true)
            try sink.write([2].span)
        }
        var source = DescriptorSource(fileDescriptor: pipe.readEnd, name: "pipe", closes: true)
        #expect(try source.drain() == [1, 2])
    }
}
