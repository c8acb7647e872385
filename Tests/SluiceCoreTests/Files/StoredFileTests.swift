import SluiceTestSupport
import Testing

@testable import SluiceCore

@Suite struct StoredFileTests {
    @Test func `It gives what is stored, compressed or not, up to its limit`() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write([0x1F, 0x8B, 3, 4, 5], to: "a")
        var file = StoredFile(try Descriptor.reading(path), limit: 4)
        #expect(file.size == 4)
        #expect(try file.drain(chunk: 3) == [0x1F, 0x8B, 3, 4])
        #expect(file.bytesRead == 4)
    }

    @Test func `A chunk without room is not taken for the end`() throws {
        let directory = try TemporaryDirectory()
        var file = StoredFile(try Descriptor.reading(try directory.write([1], to: "a")))
        let nothing = try [UInt8](capacity: 0) { room throws(IOFailure) in
            while room.freeCapacity > 0 { room.append(0) }
            try file.read(into: &room)
        }
        #expect(try file.drain().count + nothing.filter { $0 == 1 }.count == 1)
    }
}
