#if Services
import SluiceCore
import SluiceStreaming
import Testing

/// Peers that go away: in the middle, without a word, with a reset.
@Suite(.timeLimit(.minutes(5))) struct BrokenConnectionTests {
    private static let halves: [(DocumentFraming, [UInt8], String)] = [
        (.ndjson, Array("{\"a\":1}\n{\"b\":".utf8), "truncated: expected a value but the text ends"),
        (.concatenatedJSON, Array("{\"a\":1} {\"b\":".utf8), "truncated: expected a value but the text ends"),
        (.jsonSequence, Array("\u{1E}{\"a\":1}\n\u{1E}{\"b\":".utf8), "truncated: expected a value but the text ends"),
        (
            .lengthPrefixed(.uint32BigEndian, content: .json), frame("{\"a\":1}") + [0, 0, 0, 9, 0x7B],
            "truncated: the stream ends 8 bytes before the end of a document"
        ),
        (.xmlStanzas, Array("<s><a>1</a><b>".utf8), "truncated: expected '</b>' but the document ends"),
    ]

    @Test(arguments: halves)
    func `A stream that ends within a record is truncated, and what came before is delivered`(
        framing: DocumentFraming, bytes: [UInt8], expected: String
    ) async throws {
        let notes = Notes()
        try await serving(framing, handler: notes.take) { address in
            try await RawPeer.with(address) { peer in
                try await peer.send(bytes)
                try await peer.finish()
                // Word of the end comes back: the server has closed its side, too.
                #expect(try await peer.rest() == "")
            }
        }
        let first = framing == .xmlStanzas ? "<a>1</a>" : "{\"a\":1}"
        let found = try await notes.first(2)
        #expect(found == [first, expected])
    }

    @Test func `A peer that vanishes is given up after the idle time, and no other is`() async throws {
        var limits = ServerLimits()
        limits.timeouts.idle = .seconds(2)
        let notes = Notes()
        let released = Watched(false)
        try await serving(.ndjson, limits: limits) { connection in
            for try await record in connection.records {
                notes.add(StreamOutcome.describe(record))
                // Whose handler is at work owes nothing.
                if record.json?["wait"] != nil { try await released.wait { $0 } }
                let fault = await caught { try await connection.writer.write(record) }
                notes.add(fault ?? "sent")
            }
        } _: { address in
            try await RawPeer.with(address) { patient in
                try await patient.send("{\"wait\":1}\n")
                try await RawPeer.with(address) { gone in
                    try await gone.send("[2]\n")
                    #expect(try await gone.rest() == "[2]\n")
                }
                released.update { $0 = true }
                let lines = try await patient.lines(1)
                #expect(lines == ["{\"wait\":1}"], "\(notes.value)")
            }
        }
    }

    @Test func `Giving up an idle peer is told to the handler`() async throws {
        var limits = ServerLimits()
        limits.timeouts.idle = .milliseconds(100)
        let notes = Notes()
        try await serving(.ndjson, limits: limits, handler: notes.take) { address in
            let rest = try await RawPeer.with(address) { try await $0.rest() }
            #expect(rest == "")
        }
        #expect(try await notes.first(1) == ["idle: nothing came or went for 0.1 seconds"])
    }

    @Test func `A reset within a record is told to the handler, and the server goes on`() async throws {
        let notes = Notes()
        try await serving(.ndjson, handler: notes.take) { address in
            let peer = try await RawPeer.connect(to: address)
            try await peer.send("[1]\n[2")
            _ = try await notes.first(1)
            try await peer.reset()
            let found = try await notes.first(2)
            #expect(found == ["[1]", "reset: the peer broke the connection off"])
            try await RawPeer.with(address) { peer in
                try await peer.send("[3]\n")
                try await peer.finish()
                #expect(try await notes.first(4).suffix(2) == ["[3]", "end"])
            }
        }
    }

    @Test func `A reset between records is not taken for an end`() async throws {
        let notes = Notes()
        try await serving(.ndjson, handler: notes.take) { address in
            let peer = try await RawPeer.connect(to: address)
            try await peer.send("[1]\n")
            _ = try await notes.first(1)
            try await peer.reset()
            #expect(try await notes.first(2) == ["[1]", "reset: the peer broke the connection off"])
        }
    }

    @Test func `Resets before anyone is let in harm nobody`() async throws {
        var limits = ServerLimits()
        limits.connections = 1
        try await serving(.ndjson, limits: limits, handler: echo) { address in
            let holder = try await RawPeer.connect(to: address)
            try await holder.send("[0]\n")
            #expect(try await holder.lines(1) == ["[0]"])
            // They wait in the system's queue, where they are found reset.
            var waiting: [RawPeer] = []
            for _ in 0..<100 { waiting.append(try await RawPeer.connect(to: address)) }
            for peer in waiting { try await peer.reset() }
            await holder.close()
            try await RawPeer.with(address) { peer in
                try await peer.send("[1]\n")
                #expect(try await peer.lines(1) == ["[1]"])
            }
        }
    }

    @Test func `A reset while the server writes fails the writer`() async throws {
        let notes = Notes()
        try await serving(.ndjson) { connection in
            let text = "\"" + String(repeating: "x", count: 60_000) + "\""
            let fault = await caught { while true { try await connection.writer.write(text: text) } }
            notes.add(fault ?? "")
            // And once more: an error, and no signal.
            notes.add(await caught { try await connection.writer.write(text: text) } ?? "")
        } _: { address in
            let peer = try await RawPeer.connect(to: address, reads: false)
            try await peer.startReading()
            _ = try await peer.count(1_000_000)
            try await peer.reset()
            let faults = try await notes.first(2)
            #expect(faults == Array(repeating: "reset: the peer broke the connection off", count: 2))
        }
    }

    @Test func `Clients are told of a server that breaks off`() async throws {
        try await serving(.ndjson, handler: echo) { address in
            let proxy = try await CuttingProxy(to: address) { _ in .init(downstream: 6, isReset: true) }
            let notes = Notes()
            var options = ClientOptions()
            options.timeouts.bytesPerSecond = 0
            let client = DocumentClient(proxy.address, framing: .ndjson, options: options)
            let failure = await caught {
                try await client.withConnection { connection in
                    for n in 1...3 { try await connection.writer.write([JSON(n)]) }
                    try await notes.take(connection)
                }
            }
            #expect(failure == "reset: the peer broke the connection off")
            #expect(notes.value.first == "[1]" || notes.value == ["reset: the peer broke the connection off"])
            await proxy.close()
        }
    }
}
#endif
