import SluiceCore
import SluiceJSON
import SluiceNetwork
import Testing

@Suite struct SocketWriterTests {
    @Test func `What is written is gathered until it is flushed`() throws {
        let (one, other) = try connectedPair()
        let writer = one.makeWriter()
        try writer.write("a")
        try writer.write([0x62])
        #expect(throws: IOFailure.self) { _ = try other.recv(10, flags: .dontWait) }
        try writer.flush()
        #expect(try other.recv(10) == [0x61, 0x62])
        #expect(writer.socket === one)
    }

    @Test func `Without a buffer it is sent at once`() throws {
        let (one, other) = try connectedPair()
        let writer = one.makeWriter(bufferSize: 0)
        try writer.write("a")
        #expect(try other.recv(10) == [0x61])
    }

    @Test func `Values are written to it`() throws {
        let (one, other) = try connectedPair()
        var writer = one.makeWriter()
        try (["a": 1] as JSON).dump(to: &writer)
        try writer.flush()
        #expect(try other.recv(100) == Array(#"{"a":1}"#.utf8))
    }
}
