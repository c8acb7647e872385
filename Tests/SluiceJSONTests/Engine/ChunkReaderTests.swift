import SluiceCore
import SluiceTestSupport
import Testing

@testable import SluiceJSON

@Suite struct ChunkReaderTests {
    @Test(arguments: [4, 5, 10, 100])
    func `It gives all bytes in chunks of its capacity at most`(capacity: Int) throws {
        let reader = ChunkReader(MemorySource(Array("0123456789".utf8), name: "digits"), capacity: capacity)
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

    static let text = #"{"né":["日本",1,"😀"]}"#
    static let encodings: [(name: String, bytes: [UInt8])] = [
        ("UTF-8", Array(text.utf8)), ("UTF-8 with a mark", [0xEF, 0xBB, 0xBF] + Array(text.utf8)),
        ("UTF-16LE", text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
        ("UTF-16BE", text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }),
        ("UTF-16LE with a mark", [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
        ("UTF-32LE", text.unicodeScalars.flatMap { c in (0..<4).map { UInt8(c.value >> ($0 * 8) & 0xFF) } }),
        ("UTF-32BE", text.unicodeScalars.flatMap { c in (0..<4).map { UInt8(c.value >> (24 - $0 * 8) & 0xFF) } }),
    ]

    @Test(arguments: encodings.indices, [4, 5, 7, 4096])
    func `Every encoding of Unicode gives the same events`(encoding: Int, chunkBytes: Int) throws {
        let (name, bytes) = Self.encodings[encoding]
        var events = JSON.events(in: MemorySource(bytes), chunkBytes: chunkBytes)
        var seen: [JSON.OwnedEvent] = []
        while try events.next() != nil { events.owned.map { seen.append($0) } }
        #expect(
            seen == [
                .startObject, .key("né"), .startArray, .string("日本"), .number("1"), .string("😀"), .endArray, .endObject,
            ],
            "\(name)")
        let log = try JSON.parse(MemorySource(bytes), handler: EventLog())
        #expect(log.events.count == 8, "\(name)")
    }

    @Test func `UTF-16 that ends in half a character is truncated, behind what came before`() throws {
        var events = JSON.events([0x5B, 0, 0x31, 0, 0x2C, 0, 0x32])
        var count = 0
        let error = #expect(throws: ParseError.self) { while try events.next() != nil { count += 1 } }
        #expect(error?.code == .truncated)
        #expect(error?.position.offset == 7)
        #expect(count == 2)
    }
}
