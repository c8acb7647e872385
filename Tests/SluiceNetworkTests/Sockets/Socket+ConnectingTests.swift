import SluiceCore
import SluiceNetwork
import SluiceTestSupport
import Testing

@Suite struct SocketConnectingTests {
    @Test(arguments: [SocketAddress.ip4("127.0.0.1", 0), .ip6("::1", 0)])
    func `A client and a server talk over the Internet's protocols`(address: SocketAddress) throws {
        guard let listener = try? Socket.createServer(address) else { return }  // no version 6 here
        listener.timeout = patience
        let client = try Socket.createConnection(listener.sockName, timeout: patience)
        let (server, peer) = try listener.accept()
        #expect(peer == (try client.sockName))
        #expect(server.family == address.family)
        try client.sendAll("hello")
        #expect(try server.recv(5, flags: .waitAll) == Array("hello".utf8))
    }

    @Test func `A Unix socket has a path`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("socket")
        let listener = try Socket.createServer(.unix(path))
        #expect(try listener.sockName == .unix(path))
        let client = try Socket.createConnection(.unix(path))
        let (server, peer) = try listener.accept()
        #expect(peer == .unix(""))
        #expect(try client.peerName == .unix(path))
        #expect(client.name == "unix:\(path)")
        try client.sendAll("x")
        #expect(try server.recv(10) == [0x78])
    }

    #if os(Linux)
    @Test func `An abstract name is in no directory`() throws {
        let directory = try TemporaryDirectory()
        let address = SocketAddress.abstract("sluice-test-\(directory.path)")
        let listener = try Socket.createServer(address)
        #expect(try listener.sockName == address)
        let client = try Socket.createConnection(address)
        _ = try listener.accept()
        #expect(client.name == "unix:@sluice-test-\(directory.path)")
        listener.close()
        #expect(
            failure { () throws(IOFailure) in _ = try Socket.createConnection(address) }
                == "cannot connect to '\(address)': Connection refused")
    }
    #endif

    @Test func `Addresses of another family are refused before the system is asked`() throws {
        let socket = try Socket(family: .inet)
        #expect(
            failure { () throws(IOFailure) in try socket.connect(.ip6("::1", 80)) }
                == "cannot connect to '[::1]:80': the socket is of the family inet, the address of the family inet6")
        #expect(
            failure { () throws(IOFailure) in try socket.bind(.unix("/tmp/x")) }
                == "cannot bind to 'unix:/tmp/x': the socket is of the family inet, the address of the family unix")
        let error = #expect(throws: IOFailure.self) { try socket.sendTo([1], .unix("/tmp/x")) }
        #expect(error?.operation == .send)
    }

    @Test func `A path too long, or with a NUL in it, is refused before the system is asked`() throws {
        let socket = try Socket(family: .unix)
        let path = "/" + String(repeating: "a", count: 200)
        #expect(
            failure { () throws(IOFailure) in try socket.connect(.unix(path)) }
                == "cannot connect to 'unix:\(path)': the path has 201 bytes, and that of a Unix socket may have 107")
        #expect(
            failure { () throws(IOFailure) in try socket.bind(.unix("/tmp/a\0b")) }
                == "cannot bind to 'unix:/tmp/a\\u{0}b': the path has a NUL in it")
    }

    @Test func `The longest path fits`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file(String(repeating: "a", count: 106 - directory.path.utf8.count))
        let listener = try Socket.createServer(.unix(path))
        #expect(try listener.sockName == .unix(path))
        _ = try Socket.createConnection(.unix(path))
    }

    @Test func `Nobody there is a refusal, with the address`() throws {
        // Bound and not listening: nobody else can come to listen there.
        let taken = try Socket()
        try taken.bind(.loopback())
        let address = try taken.sockName
        let error = #expect(throws: IOFailure.self) { try Socket().connect(address) }
        #expect(error?.description == "cannot connect to '\(address)': Connection refused")
        #expect(error?.isConnectionRefused == true)
        #expect(try Socket().connectEx(address) == error?.errno)
    }

    @Test func `A port in use is told as that`() throws {
        let listener = try Socket.createServer(.loopback())
        let address = try listener.sockName
        let error = #expect(throws: IOFailure.self) { _ = try Socket.createServer(address) }
        #expect(error?.description == "cannot bind to '\(address)': Address already in use")
        #expect(error?.isAddressInUse == true)
    }

    @Test func `Several servers share a port where all of them want to`() throws {
        let one = try Socket.createServer(.loopback(), reusePort: true)
        let other = try Socket.createServer(try one.sockName, reusePort: true)
        #expect(try one.sockName == other.sockName)
    }

    @Test func `A server of both versions takes both`() throws {
        guard Socket.hasDualStackIPv6, let listener = try? Socket.createServer(.ip6("", 0), dualStack: true) else {
            return
        }
        let port = try #require(try listener.sockName.port)
        let client = try Socket.createConnection(.ip4("127.0.0.1", port), timeout: patience)
        let (_, peer) = try listener.accept()
        #expect(peer.host == "::ffff:127.0.0.1")
        client.close()
        let error = #expect(throws: IOFailure.self) { _ = try Socket.createServer(.loopback(), dualStack: true) }
        #expect(error?.description == "cannot listen on '127.0.0.1:0': both versions take an address of version 6")
    }

    @Test func `A connection is tried at every address of a name, and every failure is kept`() throws {
        let taken = try Socket()
        try taken.bind(.loopback())
        let port = try #require(try taken.sockName.port)
        let error = #expect(throws: ConnectionFailure.self) {
            _ = try Socket.createConnection("localhost", port, timeout: patience)
        }
        let attempts = try #require(error?.attempts)
        #expect(attempts.contains { $0.target == "127.0.0.1:\(port)" && $0.isConnectionRefused })
        #expect(error?.target == "localhost:\(port)")
        #expect(error?.isTimeout == false)
    }

    @Test func `What failed at each address is told`() {
        let refused = IOFailure(.connect, "[::1]:80", errno: 111, reason: "Connection refused")
        let late = IOFailure(.connect, "127.0.0.1:80", errno: 110, reason: "timed out after 1.0 seconds")
        #expect(
            ConnectionFailure(target: "localhost:80", attempts: [refused, late]).description
                == "cannot connect to 'localhost:80': [::1]:80: Connection refused; "
                + "127.0.0.1:80: timed out after 1.0 seconds")
        #expect(
            ConnectionFailure(target: "localhost:80", attempts: [refused]).description
                == "cannot connect to '[::1]:80': Connection refused")
        #expect(
            ConnectionFailure(target: "localhost:80", attempts: []).description
                == "cannot connect to 'localhost:80': it has no address")
    }

    @Test func `A connection is made from the address that is asked for`() throws {
        let listener = try Socket.createServer(.loopback())
        let port = try #require(try listener.sockName.port)
        let client = try Socket.createConnection("localhost", port, timeout: patience, source: .loopback())
        let (_, peer) = try listener.accept()
        #expect(try peer == client.sockName)
        #expect(client.timeout == patience)
    }

    @Test func `A name that does not resolve is told as that`() {
        let error = #expect(throws: ConnectionFailure.self) { _ = try Socket.createConnection("nobody.invalid", 80) }
        #expect(error?.attempts.count == 1)
        #expect(error?.attempts.first?.operation == .resolve)
        #expect(error?.attempts.first?.target == "nobody.invalid:80")
        let direct = #expect(throws: IOFailure.self) { try Socket().connect(.ip4("nobody.invalid", 80)) }
        #expect(direct?.operation == .resolve)
    }

    @Test(arguments: [
        ("a\u{1B}[2J\u{9B}\u{7F}\0", "a\\u{1b}[2J\\u{9b}\\u{7f}\\u{0}:80"),
        ("a:\u{1B}\u{85}\0", "[a:\\u{1b}\\u{85}\\u{0}]:80"),
    ])
    func `A host is told without control characters`(host: String, shown: String) {
        let error = #expect(throws: ConnectionFailure.self) { _ = try Socket.createConnection(host, 80) }
        #expect(error?.target == shown)
        let text = error?.description ?? "\u{1B}"
        #expect(text.hasPrefix("cannot "))
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
    }

    @Test func `Without waiting, connecting says that it goes on`() throws {
        let listener = try Socket.createServer(.loopback())
        let client = try Socket()
        client.setBlocking(false)
        let code = try client.connectEx(listener.sockName)
        // The system may have been done at once.
        #expect(code == 0 || code == 115 || code == 36)
        _ = try listener.accept()
        #expect(try client.getSockOpt(.error) == 0)
        client.timeout = patience
        try client.sendAll("x")
    }

    @Test func `A full backlog is a timeout`() throws {
        let directory = try TemporaryDirectory()
        let listener = try Socket.createServer(.unix(directory.file("socket")), backlog: 0)
        var waiting: [Socket] = []
        let error = #expect(throws: IOFailure.self) {
            for _ in 0..<100 {
                waiting.append(try Socket.createConnection(listener.sockName, timeout: .milliseconds(20)))
            }
        }
        #expect(error?.isTimeout == true)
        #expect(
            error?.description
                == "cannot connect to 'unix:\(directory.file("socket"))': timed out after 0.02 seconds")
        // Once one is accepted there is room again.
        let late = try Aside { () throws in try Socket.createConnection(listener.sockName, timeout: patience) }
        _ = try listener.accept()
        _ = try late.value()
    }

    @Test func `Shutting down one way leaves the other`() throws {
        let (client, server) = try connectedOverTCP()
        try client.sendAll("question")
        try client.shutdown(.write)
        #expect(try drain(server) == Array("question".utf8))
        try server.sendAll("answer")
        server.close()
        #expect(try drain(client) == Array("answer".utf8))
        let error = #expect(throws: IOFailure.self) { try Socket().shutdown(.both) }
        #expect(error?.operation == .shutDown)
    }

    @Test func `A pair is closed by its scope, also where that throws`() throws {
        let (one, other) = try connectedPair()
        #expect(try one.use { socket in try socket.send([1]) } == 1)
        #expect(one.isClosed)
        struct Fault: Error {}
        #expect(throws: Fault.self) { try other.use { _ in throw Fault() } }
        #expect(other.isClosed)
    }

    /// So long that no other test, which may run meanwhile, sees any of it.
    @Test func `Sockets begin with the default timeout, however they are made`() throws {
        #expect(Socket.defaultTimeout == nil)
        #expect(try Socket().timeout == nil)
        Socket.defaultTimeout = .seconds(3600)
        defer { Socket.defaultTimeout = nil }
        #expect(Socket.defaultTimeout == .seconds(3600))
        let listener = try Socket.createServer(.loopback())
        let client = try Socket.createConnection(listener.sockName)
        let (one, other) = try Socket.socketPair()
        let copy = try Socket.fromFD(client.fileno)
        for socket in [listener, client, try listener.accept().socket, one, other, copy, try Socket()] {
            #expect(socket.timeout == .seconds(3600))
        }
        // One that is told has its own, and so has its duplicate.
        one.timeout = .seconds(7200)
        #expect(try one.dup().timeout == .seconds(7200))
        #expect(try Socket.createConnection(listener.sockName, timeout: nil).timeout == nil)
    }

    @Test func `Every socket is closed on exec, however it is made`() throws {
        let (client, server) = try connectedOverTCP()
        let (one, other) = try Socket.socketPair()
        let listener = try Socket.createServer(.loopback())
        for socket in [client, server, one, other, listener, try one.dup(), try Socket.fromFD(one.fileno)] {
            #expect(try !socket.isInheritable)
        }
        try one.setInheritable(true)
        #expect(try !one.dup().isInheritable)
        // Who takes one over has it closed, too.
        #expect(try !Socket(fileDescriptor: try one.detach()).isInheritable)
    }

    @Test func `A connection that is reset before it is accepted leaves the listener as it was`() throws {
        let listener = try Socket.createServer(.loopback())
        listener.timeout = patience
        for _ in 0..<3 {
            let gone = try Socket.createConnection(listener.sockName, timeout: patience)
            try gone.setSockOpt(.linger, 0)
            gone.close()
        }
        let client = try Socket.createConnection(listener.sockName, timeout: patience)
        let own = try client.sockName
        try client.sendAll("x")
        // Systems differ in whether they hand on those that are gone.
        while true {
            let (socket, address) = try listener.accept()
            socket.timeout = patience
            if address == own {
                #expect(try socket.recv(10) == [0x78])
                break
            }
            let error = #expect(throws: IOFailure.self) { _ = try socket.recv(10) }
            #expect(error?.isConnectionLost == true)
        }
    }
}
