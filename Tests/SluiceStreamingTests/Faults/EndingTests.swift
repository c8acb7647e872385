#if Services
import Logging
import NIOCore
import ServiceLifecycle
import SluiceCore
@testable import SluiceStreaming
import SluiceTestSupport
import Testing

/// Cancellation, shutdown, and handlers that fail.
@Suite(.timeLimit(.minutes(5))) struct EndingTests {
    // MARK: - Cancelled

    /// Cancels the server when handlers are where they are wanted, and says what they noted.
    private func cancelled(
        _ text: String, _ handler: @escaping @Sendable (DocumentConnection, Notes) async throws -> Void
    ) async throws -> [String] {
        let notes = Notes()
        try await serving(.ndjson) { connection in
            do { try await handler(connection, notes) } catch {
                notes.add(plain(error))
                throw error
            }
            notes.add("returned")
        } _: { address in
            let peer = try await RawPeer.connect(to: address)
            try await peer.send(text)
            _ = try await notes.first(1)
        }
        // The server has ended: then handlers have, too.
        return notes.value
    }

    @Test func `A server that is cancelled cancels handlers that read`() async throws {
        let notes = try await cancelled("[1]\n") { connection, notes in
            for try await record in connection.records { notes.add(StreamOutcome.describe(record)) }
        }
        #expect(notes == ["[1]", "CancellationError()"])
    }

    @Test func `A server that is cancelled cancels handlers in the middle of a document`() async throws {
        let notes = try await cancelled("[1,") { connection, notes in
            _ = try await connection.parse(NotingHandler(notes: notes))
        }
        #expect(notes == ["number", "CancellationError()"])
    }

    @Test func `A server that is cancelled cancels handlers at their own work`() async throws {
        let never = Watched(false)
        let notes = try await cancelled("[1]\n") { connection, notes in
            notes.add("at work")
            try await never.wait { $0 }
        }
        #expect(notes == ["at work", "CancellationError()"])
    }

    @Test func `A server that is cancelled cancels handlers that wait for a peer to read`() async throws {
        let notes = Notes()
        try await serving(.ndjson) { connection in
            let text = "\"" + String(repeating: "x", count: 60_000) + "\""
            notes.add("writing")
            let fault = await caught { while true { try await connection.writer.write(text: text) } }
            notes.add(fault ?? "")
        } _: { address in
            let peer = try await RawPeer.connect(to: address, reads: false)
            _ = try await notes.first(1)
            _ = consume peer
        }
        #expect(notes.value.count == 2)
        #expect(["CancellationError()", "closed: the connection is closed"].contains(notes.value.last ?? ""))
    }

    @Test func `A client's task that is cancelled ends its connection`() async throws {
        let notes = Notes()
        let reading = Watched(false)
        try await serving(.ndjson, handler: notes.take) { address in
            let client = Task {
                try await DocumentClient(address, framing: .ndjson).withConnection { connection in
                    try await connection.writer.write([1])
                    reading.update { $0 = true }
                    for try await _ in connection.records {}
                }
            }
            try await reading.wait { $0 }
            _ = try await notes.first(1)
            client.cancel()
            let fault = await caught { try await client.value }
            #expect(fault == "CancellationError()")
            _ = try await notes.first(2)
        }
        #expect(notes.value == ["[1]", "end"])
    }

    @Test func `A client's task that is cancelled does not wait for a server that does not read`() async throws {
        let never = Watched(false)
        let isFull = Watched(false)
        try await serving(.ndjson) { _ in
            try await never.wait { $0 }
        } _: { address in
            var options = ClientOptions()
            options.timeouts.write = .seconds(3600)
            let client = DocumentClient(address, framing: .ndjson, options: options)
            let writing = Task {
                try await client.withConnection { connection in
                    // More than the system takes: the rest is to be sent when the connection is ended.
                    try await connection.writer.write(bytes: [UInt8](repeating: 0x20, count: 32 << 20))
                    isFull.update { $0 = true }
                    for try await _ in connection.records {}
                }
            }
            try await isFull.wait { $0 }
            writing.cancel()
            let fault = try await within { await caught { try await writing.value } }
            #expect(fault == "CancellationError()")
        }
    }

    @Test func `A client's task that is cancelled does not wait for a connection to come about`() async throws {
        let never = Watched(false)
        let notes = Notes()
        try await serving(.ndjson) { _ in
            notes.add("there")
            try await never.wait { $0 }
        } _: { address in
            var options = ClientOptions(retry: .forever)
            options.timeouts.handshake = .seconds(3600)
            let client = try DocumentClient(address, framing: .ndjson, tls: .client(), options: options)
            let connecting = Task { try await client.withConnection { _ in } }
            // The server knows nothing of TLS, and says nothing.
            _ = try await notes.first(1)
            connecting.cancel()
            let fault = try await within { await caught { try await connecting.value } }
            #expect(fault == "CancellationError()")
        }
        #expect(notes.value == ["there"])
    }

    // MARK: - Shutdown

    /// Starts a server, and gives a closure its address and what shuts it down.
    private func shutting(
        _ limits: ServerLimits, tls: StreamTLS? = nil, _ handler: @escaping DocumentServer.Handler,
        _ body: (StreamAddress, ServiceGroup) async throws -> Void
    ) async throws {
        let log = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        let server = DocumentServer(
            .tcp(host: "127.0.0.1", port: 0), framing: .ndjson, tls: tls, limits: limits, logger: log, handler: handler)
        let address = try await server.bind()
        let group = ServiceGroup(services: [server], logger: log)
        let running = Task { try await group.run() }
        try await body(address, group)
        try await running.value
    }

    @Test func `Last words at a shutdown arrive, though the peer has sent more than anyone has read`() async throws {
        var limits = ServerLimits()
        limits.linger = .seconds(60)
        let notes = Notes()
        let released = Watched(false)
        let words = "\"" + String(repeating: "x", count: 32 << 10) + "\""
        try await shutting(limits) { connection in
            var records = connection.records.makeAsyncIterator()
            _ = try await records.next()
            notes.add("at work")
            try await released.wait { $0 }
            while try await records.next() != nil {}
            try await connection.writer.write(text: words)
            notes.add("said")
        } _: { address, group in
            // So little room that most of the words wait in the server's system.
            try await RawPeer.with(address, reads: false, receiveBuffer: 4096) { peer in
                let line = ByteBuffer(string: "\"" + String(repeating: "y", count: (64 << 10) - 3) + "\"\n")
                for _ in 0..<400 { peer.channel.write(line, promise: nil) }
                peer.channel.flush()
                _ = try await notes.first(1)
                await group.triggerGracefulShutdown()
                released.update { $0 = true }
                _ = try await notes.first(2)
                try await peer.startReading()
                let count = try await peer.count(words.utf8.count + 1)
                #expect(count == words.utf8.count + 1)
            }
        }
    }

    @Test(.enabled(if: Certificates.areMade, "openssl is missing"))
    func `Handshakes that are not over end with the server, and nobody is served afterwards`() async throws {
        let certificates = try Certificates.shared
        var limits = ServerLimits()
        limits.timeouts.handshake = .seconds(3600)
        let notes = Notes()
        let silent = Watched<RawPeer?>(nil)
        try await shutting(limits, tls: certificates.server()) { connection in
            notes.add("served")
            try await echo(connection)
        } _: { address, group in
            let peer = try await RawPeer.connect(to: address)
            silent.update { $0 = peer }
            // They are let in one behind the other.
            try await DocumentClient(address, framing: .ndjson, tls: certificates.client()).withConnection {
                connection in
                try await connection.writer.write([1])
                var records = connection.records.makeAsyncIterator()
                _ = try await records.next()
            }
            await group.triggerGracefulShutdown()
        }
        // The server has ended: so has the peer's connection.
        let rest = try await within { try await silent.value?.rest() }
        #expect(rest == "")
        #expect(notes.value == ["served"])
    }

    @Test func `A graceful shutdown lets a thousand connections finish what they are at`() async throws {
        let count = ResourceUse.allowDescriptors(2500) ? 1000 : 300
        // However long it takes until all are there: the first have part of a record all the time.
        let server = DocumentServer(
            .tcp(host: "127.0.0.1", port: 0), framing: .ndjson, limits: .patient, logger: Logger(noting: Notes())
        ) { connection in
            for try await record in connection.records { try await connection.writer.write(record) }
            try await connection.writer.write("bye")
        }
        let address = try await server.bind()
        let group = ServiceGroup(
            services: [server], logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() })
        let running = Task { try await group.run() }
        var peers: [RawPeer] = []
        for number in 0..<count {
            let peer = try await RawPeer.connect(to: address)
            // A whole record, and a part of one, which nobody asks for any more.
            try await peer.send("[\(number)]\n[")
            peers.append(peer)
        }
        for peer in peers { _ = try await peer.lines(1) }
        await group.triggerGracefulShutdown()
        for (number, peer) in peers.enumerated() {
            let rest = try await peer.rest()
            #expect(rest == "[\(number)]\n\"bye\"\n")
        }
        try await running.value
    }

    @Test func `Connections that do not finish within the time are cancelled and closed`() async throws {
        let notes = Notes()
        var limits = ServerLimits()
        limits.drain = .milliseconds(200)
        let never = Watched(false)
        let server = DocumentServer(.tcp(host: "127.0.0.1", port: 0), framing: .ndjson, limits: limits) { connection in
            notes.add("at work")
            do { try await never.wait { $0 } } catch { notes.add(plain(error)) }
        }
        let address = try await server.bind()
        let group = ServiceGroup(
            services: [server], logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() })
        let running = Task { try await group.run() }
        var peers: [RawPeer] = []
        for _ in 0..<50 { peers.append(try await RawPeer.connect(to: address)) }
        _ = try await notes.first(50)
        await group.triggerGracefulShutdown()
        try await running.value
        for peer in peers { _ = try await peer.rest() }
        #expect(notes.value.filter { $0 == "CancellationError()" }.count == 50)
    }

    @Test func `A listener that the system takes away is no end in order`() async throws {
        let notes = Notes()
        let server = DocumentServer(
            .tcp(host: "127.0.0.1", port: 0), framing: .ndjson, logger: Logger(noting: Notes()), handler: notes.take)
        let address = try await server.bind()
        let running = Task { try await server.run() }
        try await RawPeer.with(address) { peer in
            try await peer.send("[1]\n")
            _ = try await notes.first(1)
            try await server.channel?.close().get()
            let fault = await caught { try await running.value }
            #expect(fault == "closed: the socket that listens was closed")
        }
        #expect(notes.value == ["[1]", "end"])
    }

    // MARK: - Handlers

    @Test func `A document that cannot be parsed is the peer's fault, and not the handler's`() async throws {
        let log = Notes()
        let notes = Notes()
        try await serving(.wholeDocument(.json), logger: Logger(noting: log)) { connection in
            _ = try await connection.parse(NotingHandler(notes: notes))
        } _: { address in
            try await RawPeer.with(address) { peer in
                try await peer.send("[1,oops]")
                _ = try await peer.rest()
            }
        }
        let lines = log.value.filter { $0.hasPrefix("error") || $0.contains("bad record") }
        #expect(lines.count == 1)
        #expect(lines.first?.hasPrefix("info bad record reason=") == true, "\(lines)")
    }

    @Test func `A handler that throws ends its own connection, is logged, and harms no other`() async throws {
        let log = Notes()
        struct Fault: Error {}
        try await serving(.ndjson, logger: Logger(noting: log)) { connection in
            for try await record in connection.records {
                if record.json == [0] { throw Fault() }
                try await connection.writer.write(record)
            }
        } _: { address in
            try await RawPeer.with(address) { good in
                try await good.send("[1]\n")
                _ = try await good.lines(1)
                for _ in 0..<20 {
                    try await RawPeer.with(address) { peer in
                        try await peer.send("[2]\n[0]\n[3]\n")
                        let rest = try await peer.rest()
                        #expect(rest == "[2]\n")
                    }
                }
                try await good.send("[4]\n")
                let lines = try await good.lines(2)
                #expect(lines == ["[1]", "[4]"])
            }
        }
        #expect(log.value.filter { $0 == "error the handler failed reason=Fault()" }.count == 20)
    }

    @Test func `A handler that waits for long holds nobody else up`() async throws {
        let released = Watched(false)
        try await serving(.ndjson) { connection in
            for try await record in connection.records {
                if record.json == ["wait"] { try await released.wait { $0 } }
                try await connection.writer.write(record)
            }
        } _: { address in
            var waiting: [RawPeer] = []
            for _ in 0..<100 {
                let peer = try await RawPeer.connect(to: address)
                try await peer.send("[\"wait\"]\n")
                waiting.append(peer)
            }
            try await RawPeer.with(address) { peer in
                try await peer.send("[1]\n")
                let lines = try await peer.lines(1)
                #expect(lines == ["[1]"])
            }
            released.update { $0 = true }
            for peer in waiting {
                let lines = try await peer.lines(1)
                #expect(lines == ["[\"wait\"]"])
            }
        }
    }

    @Test func `What is written after the connection has ended is an error`() async throws {
        let kept = Watched<DocumentWriter?>(nil)
        try await serving(.ndjson) { connection in
            let writer = connection.writer
            kept.update { $0 = writer }
            try await writer.finish()
            let fault = await caught { try await writer.write([2]) }
            #expect(fault == "closed: this side of the connection has been ended")
        } _: { address in
            try await RawPeer.with(address) { peer in
                let rest = try await peer.rest()
                #expect(rest == "")
            }
        }
        let writer = try #require(kept.value)
        var faults: [String?] = []
        faults.append(await caught { try await writer.write([1]) })
        faults.append(await caught { try await writer.write(text: "1") })
        faults.append(await caught { try await writer.write(contentsOf: [.json(1)]) })
        faults.append(await caught { try await writer.write(bytes: [1]) })
        #expect(faults == Array(repeating: "closed: this side of the connection has been ended", count: 4))
        let finishing = await caught { try await writer.finish() }
        #expect(finishing == nil)
    }
}

/// Notes the numbers of a document.
private struct NotingHandler: JSON.ContentHandler {
    let notes: Notes

    mutating func number(_ number: JSON.NumberText) { notes.add("number") }
}
#endif
