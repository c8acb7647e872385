#if Services
import SluiceCore
import SluiceNetwork
import SluiceTestSupport
import SluiceThreading
import Testing

@Suite struct BaseServerServingTests {
    private func options(threads: Int, parks: Bool = false) -> ServerOptions {
        var options = ServerOptions()
        options.threads = threads
        options.parksIdleConnections = parks
        return options
    }

    /// Answers each line, and lets the connection wait without a thread until there is another.
    final class Patient: StreamRequestHandler {
        override func handle() throws {
            while let line = try rfile.readLine() {
                try wfile.write(line.uppercased() + "\n")
                if !hasBufferedInput {
                    keepsConnection = true
                    return
                }
            }
        }
    }

    @Test func `No more is taken than may be, and the rest waits its turn`() throws {
        var options = options(threads: 2)
        options.maxRequests = 3
        let server = try ThreadingTCPServer(.loopback(), handler: Shout.self, options: options)
        try server.start()
        let files = try (0..<10).map { _ in
            try Socket.createConnection(server.serverAddress, timeout: patience).makeFile()
        }
        for file in files.reversed() {
            try file.write("x\n")
            try file.flush()
        }
        // Each in turn: the first two are served, and their end lets others in.
        for file in files {
            #expect(try file.readLine() == "X")
            #expect(server.activeRequests <= 3)
            file.reader.socket.close()
        }
        #expect(server.stop())
        #expect(server.activeRequests == 0)
    }

    @Test func `Many idle connections wait without a thread`() throws {
        let server = try ThreadingTCPServer(
            .loopback(), handler: Patient.self, options: options(threads: 2, parks: true))
        try server.start()
        let files = try (0..<200).map { _ in
            try Socket.createConnection(server.serverAddress, timeout: patience).makeFile()
        }
        for round in 0..<3 {
            for (number, file) in files.enumerated() {
                #expect(try file.ask("\(round) a\(number)") == "\(round) A\(number)")
            }
        }
        // Two lines at once are both answered.
        try files[7].write("p\nq\n")
        try files[7].flush()
        #expect(try files[7].readLine() == "P")
        #expect(try files[7].readLine() == "Q")
        #expect(server.stop())
        #expect(server.parkedConnections == 0)
        #expect(try files[0].readLine() == nil)
    }

    @Test func `What is parked is still there when the server runs again`() throws {
        let server = try TCPServer(.loopback(), handler: Patient.self, options: options(threads: 0, parks: true))
        try server.start()
        let file = try Socket.createConnection(server.serverAddress, timeout: patience).makeFile()
        #expect(try file.ask("a") == "A")
        server.shutdown()
        #expect(server.parkedConnections == 1)
        try file.write("b\n")
        try file.flush()
        try server.start()
        #expect(try file.readLine() == "B")
        // Without a server that runs, the connection is served at once, to its end.
        server.shutdown()
        let asking = try Aside { try ask(server.serverAddress, "c", "d") }
        try server.handleRequest()
        #expect(try asking.value() == ["C", "D"])
        server.serverClose()
        #expect(try file.readLine() == nil)
    }

    /// As when the server has just been shut down.
    @Test(arguments: [0, 1]) func `An idle connection that a thread waits for ends with the server`(
        threads: Int
    ) throws {
        let log = Log()
        var options = options(threads: threads, parks: true)
        options.onError = { error, _ in log.note("\(error)") }
        let server = try TCPServer(.loopback(), handler: Patient.self, options: options)
        let file = try Socket.createConnection(server.serverAddress, timeout: patience).makeFile()
        let taking = try Aside { try server.handleRequest() }
        #expect(try file.ask("a") == "A")
        // It waits no longer than a parked one would, whatever the time it has.
        server.serverClose(drain: patience)
        try taking.value()
        #expect(try file.readLine() == nil)
        try until { server.activeRequests == 0 }
        #expect(log.lines == [])
    }

    @Test func `Who waits too long is closed`() throws {
        var options = options(threads: 1, parks: true)
        options.idleTimeout = .milliseconds(20)
        let server = try ThreadingTCPServer(.loopback(), handler: Patient.self, options: options)
        try server.start()
        let silent = try Socket.createConnection(server.serverAddress, timeout: patience)
        let once = try Socket.createConnection(server.serverAddress, timeout: patience).makeFile()
        // It may be too late for the question: the machine is slow at times.
        if let answer = try? once.ask("x") { #expect(answer == "X") }
        #expect(try silent.recv(1) == [])
        if let rest = try? once.readLine() { #expect(rest == "X") }
        server.stop()
    }

    @Test func `Closing waits for what is being served, and no longer than it should`() throws {
        for threads in [0, 2] {
            let server = try TCPServer(.loopback(), handler: Shout.self, options: options(threads: threads))
            let running = try server.start()
            let file = try Socket.createConnection(server.serverAddress, timeout: patience).makeFile()
            #expect(try file.ask("x") == "X")
            // It is in the middle of a conversation that never ends by itself.
            server.stop(drain: .milliseconds(10))
            try running.join()
            #expect(server.activeRequests == 0)
            #expect((try? file.readLine()) == .some(nil))
        }
    }

    /// Sends as much as there is room for, and leaves some more gathered when it is parked.
    final class Filling: StreamRequestHandler {
        override var writeBufferSize: Int { 100 }
        override func handle() throws {
            guard try rfile.readLine() == "fill" else { return try wfile.write("X\n") }
            _ = try? connection.sendAll([UInt8](repeating: 0, count: 4 << 20), flags: .dontWait)
            try wfile.write("more")
            keepsConnection = true
        }
    }

    @Test(arguments: [true, false]) func `A parked peer that does not read keeps nobody`(expires: Bool) throws {
        let log = Log()
        var options = options(threads: 1, parks: true)
        if expires { options.idleTimeout = .milliseconds(20) }
        options.onError = { error, _ in log.note("\(error)") }
        // What is full here stays full: there is no network in between that takes some more.
        let directory = try TemporaryDirectory()
        let server = try ThreadingUnixStreamServer(
            path: directory.file("socket"), handler: Filling.self, options: options)
        try server.start()
        var clients: [Socket] = []
        // It may be closed before it asks: the machine is slow at times.
        try until {
            let client = try Socket.createConnection(server.serverAddress, timeout: patience)
            clients.append(client)
            return (try? client.sendAll("fill\n")) != nil && (try? client.recv(1)) == [0]
        }
        if expires {
            try until { !log.lines.isEmpty }
            try until { (try? ask(server.serverAddress, "x")) == ["X"] }
        } else {
            try until { server.activeRequests == 0 }
            #expect(server.parkedConnections == 1)
        }
        server.stop(drain: .milliseconds(5))
        #expect(server.parkedConnections == 0)
        #expect(log.lines.first?.hasPrefix("cannot write '") == true)
    }

    @Test(arguments: [0, 2]) func `A handler that waits for something else is not waited for beyond the time`(
        threads: Int
    ) throws {
        let held = Held()
        let log = Log()
        var options = options(threads: threads)
        options.onError = { error, _ in log.note("\(error)") }
        let server = try TCPServer(.loopback(), options: options) { socket, _ in try held.serve(socket) }
        let running = try server.start()
        let client = try Socket.createConnection(server.serverAddress, timeout: patience)
        held.untilBegun()
        // The thread that runs the server has ended its loop where another serves.
        #expect(server.shutdown(drain: threads > 0 ? patience : .milliseconds(1)) == (threads > 0))
        #expect(!server.serverClose(drain: .milliseconds(1)))
        #expect(server.activeRequests == 1)
        #expect(server.socket.isClosed)
        // Its connection has been closed, and nothing else has become of it.
        held.letGo()
        #expect(try drain(client) == [])
        try running.join()
        try until { server.activeRequests == 0 }
        #expect(server.stop())
        #expect(log.lines.count == 1)
        #expect(log.lines.allSatisfy { $0.hasSuffix("': the socket is closed") })
    }

    @Test func `A conversation that ends in time is not cut`() throws {
        let server = try ThreadingTCPServer(.loopback(), handler: Shout.self)
        try server.start()
        let file = try Socket.createConnection(server.serverAddress, timeout: patience).makeFile()
        #expect(try file.ask("x") == "X")
        let stopping = try Aside { server.stop(drain: patience) }
        // The listener is closed first.
        try untilRefused(server.serverAddress)
        #expect(try file.ask("y") == "Y")
        file.reader.socket.close()
        #expect(try stopping.value())
    }

    private func untilRefused(_ address: SocketAddress) throws {
        let end = ContinuousClock.now + patience
        while (try? Socket.createConnection(address, timeout: patience)) != nil {
            if ContinuousClock.now > end { throw IOFailure(.connect, "\(address)", reason: "it still listens") }
        }
    }

    @Test func `A peer that is gone is the handler's failure alone`() throws {
        let log = Log()
        var options = options(threads: 2)
        options.onError = { error, _ in log.note("\(error)") }
        let server = try ThreadingTCPServer(.loopback(), options: options) { socket, _ in
            while true { try socket.sendAll([UInt8](repeating: 0, count: 1 << 16)) }
        }
        try server.start()
        for _ in 0..<3 {
            let client = try Socket.createConnection(server.serverAddress, timeout: patience)
            _ = try client.recv(10)
            try client.setSockOpt(.linger, 0)
            client.close()
        }
        #expect(server.stop())
        #expect(log.lines.count == 3)
        #expect(log.lines.allSatisfy { $0.hasPrefix("cannot send to '127.0.0.1:") })
    }

    @Test(.enabled(if: Command.exists("sh")))
    func `A server without descriptors rests, and goes on when there are some`() throws {
        let subject = try Subject("64", prefix: "ulimit -n 40;")
        // More than it has descriptors for: the rest waits in the system's queue.
        var files = try (0..<60).map { _ in try subject.connect() }
        for file in files {
            try file.write("x\n")
            try file.flush()
        }
        #expect(try files[0].readLine() == "x")
        let before = try subject.report()
        var count = 1
        // As these end, those that waited are served.
        files.removeFirst().reader.socket.close()
        while !files.isEmpty {
            let file = files.removeFirst()
            #expect(try file.readLine() == "x")
            file.reader.socket.close()
            count += 1
        }
        #expect(count == 60)
        let after = try subject.report()
        #expect(after.failures > 0)
        // It rested: one failure each time, and each rest is longer than the last.
        #expect(after.failures < 200)
        #expect(after.milliseconds - before.milliseconds < 5000)
        #expect(try subject.end() == 0)
    }

    // MARK: Worker processes

    @Test func `Programs serve what is passed to them, and are started again when they end`() throws {
        let log = Log()
        var options = ServerOptions()
        options.onError = { error, _ in log.note("\(error)") }
        let server = try ProcessTCPServer(
            .loopback(), workers: .init(command: [Subject.path, "worker"], count: 2), options: options)
        let running = try server.start()
        for _ in 0..<5 { #expect(try ask(server.serverAddress, "a", "b") == ["a", "b"]) }
        // Two at once, and a third that waits.
        let files = try (0..<3).map { _ in
            try Socket.createConnection(server.serverAddress, timeout: patience).makeFile()
        }
        for file in files {
            try file.write("x\n")
            try file.flush()
        }
        #expect(try files[0].readLine() == "x")
        #expect(try files[1].readLine() == "x")
        #expect(server.activeChildren == 2)
        files[0].reader.socket.close()
        #expect(try files[2].readLine() == "x")
        #expect((try? files[1].ask("die")) ?? nil == nil)
        #expect((try? files[2].ask("die")) ?? nil == nil)
        #expect(try ask(server.serverAddress, "c") == ["c"])
        #expect(!log.lines.isEmpty)
        #expect(log.lines.allSatisfy { $0.hasSuffix("ended, and are started again") })
        #expect(server.stop())
        try running.join()
    }

    @Test func `Programs serve at a path, too`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("socket")
        let server = try ProcessTCPServer(.unix(path), workers: .init(command: [Subject.path, "worker"], count: 2))
        let running = try server.start()
        for _ in 0..<5 { #expect(try ask(.unix(path), "a", "b") == ["a", "b"]) }
        #expect(server.stop())
        try running.join()
        #expect(Command.run("test -e '\(path)'") == 1)
    }

    @Test func `One by one a connection waits for a program that has nothing to do`() throws {
        var options = ServerOptions()
        options.timeout = patience
        let server = try ProcessTCPServer(
            .loopback(), workers: .init(command: [Subject.path, "worker"], count: 1), options: options)
        let files = try (0..<2).map { _ in
            try Socket.createConnection(server.serverAddress, timeout: patience).makeFile()
        }
        try server.handleRequest()
        #expect(try files[0].ask("x") == "x")
        let next = try Aside { try server.handleRequest() }
        files[0].reader.socket.close()
        try next.value()
        #expect(try files[1].ask("y") == "y")
        files[1].reader.socket.close()
        #expect(server.stop())
    }

    @Test func `A program that takes too long is ended`() throws {
        let server = try ProcessTCPServer(
            .loopback(), workers: .init(command: [Subject.path, "worker"], count: 1))
        let running = try server.start()
        let file = try Socket.createConnection(server.serverAddress, timeout: patience).makeFile()
        #expect(try file.ask("x") == "x")
        #expect(!server.stop(drain: .milliseconds(10)))
        #expect((try? file.readLine()) ?? nil == nil)
        try running.join()
    }

    @Test func `A program that is not there is a failure, and nothing stays open`() throws {
        let error = #expect(throws: IOFailure.self) {
            _ = try ProcessTCPServer(.loopback(), workers: .init(command: ["/no/such/program"]))
        }
        #expect(error?.description == "cannot open '/no/such/program': No such file or directory")
        let cut = #expect(throws: IOFailure.self) {
            _ = try ProcessTCPServer(.loopback(), workers: .init(command: ["true\0\u{1B}"]))
        }
        #expect(cut?.description == "cannot open 'true\\u{0}\\u{1b}': a word of it has a NUL in it")
        let empty = #expect(throws: IOFailure.self) {
            _ = try ProcessTCPServer(.loopback(), workers: .init(command: []))
        }
        #expect(empty?.reason == "there is no program to start")
    }
}
#endif
