#if Services
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
@testable import SluiceStreaming
import SluiceTestSupport
import Testing

/// Addresses that cannot be had, or not yet.
@Suite(.timeLimit(.minutes(5))) struct AddressTests {
    private func connecting(_ address: StreamAddress, timeout: Duration = .seconds(10)) async -> String? {
        var options = ClientOptions()
        options.connectTimeout = timeout
        options.linger = .zero
        return await caught {
            try await DocumentClient(address, framing: .ndjson, options: options).withConnection { _ in }
        }
    }

    @Test func `A port in use is refused in words that help`() async throws {
        try await serving(.ndjson, handler: echo) { address in
            let other = DocumentServer(address, framing: .ndjson, handler: echo)
            let fault = await caught { try await other.bind() }
            #expect(fault == "address: the address is in use: take port 0, or end what listens there")
        }
    }

    @Test func `An address of another machine is refused in words that help`() async throws {
        let server = DocumentServer(.tcp(host: "192.0.2.1", port: 0), framing: .ndjson, handler: echo)
        let fault = await caught { try await server.run() }
        #expect(fault == "address: the address is none of this machine's")
    }

    @Test func `A host that nobody knows is named`() async throws {
        let fault = await connecting(.tcp(host: "no\u{1B}such.invalid", port: 1))
        #expect(fault == "address: \"no\\u{1b}such.invalid\" is no known host")
    }

    @Test func `A port at which nobody listens is refused`() async throws {
        // Which nobody has had for decades.
        let fault = await connecting(.tcp(host: "127.0.0.1", port: 1))
        #expect(fault == "refused: nobody listens there")
    }

    @Test func `A socket that is not there is refused`() async throws {
        let folder = try TemporaryDirectory()
        let fault = await connecting(.unix(folder.file("none")))
        #expect(fault == "refused: there is no such socket")
    }

    @Test func `A server of IPv6 alone is found by it alone`() async throws {
        let server = DocumentServer(.tcp(host: "::1", port: 0), framing: .ndjson, handler: echo)
        do { try await server.bind() } catch { return }
        let address = try await server.bind()
        let running = Task { try await server.run() }
        guard case .tcp(let host, let port) = address else { return }
        #expect(host == "::1")
        #expect(address.description == "tcp://[::1]:\(port)")
        let found = await connecting(address)
        #expect(found == nil)
        let other = await connecting(.tcp(host: "127.0.0.1", port: port))
        #expect(other == "refused: nobody listens there")
        running.cancel()
        try await running.value
    }

    @Test func `A server that lets nobody in is given up`() async throws {
        // Its queue has room for two, and it takes nobody out.
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.backlog, value: 1).serverChannelOption(.autoRead, value: false)
            .bind(host: "127.0.0.1", port: 0).get()
        let address = StreamAddress.tcp(host: "127.0.0.1", port: listener.localAddress?.port ?? 0)
        var found: String?
        for _ in 0..<10 where found == nil { found = await connecting(address, timeout: .milliseconds(500)) }
        #expect(found == "timeout: no connection within 500 ms")
        try await listener.close()
    }

    @Test func `More connections than are granted wait until one ends`() async throws {
        var limits = ServerLimits()
        limits.connections = 2
        try await serving(.ndjson, limits: limits, handler: echo) { address in
            var peers: [RawPeer] = []
            for number in 0..<20 {
                let peer = try await RawPeer.connect(to: address)
                try await peer.send("[\(number)]\n")
                peers.append(peer)
            }
            for (number, peer) in peers.enumerated() {
                let lines = try await peer.lines(1)
                #expect(lines == ["[\(number)]"])
                await peer.close()
            }
        }
    }

    // MARK: - Sockets in the file system

    @Test func `Whoever is gone makes room only when the handler has done with what was said`() async throws {
        var limits = ServerLimits.patient
        limits.connections = 1
        let notes = Notes()
        let released = Watched(false)
        try await serving(.ndjson, limits: limits) { connection in
            defer { notes.add("done") }
            for try await record in connection.records {
                notes.add(StreamOutcome.describe(record))
                try await released.wait { $0 }
            }
        } _: { address in
            let first = try await RawPeer.connect(to: address)
            try await first.send("[1]\n")
            _ = try await notes.first(1)
            try await first.reset()
            try await RawPeer.with(address) { second in
                try await second.send("[2]\n")
                // Time to be let in, if there were room.
                try await Task.sleep(for: .milliseconds(100))
                #expect(notes.value == ["[1]"])
                released.update { $0 = true }
                let all = try await notes.first(3)
                #expect(all == ["[1]", "done", "[2]"])
            }
        }
    }

    @Test func `A socket that a killed server has left behind is taken over`() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("left")
        try await Subject.serving(at: path) { subject, _ in subject.kill() }
        #expect(Command.run("test -S '\(path)'") == 0)
        try await serving(.ndjson, at: .unix(path), handler: echo) { address in
            try await RawPeer.with(address) { peer in
                try await peer.send("[1]\n")
                let lines = try await peer.lines(1)
                #expect(lines == ["[1]"])
            }
        }
        #expect(Command.run("test -e '\(path)'") == 1)
    }

    @Test func `A server that still ends leaves its successor's socket alone`() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("passed on")
        let log = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        let released = Watched(false)
        let notes = Notes()
        let first = DocumentServer(.unix(path), framing: .ndjson, logger: log) { connection in
            for try await record in connection.records { notes.add(StreamOutcome.describe(record)) }
            try await released.wait { $0 }
        }
        try await first.bind()
        let group = ServiceGroup(services: [first], logger: log)
        let running = Task { try await group.run() }
        try await RawPeer.with(.unix(path)) { peer in
            try await peer.send("[1]\n")
            _ = try await notes.first(1)
            await group.triggerGracefulShutdown()
            let second = DocumentServer(.unix(path), framing: .ndjson, logger: log, handler: echo)
            // As soon as the first listens no more.
            try await first.channel?.closeFuture.get()
            try await second.bind()
            let serving = Task { try await second.run() }
            released.update { $0 = true }
            try await running.value
            try await RawPeer.with(.unix(path)) { peer in
                try await peer.send("[2]\n")
                let lines = try await peer.lines(1)
                #expect(lines == ["[2]"])
            }
            serving.cancel()
            try await serving.value
        }
        #expect(Command.run("test -e '\(path)'") == 1)
    }

    @Test func `A folder that is missing is told`() async throws {
        let server = DocumentServer(.unix("/nowhere/socket"), framing: .ndjson, handler: echo)
        let fault = await caught { try await server.bind() }
        #expect(fault == "address: there is no such folder")
    }

    @Test func `A socket at which somebody listens, and a file that is none, stay`() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("used")
        try await serving(.ndjson, at: .unix(path), handler: echo) { address in
            let other = DocumentServer(.unix(path), framing: .ndjson, handler: echo)
            let fault = await caught { try await other.bind() }
            #expect(fault == "address: the address is in use: take port 0, or end what listens there")
            try await RawPeer.with(address) { peer in
                try await peer.send("[1]\n")
                let lines = try await peer.lines(1)
                #expect(lines == ["[1]"])
            }
        }
        let file = try folder.write([1, 2, 3], to: "file")
        let other = DocumentServer(.unix(file), framing: .ndjson, handler: echo)
        let fault = await caught { try await other.bind() }
        #expect(fault == "address: the address is in use: take port 0, or end what listens there")
        #expect(try bytes(file) == [1, 2, 3])
    }
}
#endif
