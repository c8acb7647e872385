#if Services
import SluiceStreaming
import Testing

@Suite(.timeLimit(.minutes(5))) struct DocumentRecordsTests {
    @Test func `Whoever breaks off a loop goes on with another, and each record comes once`() async throws {
        let notes = Notes()
        try await serving(.ndjson) { connection in
            for try await record in connection.records {
                notes.add(StreamOutcome.describe(record))
                break
            }
            var records = connection.records.makeAsyncIterator()
            while let text = try await records.nextText() {
                notes.add("\(records.ordinal)@\(records.offset) " + String(decoding: text, as: UTF8.self))
                while let record = try records.nextArrived() { notes.add(StreamOutcome.describe(record)) }
            }
        } _: { address in
            try await RawPeer.with(address) { peer in
                try await peer.send("[1]\n")
                _ = try await notes.first(1)
                try await peer.send("[2.5]\n[3]\n")
                try await peer.finish()
                _ = try await peer.rest()
            }
        }
        #expect(notes.value == ["[1]", "1@4 [2.5]", "[3]"])
    }

    @Test func `The framing that was sniffed is known with the first record`() async throws {
        let notes = Notes()
        try await serving(.sniffed, replies: .ndjson) { connection in
            for try await record in connection.records {
                notes.add("\(connection.framing) \(StreamOutcome.describe(record))")
            }
        } _: { address in
            for text in ["[1]", "\u{1E}[1]\n", "<a/>", "what"] {
                try await RawPeer.with(address) { peer in
                    try await peer.send(text)
                    try await peer.finish()
                    _ = try await peer.rest()
                }
            }
        }
        #expect(notes.value == ["concatenated-json [1]", "json-sequence [1]", "document-xml <a />"])
    }
}
#endif
