#if Services
import SluiceCore
import SluiceNetwork
import SluiceTestSupport
import SluiceThreading
import Synchronization
import Testing

/// Answers each line in capitals.
final class Shout: StreamRequestHandler {
    override func handle() throws {
        while let line = try rfile.readLine() {
            if line == "fail" { throw IOFailure(.read, "line", reason: "it was to fail") }
            try wfile.write(line.uppercased() + "\n")
        }
    }
}

/// What was told, in order.
final class Log: Sendable {
    private let all = Monitor<[String]>([])
    var lines: [String] { all.update { $0 } }
    func note(_ line: String) { all.update { $0.append(line) } }
}

func ask(_ address: SocketAddress, _ lines: String...) throws -> [String] {
    let file = try Socket.createConnection(address, timeout: patience).makeFile()
    var answers: [String] = []
    for line in lines {
        guard let answer = try file.ask(line) else { break }
        answers.append(answer)
    }
    file.reader.socket.close()
    return answers
}

@Suite struct BaseServerTests {
    @Test func `A server serves one after the other, until it is shut down from elsewhere`() throws {
        let server = try TCPServer(.loopback(), handler: Shout.self)
        #expect(server.serverAddress.port != 0)
        #expect(server.fileno == server.socket.fileno)
        let running = try Aside { try server.serveForever() }
        #expect(try ask(server.serverAddress, "a", "b") == ["A", "B"])
        #expect(try ask(server.serverAddress, "c") == ["C"])
        server.shutdown()
        try running.value()
        // It may run again.
        let again = try server.start()
        #expect(try ask(server.serverAddress, "d") == ["D"])
        server.stop()
        try again.join()
        #expect(server.socket.isClosed)
    }

    @Test func `A closed server does not run, and one that runs does not run twice`() throws {
        let server = try TCPServer(.loopback(), handler: Shout.self)
        let address = server.serverAddress
        try server.start()
        let twice = #expect(throws: IOFailure.self) { try server.serveForever() }
        #expect(twice?.description == "cannot listen on '\(address)': the server is running already")
        #expect(server.stop())
        #expect(server.stop())
        let closed = #expect(throws: IOFailure.self) { try server.serveForever() }
        #expect(closed?.description == "cannot listen on '\(address)': the server is closed")
        #expect(throws: IOFailure.self) { _ = try Socket.createConnection(address) }
    }

    @Test func `One request may be taken by itself, and waited for as long as is said`() throws {
        final class Waiting: TCPServer, @unchecked Sendable {
            let log = Log()
            override func handleTimeout() { log.note("timeout") }
        }
        var options = ServerOptions()
        options.timeout = .milliseconds(1)
        let server = try Waiting(.loopback(), handler: Shout.self, options: options)
        try server.handleRequest()
        #expect(server.log.lines == ["timeout"])

        options.timeout = patience
        let patient = try Waiting(.loopback(), handler: Shout.self, options: options)
        let asking = try Aside { try ask(patient.serverAddress, "x") }
        try patient.handleRequest()
        #expect(try asking.value() == ["X"])
        #expect(patient.log.lines == [])
    }

    @Test func `A handler that throws is told of, and the server goes on`() throws {
        let log = Log()
        var options = ServerOptions()
        options.onError = { error, address in log.note("\(error) \(address?.host ?? "nobody")") }
        for server in [
            try TCPServer(.loopback(), handler: Shout.self, options: options),
            try ThreadingTCPServer(.loopback(), handler: Shout.self, options: options),
        ] {
            try server.start()
            #expect(try ask(server.serverAddress, "fail") == [])
            #expect(try ask(server.serverAddress, "go on") == ["GO ON"])
            server.stop()
        }
        #expect(log.lines == .init(repeating: "cannot read 'line': it was to fail 127.0.0.1", count: 2))
    }

    @Test func `Every step may be overridden`() throws {
        final class Watched: TCPServer, @unchecked Sendable {
            let log = Log()
            override func serverBind() throws {
                log.note("bind")
                try super.serverBind()
            }
            override func serverActivate() throws {
                log.note("activate")
                try super.serverActivate()
            }
            override func getRequest() throws -> (Request, SocketAddress) {
                let taken = try super.getRequest()
                log.note("get")
                return taken
            }
            override func verifyRequest(_ request: Request, _ clientAddress: SocketAddress) -> Bool {
                log.note("verify")
                return log.lines.contains("process")
            }
            override func processRequest(_ request: Request, _ clientAddress: SocketAddress) throws {
                log.note("process")
                try super.processRequest(request, clientAddress)
            }
            override func finishRequest(_ request: Request, _ clientAddress: SocketAddress) throws {
                log.note("finish")
                try super.finishRequest(request, clientAddress)
            }
            override func shutdownRequest(_ request: Request) {
                log.note("shutdown")
                super.shutdownRequest(request)
            }
            override func closeRequest(_ request: Request) {
                log.note("close")
                super.closeRequest(request)
            }
            override func serverClose(drain: Duration?) -> Bool {
                log.note("server close")
                return super.serverClose(drain: drain)
            }
        }
        let server = try Watched(.loopback(), handler: Shout.self)
        let refused = try Aside { try ask(server.serverAddress, "a") }
        try server.handleRequest()
        _ = try? refused.value()
        server.log.note("process")
        let served = try Aside { try ask(server.serverAddress, "a") }
        try server.handleRequest()
        #expect(try served.value() == ["A"])
        _ = server.serverClose(drain: nil)
        #expect(
            server.log.lines == [
                "bind", "activate", "get", "verify", "shutdown", "close", "process", "get", "verify", "process",
                "finish",
                "shutdown", "close", "server close",
            ])
    }

    @Test func `A subclass may act each time that the server has looked, and stop it from within`() throws {
        final class Counting: TCPServer, @unchecked Sendable {
            let count = Atomic(0)
            override func serviceActions() {
                if count.add(1, ordering: .relaxed).newValue == 3 { shutdown() }
            }
        }
        let server = try Counting(.loopback(), handler: Shout.self)
        try server.serveForever(pollInterval: .milliseconds(1))
        #expect(server.count.load(ordering: .relaxed) == 3)
    }

    @Test func `A request may stop the server that serves it`() throws {
        let server = try TCPServer(.loopback()) { socket, _ in try socket.sendAll("bye\n") }
        let stopping = try TCPServer(.loopback(), options: server.options) { [server] request, address, running in
            running?.shutdown()
            return Shout(request: request, clientAddress: address, server: server)
        }
        let running = try stopping.start()
        #expect(try ask(stopping.serverAddress, "x") == ["X"])
        try running.join()
        server.serverClose()
    }

    @Test func `It may be bound later, and its address is refused where it is taken`() throws {
        let server = try TCPServer(.loopback(), handler: Shout.self, bindAndActivate: false)
        #expect(server.serverAddress.port == 0)
        try server.serverBind()
        try server.serverActivate()
        #expect(server.serverAddress.port != 0)
        let address = server.serverAddress
        let error = #expect(throws: IOFailure.self) { _ = try TCPServer(address, handler: Shout.self) }
        #expect(error?.description == "cannot bind to '\(address)': Address already in use")
        var options = ServerOptions()
        options.allowReusePort = true
        let one = try TCPServer(.loopback(), handler: Shout.self, options: options)
        _ = try TCPServer(one.serverAddress, handler: Shout.self, options: options)
    }

    @Test func `A scope closes it`() throws {
        let server = try ThreadingTCPServer(.loopback(), handler: Shout.self)
        let answer = try server.use { server in
            try server.start()
            return try ask(server.serverAddress, "x")
        }
        #expect(answer == ["X"])
        #expect(server.socket.isClosed)
    }
}
#endif
