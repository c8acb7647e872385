import SluiceTestSupport
import Testing

@testable import SluiceCore

@Suite struct NewlineCountTests {
    @Test func `Count and place are those of a plain loop, at every length and alignment`() {
        var noise = Noise(seed: 1)
        let text = noise.bytes(400)
        for start in 0..<20 {
            for end in start...text.count {
                let piece = text[start..<end]
                let counted = NewlineCount(text.span.extracting(start..<end))
                #expect(counted.count == piece.count { $0 == 10 })
                if let last = piece.lastIndex(of: 10) { #expect(counted.last == last - start) }
            }
        }
    }

    @Test func `No byte but 0x0A is a newline`() {
        let others = (0...255).filter { $0 != 10 }.map { UInt8($0) }
        #expect(NewlineCount(others.span).count == 0)
        #expect(NewlineCount([UInt8]().span).count == 0)
    }
}
