#if Services
import SluiceStreaming
import Testing

@Suite struct DocumentServerTests {
    @Test(arguments: [HandlerPlace.concurrentPool, .eventLoop])
    func `Records come and go`(place: HandlerPlace) async throws {
        let answers = try await serving(.ndjson, handlersOn: place) { connection in
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
