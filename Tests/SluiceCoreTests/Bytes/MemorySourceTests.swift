import SluiceCore
import SluiceTestSupport
import Testing

@Suite struct MemorySourceTests {
    @Test(arguments: [1, 2, 3, 7, 100])
    func `The bytes come in order, whatever the chunk`(size: Int) throws {
        let bytes = [UInt8](0..<100)
        var source = MemorySource(bytes)
        #expect(try source.drain(chunk: size) == bytes)
    }

    @Test func `After the end there is nothing, again and again`() throws {
        var source = MemorySource([1])
        #expect(try source.drain() == [1])
        #expect(try source.drain() == [])
        #expect(try source.drain() == [])
    }

    @Test func `It has the name it is given`() {
        #expect(MemorySource([], name: "request body").name == "request body")
        #expect(MemorySource([]).name == nil)
    }
}
