#if Services
import NIOCore
import Testing

@testable import SluiceStreaming

@Suite struct SpareBuffersTests {
    @Test func `What somebody has stays as it is`() {
        let sizes = [5, 20_000, 100_000, 600_000]
        let kept = (0..<100).map { number in
            SpareBuffers.copy(of: [UInt8](repeating: UInt8(number), count: sizes[number % 4]))
        }
        for (number, buffer) in kept.enumerated() {
            #expect(buffer.readableBytes == sizes[number % 4])
            #expect(buffer.readableBytesView.allSatisfy { $0 == UInt8(number) })
        }
    }
}
#endif
