#if Services
import Logging
import NIOCore
import SluiceCore
import SluiceStreaming
import SluiceTestSupport
import Testing

/// Peers that take their time, on purpose.
@Suite(.timeLimit(.minutes(5))) struct SlowPeerTests {
    /// Whoever has begun a record is to say 1,000 bytes a second.
    private static let strict: ServerLimits = {
        var limits = ServerLimits()
        limits.timeouts.bytesPerSecond = 1000
        limits.timeouts.rateWindow = .milliseconds(100)
        return limits
    }()

    @Test func `A thousand peers that send a byte now and then are ended, and one who only waits is not`() async throws
    {
        let count = ResourceUse.allowDescriptors(2500) ? 1000 : 300
        var limits = ServerLimits()
        limits.timeouts.bytesPerSecond = 100_000
        limits.timeouts.rateWindow = .milliseconds(400)
        let faults = Watched([String: Int]())
        let answer = try await serving(.ndjson, limits: limits) { connection in
            do { try await echo(connection) } catch {
                let code = (error as? ConnectionError)?.code.description ?? "\(error)"
                faults.update { $0[code, default: 0] += 1 }
                throw error
            }
        } _: { address in
            try await RawPeer.with(address) { waiting in
                try await waiting.send("[1]\n")
                _ = try await waiting.lines(1)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<count {
                        group.addTask {
                            try await RawPeer.with(address) { peer in
                                try await peer.send("[\"")
                                // Until it is thrown out.
                                for _ in 0..<600 {
                                    guard (try? await peer.send("x")) != nil else { break }
                                    try await Task.sleep(for: .milliseconds(100))
                                }
                                #expect(try await peer.rest() == "")
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                #expect(try await faults.wait { $0.values.reduce(0, +) >= count } == ["slow": count])
                try await waiting.send("[2]\n")
                return try await waiting.lines(2)
            }
        }
        #expect(answer == ["[1]", "[2]"])
    }

    @Test func `A peer that does not say enough is told apart from one that says nothing`() async throws {
        let notes = Notes()
        try await serving(.ndjson, limits: Self.strict, handler: notes.take) { address in
            try await RawPeer.with(address) { peer in
                try await peer.send("[1]\n{\"a\":")
                #expect(try await peer.rest() == "")
            }
        }
        #expect(
            try await notes.first(2) == [
                "[1]", "slow: record 1 came at 0 bytes/s, and at least 1000 are asked for",
            ])
    }

    @Test func `Who is between two stanzas owes nothing, whatever is kept of the stream`() async throws {
        let notes = Notes()
        try await serving(.xmlStanzas, limits: Self.strict, handler: notes.take) { address in
            try await RawPeer.with(address) { waiting in
                // Of these the parser is kept, and what it has read.
                try await waiting.send("<!DOCTYPE r [<!ENTITY e 'x'>]><r><a>&e;</a>")
                try await notes.wait { $0 == ["<a>x</a>"] }
                try await RawPeer.with(address) { slow in
                    try await slow.send("<r><a>")
                    #expect(try await slow.rest() == "")
                }
                try await waiting.send("<b/></r>")
                try await waiting.finish()
                try await notes.wait { $0.count == 4 }
            }
        }
        #expect(
            notes.value == [
                "<a>x</a>", "slow: record 0 came at 0 bytes/s, and at least 1000 are asked for", "<b />", "end",
            ])
    }

    /// Bytes that are no records, or are not taken as records: each byte must come in time all the same.
    @Test(arguments: ["parse", "opens", "receive"])
    func `A peer that does not say enough is ended wherever its bytes are read`(reading: String) async throws {
        var limits = Self.strict
        limits.timeouts.idle = .seconds(20)
        let notes = Notes()
        try await serving(.ndjson, limits: limits) { connection in
            do {
                switch reading {
                case "parse": _ = try await connection.parse(Ignoring())
                case "opens": _ = try await connection.opensDelivery()
                default: try await connection.receiveDelivery(into: MemoryStore())
                }
                notes.add("end")
            } catch {
                notes.add(plain(error))
                throw error
            }
        } _: { address in
            try await RawPeer.with(address) { peer in
                try await peer.send(reading == "parse" ? "[1," : "{\"deliv")
                #expect(try await peer.rest() == "")
            }
        }
        #expect(notes.value == ["slow: record 0 came at 0 bytes/s, and at least 1000 are asked for"])
    }

    private struct Ignoring: JSON.ContentHandler {}

    @Test(.enabled(if: Certificates.areMade, "openssl is missing"))
    func `Handshakes that stall are ended wherever they stall, and handlers never see them`() async throws {
        let certificates = try Certificates.shared
        var limits = ServerLimits()
        limits.timeouts.handshake = .seconds(3)
        let log = Notes()
        let answers = try await serving(
            .ndjson, tls: certificates.server(), limits: limits, logger: Logger(noting: log), handler: echo
        ) { address in
            // Nothing, the header of a record, and half of a greeting.
            for bytes in [[], [0x16, 3, 1, 2, 0], [0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3, 1, 2, 3]] as [[UInt8]] {
                try await RawPeer.with(address) { peer in
                    if !bytes.isEmpty { try await peer.send(bytes) }
                    #expect(try await peer.rest() == "")
                }
            }
            return try await DocumentClient(address, framing: .ndjson, tls: certificates.client())
                .withConnection { connection in
                    try await connection.writer.write([1])
                    try await connection.writer.finish()
                    return try await connection.records.reduce(into: []) { $0.append($1.json) }
                }
        }
        #expect(answers == [[1]])
        let reasons = log.value.filter { $0.hasPrefix("info no connection") }
        #expect(
            reasons
                == Array(
                    repeating: "info no connection reason=the TLS handshake was not over after 3.0 seconds", count: 3))
    }

    @Test func `Who writes to a peer that never reads is suspended, and told of it in the end`() async throws {
        var limits = ServerLimits()
        limits.timeouts.write = .seconds(1)
        let notes = Notes()
        let written = Watched(0)
        try await serving(.ndjson, limits: limits) { connection in
            let text = "\"" + String(repeating: "x", count: 64 << 10) + "\""
            do {
                for _ in 0..<1600 {
                    try await connection.writer.write(text: text)
                    written.update { $0 += text.utf8.count }
                }
                notes.add("all was taken")
            } catch {
                notes.add(plain(error))
                throw error
            }
        } _: { address in
            let faults = try await RawPeer.with(address, reads: false) { _ in try await notes.first(1) }
            #expect(faults == ["unread: the peer took nothing of what is to be sent for 1.0 seconds"])
        }
        // What the system's buffers take for both sides, and no more.
        #expect(written.value < 24 << 20)
    }

    @Test func `A peer that reads late gets all, whole`() async throws {
        let count = 300
        try await serving(.ndjson) { connection in
            let text = "\"" + String(repeating: "x", count: 64 << 10) + "\""
            for _ in 0..<count { try await connection.writer.write(text: text) }
        } _: { address in
            // So little room that every write is a short one.
            try await RawPeer.with(address, reads: false, receiveBuffer: 4096) { peer in
                try await peer.startReading()
                let text = try await peer.rest()
                #expect(text.utf8.count == count * ((64 << 10) + 3))
            }
        }
    }

    @Test func `A handler that does not read holds its peer back`() async throws {
        let released = Watched(false)
        let total = 32 << 20
        let received = Watched(0)
        try await serving(.ndjson) { connection in
            try await released.wait { $0 }
            for try await record in connection.records {
                let count = record.json?.string?.utf8.count ?? 0
                received.update { $0 += count }
            }
        } _: { address in
            try await RawPeer.with(address) { peer in
                let line = ByteBuffer(string: "\"" + String(repeating: "x", count: (64 << 10) - 3) + "\"\n")
                for _ in 0..<(total >> 16) { peer.channel.write(line, promise: nil) }
                peer.channel.flush()
                // Time for a fault to show: a server that reads on would take it all.
                var left = total
                for _ in 0..<100 {
                    try await Task.sleep(for: .milliseconds(20))
                    let now = try await peer.channel.getOption(.bufferedWritableBytes).get()
                    if now == left && now < total { break }
                    left = now
                }
                #expect(total - left < 24 << 20)
                released.update { $0 = true }
                try await peer.finish()
                #expect(try await peer.rest() == "")
            }
        }
        #expect(received.value == (total >> 16) * ((64 << 10) - 3))
    }
}
#endif
