#if Services
import SluiceCore
import SluiceStreaming
import SluiceTestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct DocumentClientTests {
    @Test func `Who waits for a server finds it when it comes`() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("late")
        let options = ClientOptions(
            retry: RetryPolicy(attempts: .max, first: .milliseconds(2), longest: .milliseconds(5)))
        async let answer = DocumentClient(.unix(path), framing: .ndjson, options: options).withConnection {
            connection in
            try await connection.writer.write([1])
            var records = connection.records.makeAsyncIterator()
            return try await records.next()?.json
        }
        let answered = Watched(false)
        try await serving(.ndjson, at: .unix(path)) { connection in
            try await echo(connection)
            answered.update { $0 = true }
        } _: { _ in
            try await answered.wait { $0 }
        }
        #expect(try await answer == [1])
    }

    @Test func `What the closure throws passes through, and the connection is closed`() async throws {
        let notes = Notes()
        try await serving(.ndjson, handler: notes.take) { address in
            var options = ClientOptions()
            options.linger = .zero
            let found = await caught {
                try await DocumentClient(address, framing: .ndjson, options: options).withConnection { connection in
                    try await connection.writer.write([1])
                    throw StoreFailure()
                }
            }
            #expect(found == "StoreFailure()")
            _ = try await notes.first(2)
        }
        #expect(notes.value == ["[1]", "end"])
    }

    @Test func `A name that TLS has no place for is an error`() async throws {
        try await serving(.ndjson, handler: echo) { address in
            let tls = try StreamTLS.client(serverName: "127.0.0.1")
            let found = await caught {
                try await DocumentClient(address, framing: .ndjson, tls: tls).withConnection { _ in }
            }
            #expect(found?.hasPrefix("tls: ") == true, "\(found ?? "")")
        }
    }

    @Test func `Answers may be framed otherwise than questions`() async throws {
        let framing = DocumentFraming.lengthPrefixed(.varint, content: .json)
        let answers = try await serving(.ndjson, replies: framing, handler: echo) { address in
            try await DocumentClient(address, framing: .ndjson, replies: framing).withConnection { connection in
                try await connection.writer.write(contentsOf: [.json([1]), .json([2])])
                try await connection.writer.finish()
                return try await connection.records.reduce(into: []) { $0.append($1.json) }
            }
        }
        #expect(answers == [[1], [2]])
    }
}
#endif
