#if Services
import SluiceStreaming
import Testing

@Suite struct DocumentServerTests {
    @Test func `Records come and go`() async throws {
        let answers = try await serving(.ndjson) { connection in
            for try await record in connection.records { try await connection.writer.write(record) }
        } _: { address in
            try await DocumentClient(address, framing: .ndjson).withConnection { connection in
                for id in 0..<100 { try await connection.writer.write(["id": JSON(id)]) }
                try await connection.writer.finish()
                var ids: [Int] = []
                for try await record in connection.records { ids.append(record.json?["id"]?.int ?? -1) }
                return ids
            }
        }
        #expect(answers == Array(0..<100))
    }
}
#endif
