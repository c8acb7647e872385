#if Services
@testable import SluiceStreaming
import Testing

@Suite struct DeliveryStoreTests {
    private var batch: DeliveryBatch {
        var batch = DeliveryBatch(stream: "a", first: 5)
        for text in ["[5]", "[6]", "[7]"] { batch.append(Array(text.utf8)) }
        return batch
    }

    private func text(after received: Int) -> String? {
        batch.text(after: received).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `A batch gives what is new to one who has the records before it`() {
        #expect(text(after: 4) == nil)
        #expect(text(after: 5) == "[5]\n[6]\n[7]\n")
        #expect(text(after: 7) == "[7]\n")
        #expect(text(after: 8) == "")
        #expect(text(after: 100) == "")
    }

    @Test func `It tells where each record ends`() {
        #expect(batch.count == 3)
        #expect(batch.ends == [4, 8, 12])
        #expect(DeliveryBatch(stream: nil, first: 0).count == 0)
    }
}
#endif
