import SluiceCore
import Testing

@Suite struct BufferedSinkTests {
    /// Keeps each write apart.
    private struct Writes: ByteSink {
        var all: [[UInt8]] = []
        var fails = false

        mutating func write(_ bytes: Span<UInt8>) throws(IOFailure) {
            if fails { throw IOFailure(.write, "disk", reason: "full") }
            all.append([UInt8](copying: bytes))
        }
    }

    @Test func `Small writes arrive as one, and flushing twice sends nothing twice`() throws {
        var sink = BufferedSink(Writes(), capacity: 4)
        for byte in 0..<6 as Range<UInt8> { try sink.write([byte].span) }
        #expect(sink.base.all == [[0, 1, 2, 3]])
        try sink.flush()
        try sink.flush()
        #expect(sink.base.all == [[0, 1, 2, 3], [4, 5]])
    }

    @Test func `A large write goes straight through, after what was waiting`() throws {
        var sink = BufferedSink(Writes(), capacity: 4)
        try sink.write([1].span)
        try sink.write([2, 3, 4, 5, 6].span)
        #expect(sink.base.all == [[1], [2, 3, 4, 5, 6]])
    }

    @Test func `A failure of the sink below arrives unchanged`() throws {
        var sink = BufferedSink(Writes(fails: true), capacity: 4)
        try sink.write([1].span)
        #expect(throws: IOFailure(.write, "disk", reason: "full")) { try sink.flush() }
    }
}
