#if Services
import Logging
import SluiceStreaming
import SluiceTestSupport
import Testing

/// What peers say never reaches a log or a terminal as it is.
@Suite(.timeLimit(.minutes(5))) struct VisibleTextTests {
    private static let evil = "\u{1B}]0;x\u{7}\u{9B}2J\r\n\u{0}\u{7F}"

    private func expectVisible(_ texts: [String], sourceLocation: SourceLocation = #_sourceLocation) {
        for text in texts {
            let found = text.unicodeScalars.filter { $0.properties.generalCategory == .control && $0 != "\n" }
            #expect(found.isEmpty, "\(text.debugDescription)", sourceLocation: sourceLocation)
        }
    }

    @Test func `Bad records leave no control characters in a log, on one line each`() async throws {
        let log = Notes()
        let evil = Self.evil
        let texts = [
            evil, "[\(evil)", "{\"a\(evil)\":1}", "\"\(evil)\"", "tru\(evil)", "<a \(evil)", "<\(evil)/>", "&\(evil);",
        ]
        for framing in [DocumentFraming.ndjson, .wholeDocument(.xml), .xmlStanzas, .sniffed, .jsonSequence] {
            try await serving(framing, logger: Logger(noting: log)) { connection in
                for try await _ in connection.records {}
            } _: { address in
                for text in texts {
                    try await RawPeer.with(address) { peer in
                        try await peer.send(text)
                        try? await peer.finish()
                        _ = try await peer.rest()
                    }
                }
            }
        }
        #expect(log.value.filter { $0.hasPrefix("info bad record") }.count > 20)
        for line in log.value {
            #expect(
                !line.unicodeScalars.contains { $0.properties.generalCategory == .control }, "\(line.debugDescription)")
        }
    }

    @Test func `A handler's error that repeats what a peer said is made visible`() async throws {
        struct Repeating: Error { let text: String }
        let log = Notes()
        try await serving(.ndjson, logger: Logger(noting: log)) { connection in
            for try await record in connection.records { throw Repeating(text: record.json?.string ?? "") }
        } _: { address in
            try await RawPeer.with(address) { peer in
                try await peer.send("\"\\u001b[2J\\u0007\"\n")
                _ = try await peer.rest()
            }
        }
        #expect(log.value.contains { $0.hasPrefix("error the handler failed") })
        expectVisible(log.value)
    }

    @Test func `What servers say about deliveries and calls is made visible`() async throws {
        let evil = JSON(Self.evil)
        let answers: [JSON] = [
            ["received": 0, "error": evil], ["received": 0, "error": evil, "retry": true], ["received": evil],
        ]
        for answer in answers {
            let found = try await serving(.ndjson) { connection in
                try await connection.writer.write(bytes: Array(answer.description.utf8) + [0x0A])
                for try await _ in connection.records {}
            } _: { address -> [String] in
                do {
                    try await DocumentClient(address, framing: .ndjson).deliver(.records([.json([1])]), stream: "a")
                    return []
                } catch {
                    return ["\(error)"]
                }
            }
            #expect(found.count == 1)
            expectVisible(found)
        }
        expectVisible(["\(RPCError(code: 1, message: Self.evil))"])
    }
}
#endif
