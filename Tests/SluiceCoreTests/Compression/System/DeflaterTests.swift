import Testing

@testable import SluiceCore

@Suite struct DeflaterTests {
    @Test func `It is done with an input when it is used up, and with all when the trailer is out`() {
        let deflater = Deflater(level: 6)
        var steps: [Bool] = []
        var pieces = 0
        let text: [UInt8] = [0x61, 0x62, 0x63]
        let nothing: [UInt8] = []
        var output = [UInt8](capacity: 100) { room in
            steps.append(deflater.deflate(text.span, into: &room, finishing: false).isDone)
        }
        while steps.last != true || pieces == 0 {
            output.append(addingCapacity: 5) { room in
                steps.append(deflater.deflate(nothing.span, into: &room, finishing: true).isDone)
            }
            pieces += 1
        }
        #expect(pieces > 1)
        #expect(output.prefix(4) == [0x1F, 0x8B, 8, 0])
        #expect(output.suffix(4) == [3, 0, 0, 0])
    }
}
