import SluiceCore
import Testing

@testable import SluiceJSON

@Suite struct ChunkReaderTests {
    @Test(arguments: [1, 3, 10, 100])
    func `It gives all bytes in chunks of its capacity at most`(capacity: Int) throws {
        var reader = ChunkReader(MemorySource(Array("0123456789".utf8), name: "digits"), capacity: capacity)
        var seen: [UInt8] = []
        while try reader.read() {
            let count = reader.chunk.count
            #expect(count <= capacity)
            seen += [UInt8](copying: reader.chunk)
        }
        #expect(seen == Array("0123456789".utf8))
        #expect(reader.name == "digits")
        #expect(try !reader.read())
    }
}
