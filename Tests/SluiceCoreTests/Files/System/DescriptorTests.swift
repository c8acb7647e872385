import SluiceTestSupport
import Testing

@testable import SluiceCore

@Suite struct DescriptorTests {
    @Test func `Gzip is recognised without reading on`() throws {
        let directory = try TemporaryDirectory()
        let descriptor = try Descriptor.reading(try directory.write([0x1F, 0x8B, 8], to: "a"))
        let short = try Descriptor.reading(try directory.write([0x1F], to: "b"))
        let answers = [descriptor.startsWithGzip(), short.startsWithGzip()]
        #expect(answers == [true, false])
        let ahead = descriptor.bytesAhead()
        #expect(ahead == 3)
    }

    @Test func `Seeking moves what lies ahead, as far as the end`() throws {
        let directory = try TemporaryDirectory()
        let descriptor = try Descriptor.reading(try directory.write([1, 2, 3], to: "a"))
        try descriptor.seek(to: 2)
        var ahead = [descriptor.bytesAhead()]
        try descriptor.seek(to: 20)
        ahead.append(descriptor.bytesAhead())
        #expect(ahead == [1, 0])
    }

    @Test func `A pipe cannot seek and has no size`() throws {
        let pipe = try Pipe()
        Pipe.close(pipe.writeEnd)
        let descriptor = Descriptor(pipe.readEnd, name: "pipe", closes: true)
        let ahead = descriptor.bytesAhead()
        let isGzip = descriptor.startsWithGzip()
        #expect(ahead == nil)
        #expect(!isGzip)
        #expect(throws: IOFailure(.seek, "pipe", errno: 29, reason: "Illegal seek")) { try descriptor.seek(to: 1) }
    }
}
