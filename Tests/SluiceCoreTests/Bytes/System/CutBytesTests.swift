import SluiceCore
import SluiceTestSupport
import Testing

@Suite struct CutBytesTests {
    private func append(_ bytes: [UInt8], to cut: inout CutBytes) {
        unsafe bytes.withUnsafeBufferPointer { unsafe cut.append($0) }
    }

    private func expect(
        _ cut: borrowing CutBytes, holds done: [UInt8], _ rest: [UInt8], _ location: SourceLocation = #_sourceLocation
    ) {
        let (all, left) = unsafe ([UInt8](cut.all), [UInt8](cut.rest))
        let (count, consumed, isEmpty) = (cut.count, cut.consumed, cut.isEmpty)
        #expect(all == done + rest, sourceLocation: location)
        #expect(left == rest, sourceLocation: location)
        #expect(count == all.count, sourceLocation: location)
        #expect(consumed == done.count, sourceLocation: location)
        #expect(isEmpty == all.isEmpty, sourceLocation: location)
    }

    @Test func `It gathers bytes in their order`() {
        var noise = Noise(seed: 3)
        var cut = CutBytes()
        var expected: [UInt8] = []
        expect(cut, holds: [], [])
        for size in [0, 1, 63, 64, 1000, 3, 100_000] {
            let piece = noise.bytes(size)
            append(piece, to: &cut)
            expected += piece
            expect(cut, holds: [], expected)
        }
    }

    @Test func `What is done with stays until it is dropped`() {
        var cut = CutBytes()
        append([1, 2, 3, 4, 5], to: &cut)
        cut.consume(2)
        cut.consume(1)
        expect(cut, holds: [1, 2, 3], [4, 5])

        cut.dropConsumed()
        append([6], to: &cut)
        expect(cut, holds: [], [4, 5, 6])
    }

    @Test func `All of it can be dropped`() {
        var cut = CutBytes()
        cut.dropConsumed()
        append([1, 2], to: &cut)
        cut.consume(2)
        cut.dropConsumed()
        expect(cut, holds: [], [])

        append([3, 4], to: &cut)
        cut.consume(1)
        cut.removeAll()
        expect(cut, holds: [], [])
    }
}
