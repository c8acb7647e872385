#if Services
import SluiceStreaming
import SluiceTestSupport
import Testing

@Suite struct DeliveryTests {
    @Test func `Records are delivered, and acknowledged when they are on the disk`() async throws {
        let folder = try TemporaryDirectory()
        let store = try DeliveryFile(folder.file("out.ndjson"))
        let records = (0..<1000).map { StreamRecord.json(["id": JSON($0)]) }
        let count = try await serving(.ndjson) { connection in
            guard try await connection.opensDelivery() else { return }
            try await connection.receiveDelivery(into: store)
        } _: { address in
            let client = DocumentClient(address, framing: .ndjson)
            let first = try await client.deliver(.records(records), stream: "a")
            // Once more is never twice.
            let again = try await client.deliver(.records(records), stream: "a")
            return [first, again]
        }
        #expect(count == [1000, 1000])
        #expect(try lines(folder.file("out.ndjson")) == (0..<1000).map { "{\"id\":\($0)}" })
    }
}
#endif
