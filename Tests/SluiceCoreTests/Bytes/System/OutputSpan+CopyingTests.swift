import SluiceCore
import Testing

@Suite struct OutputSpanCopyingTests {
    @Test func `As much is taken as there is room for`() {
        let bytes = [UInt8](0..<10)
        var taken: [Int] = []
        let result = [UInt8](filling: 15, with: bytes, &taken)
        #expect(Array(result.prefix(10)) == bytes)
        #expect(taken.first == 10)
        #expect(taken.reduce(0, +) == result.count)
    }

    @Test func `Arrays copy and append spans`() {
        let nothing: [UInt8] = []
        var bytes = [UInt8](copying: [1, 2].span)
        bytes.append(copying: nothing.span)
        bytes.append(copying: [3].span)
        #expect(bytes == [1, 2, 3])
        #expect([UInt8](copying: nothing.span) == [])
    }
}

extension [UInt8] {
    /// `bytes` again and again, until an array of this capacity is full.
    fileprivate init(filling capacity: Int, with bytes: [UInt8], _ taken: inout [Int]) {
        self.init(capacity: capacity) { room in
            while room.freeCapacity > 0 { taken.append(room.append(fitting: bytes.span)) }
            taken.append(room.append(fitting: bytes.span))
        }
    }
}
