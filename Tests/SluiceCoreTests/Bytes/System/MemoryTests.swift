import SluiceCore
import Testing

@Suite struct MemoryTests {
    @Test(arguments: [0, 1, 100, 4 << 20, 40 << 20])
    func `It starts at a multiple of 64 and all of it can be used`(bytes: Int) throws {
        let memory = try #require(Memory(bytes: bytes))
        defer { memory.release() }
        #expect(memory.bytes == bytes)
        #expect(unsafe UInt(bitPattern: memory.base) % 64 == 0)
        if bytes > 0 {
            unsafe memory.base.storeBytes(of: 7, toByteOffset: bytes - 1, as: UInt8.self)
            #expect(unsafe memory.base.load(fromByteOffset: bytes - 1, as: UInt8.self) == 7)
        }
    }

    @Test func `Growing keeps what is to be kept`() throws {
        var memory = try #require(Memory(bytes: 10))
        defer { memory.release() }
        unsafe memory.base.storeBytes(of: 42, toByteOffset: 9, as: UInt8.self)
        let grew = memory.grow(to: 5 << 20, keeping: 10)
        #expect(grew)
        #expect(memory.bytes == 5 << 20)
        #expect(unsafe memory.base.load(fromByteOffset: 9, as: UInt8.self) == 42)
    }

    @Test func `Asking for more than there can be changes nothing`() throws {
        var memory = try #require(Memory(bytes: 10))
        defer { memory.release() }
        let grew = memory.grow(to: .max, keeping: 10)
        #expect(!grew)
        #expect(memory.bytes == 10)
        #expect(Memory(bytes: .max) == nil)
        #expect(Memory(bytes: -1) == nil)
    }
}
