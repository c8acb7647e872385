import SluiceCore
import Testing

@Suite struct MemorySinkTests {
    @Test func `What is written stays in order after what was there`() {
        var sink = MemorySink([0])
        let nothing: [UInt8] = []
        sink.write([1, 2].span)
        sink.write(nothing.span)
        sink.write([3].span)
        #expect(sink.bytes == [0, 1, 2, 3])
    }
}
