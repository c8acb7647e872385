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

/// What holds handlers until it lets them go, whatever becomes of their connections.
final class Held: Sendable {
    private let begun = Threading.Semaphore(0)
    private let isOver = Threading.Event()

    /// For the handler.
    func serve(_ socket: Socket) throws {
        try begun.release()
        isOver.wait()
        try socket.sendAll("done")
    }

    /// Returns when a handler is being held.
    func untilBegun() { begun.acquire() }
    func letGo() { isOver.set() }
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

    /// Tells what it takes beside how many others, and when its time is over.
    private final class Counted: TCPServer, @unchecked Sendable {
        let log = Log()
        override func verifyRequest(_ request: Request, _ clientAddress: SocketAddress) -> Bool {
            log.note("beside \(activeRequests)")
            return true
        }
        override func handleTimeout() { log.note("timeout") }
    }

    @Test func `With no time at all, one request is taken if it is there`() throws {
        var options = ServerOptions()
        options.timeout = .zero
        let server = try Counted(.loopback(), options: options) { socket, _ in try socket.sendAll("hello") }
        try server.handleRequest()
        let client = try Socket.createConnection(server.serverAddress, timeout: patience)
        try server.socket.waitUntilReadable()
        try server.handleRequest()
        #expect(try drain(client) == Array("hello".utf8))
        #expect(server.log.lines == ["timeout", "beside 0"])
    }

    @Test func `One by one no more are taken than may be, within the time`() throws {
        var options = ServerOptions()
        options.threads = 1
        options.maxRequests = 1
        options.timeout = .milliseconds(5)
        let held = Held()
        let hasty = try Counted(.loopback(), options: options) { socket, _ in try held.serve(socket) }
        let clients = try (0..<2).map { _ in try Socket.createConnection(hasty.serverAddress, timeout: patience) }
        try until {
            try hasty.handleRequest()
            return hasty.log.lines.last != "timeout"
        }
        held.untilBegun()
        try hasty.handleRequest()
        #expect(hasty.log.lines.last == "timeout")
        #expect(hasty.activeRequests == 1)
        held.letGo()
        #expect(try drain(clients[0]) == Array("done".utf8))
        #expect(hasty.serverClose())

        options.timeout = patience
        let again = Held()
        let patient = try Counted(.loopback(), options: options) { socket, _ in try again.serve(socket) }
        let others = try (0..<3).map { _ in try Socket.createConnection(patient.serverAddress, timeout: patience) }
        try patient.handleRequest()
        again.untilBegun()
        let next = try Aside { for _ in 0..<2 { try patient.handleRequest() } }
        again.letGo()
        try next.value()
        for client in others { #expect(try drain(client) == Array("done".utf8)) }
        #expect(patient.log.lines == ["beside 0", "beside 0", "beside 0"])
        #expect(patient.serverClose())
    }

    @Test func `One by one, a connection that cannot be taken is told of, and rested for`() throws {
        final class Exhausted: TCPServer, @unchecked Sendable {
            override func getRequest() throws -> (Request, SocketAddress) {
                throw IOFailure(.accept, "\(serverAddress)", errno: 24, reason: "there are no more descriptors")
            }
        }
        let log = Log()
        var options = ServerOptions()
        options.onError = { error, address in log.note("\(error) \(address?.host ?? "nobody")") }
        let server = try Exhausted(.loopback(), handler: Shout.self, options: options)
        let client = try Socket.createConnection(server.serverAddress, timeout: patience)
        let start = ContinuousClock.now
        for _ in 0..<3 { try server.handleRequest() }
        // Else a program that calls it again and again would do nothing else.
        #expect(ContinuousClock.now - start >= .milliseconds(30))
        let text = "cannot accept on '\(server.serverAddress)': there are no more descriptors nobody"
        #expect(log.lines == [text, text, text])
        client.close()
    }

    @Test func `Who waits for room is told that the server is closed`() throws {
        var options = ServerOptions()
        options.threads = 1
        options.maxRequests = 1
        options.blockOnClose = false
        let held = Held()
        let server = try Counted(.loopback(), options: options) { socket, _ in try held.serve(socket) }
        let client = try Socket.createConnection(server.serverAddress, timeout: patience)
        try server.handleRequest()
        held.untilBegun()
        let waiting = try Aside { try server.handleRequest() }
        // Not blocked by what is being served, which goes on.
        #expect(!server.serverClose())
        let error = #expect(throws: IOFailure.self) { try waiting.value() }
        #expect(error?.isClosed == true)
        held.letGo()
        #expect(try drain(client) == Array("done".utf8))
    }

    @Test func `Who overrides what is told of errors is told alone`() throws {
        final class Told: TCPServer, @unchecked Sendable {
            let log = Log()
            override func handleError(_ request: Request, _ clientAddress: SocketAddress, _ error: any Error) {
                log.note("\(error), \(request.socket.isClosed ? "closed" : "open"), \(clientAddress.host ?? "nobody")")
            }
        }
        var options = ServerOptions()
        let others = Log()
        options.onError = { error, _ in others.note("\(error)") }
        let server = try Told(.loopback(), handler: Shout.self, options: options)
        try server.start()
        #expect(try ask(server.serverAddress, "fail") == [])
        #expect(try ask(server.serverAddress, "go on") == ["GO ON"])
        server.stop()
        #expect(server.log.lines == ["cannot read 'line': it was to fail, open, 127.0.0.1"])
        #expect(others.lines == [])
    }

    /// Linux lets one more wait than it is told.
    @Test(.enabled(if: isLinux), arguments: [1, 5]) func `As many wait to be accepted as may`(size: Int) throws {
        let directory = try TemporaryDirectory()
        var options = ServerOptions()
        options.requestQueueSize = size
        let server = try UnixStreamServer(path: directory.file("socket"), handler: Shout.self, options: options)
        var waiting: [Socket] = []
        let full = #expect(throws: IOFailure.self) {
            while waiting.count < 100 {
                waiting.append(try Socket.createConnection(server.serverAddress, timeout: .zero))
            }
        }
        #expect(full?.wouldBlock == true)
        #expect(waiting.count == size + 1)
        server.serverClose()
    }

    @Test func `An address is used again at once only where that is allowed`() throws {
        for isAllowed in [true, false] {
            var options = ServerOptions()
            options.allowReuseAddress = isAllowed
            let server = try TCPServer(.loopback(), options: options) { socket, _ in try socket.sendAll("bye") }
            #expect(try server.socket.getSockOpt(.reuseAddress) == isAllowed)
            let client = try Socket.createConnection(server.serverAddress, timeout: patience)
            try server.handleRequest()
            // Who closes first is remembered for a while: the server.
            #expect(try drain(client) == Array("bye".utf8))
            client.close()
            server.serverClose()
            if isAllowed {
                try TCPServer(server.serverAddress, handler: Shout.self, options: options).serverClose()
            } else {
                let error = #expect(throws: IOFailure.self) {
                    _ = try TCPServer(server.serverAddress, handler: Shout.self, options: options)
                }
                #expect(error?.isAddressInUse == true)
            }
        }
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
