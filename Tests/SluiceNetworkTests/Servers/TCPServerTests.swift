#if Services
import SluiceCore
import SluiceNetwork
import SluiceTestSupport
import Testing

/// Answers a datagram in capitals.
final class ShoutOnce: DatagramRequestHandler {
    override func handle() throws {
        wfile.write(Array(String(decoding: packet, as: UTF8.self).uppercased().utf8).span)
    }
}

@Suite struct TCPServerTests {
    @Test func `A closure may be the handler`() throws {
        let server = try TCPServer(.loopback()) { socket, address in try socket.sendAll("you are \(address)\n") }
        try server.start()
        let file = try Socket.createConnection(server.serverAddress, timeout: patience).makeFile()
        #expect(try file.readLine() == "you are \(try file.reader.socket.sockName)")
        #expect(try file.readLine() == nil)
        server.stop()
    }

    @Test func `Servers listen at addresses of version 6`() throws {
        guard let server = try? TCPServer(.ip6("::1", 0), handler: Shout.self) else { return }  // no version 6 here
        let datagrams = try UDPServer(.ip6("::1", 0), handler: ShoutOnce.self)
        for server in [server, datagrams] { try server.start() }
        #expect(server.serverAddress.host == "::1")
        #expect(server.serverAddress.port != 0)
        #expect(try ask(server.serverAddress, "a") == ["A"])
        let client = try Socket(family: .inet6, type: .datagram)
        client.timeout = patience
        try client.sendTo("x", datagrams.serverAddress)
        let (bytes, address) = try client.recvFrom(10)
        #expect(bytes == Array("X".utf8))
        #expect(address == datagrams.serverAddress)
        for server in [server, datagrams] { #expect(server.stop()) }
    }

    @Test func `Datagrams are answered, each by itself`() throws {
        var options = ServerOptions()
        options.maxPacketSize = 10
        for server in [
            try UDPServer(.loopback(), handler: ShoutOnce.self, options: options),
            try ThreadingUDPServer(.loopback(), handler: ShoutOnce.self, options: options),
        ] {
            try server.start()
            let client = try Socket(type: .datagram)
            try client.connect(server.serverAddress)
            client.timeout = patience
            for word in ["one", "two"] {
                try client.sendAll(word)
                #expect(try client.recv(100) == Array(word.uppercased().utf8))
            }
            // What is beyond the size is lost.
            try client.sendAll("0123456789abc")
            #expect(try client.recv(100) == Array("0123456789".utf8))
            server.stop()
        }
    }

    @Test func `A maker may make the handlers of datagrams`() throws {
        let server = try UDPServer(.loopback()) { ShoutOnce(request: $0, clientAddress: $1, server: $2) }
        try server.start()
        let client = try Socket(type: .datagram)
        client.timeout = patience
        try client.sendTo("x", server.serverAddress)
        #expect(try client.recv(10) == Array("X".utf8))
        server.stop()
    }

    @Test func `A path is made, served, and removed`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("socket")
        for make in [
            { try UnixStreamServer(path: path, handler: Shout.self) as BaseServer },
            { try ThreadingUnixStreamServer(path: path, handler: Shout.self) },
        ] {
            let server = try make()
            try server.start()
            #expect(try ask(.unix(path), "x") == ["X"])
            server.stop()
            #expect(Command.run("test -e '\(path)'") == 1)
        }
    }

    @Test func `Datagrams by a path are answered to who has one`() throws {
        let directory = try TemporaryDirectory()
        for make in [
            { try UnixDatagramServer(path: directory.file("server"), handler: ShoutOnce.self) as BaseServer },
            { try ThreadingUnixDatagramServer(path: directory.file("server"), handler: ShoutOnce.self) },
        ] {
            let server = try make()
            try server.start()
            let client = try Socket(family: .unix, type: .datagram)
            try client.bind(.unix(directory.file("client")))
            client.timeout = patience
            try client.sendTo("x", server.serverAddress)
            let (bytes, address) = try client.recvFrom(10)
            #expect(bytes == Array("X".utf8))
            #expect(address == server.serverAddress)
            server.stop()
            #expect(Command.run("rm '\(directory.file("client"))' && test -e '\(directory.file("server"))'") == 1)
        }
    }

    @Test func `A path that a dead server left is replaced, and one that is used is not`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("socket")
        try Socket.createServer(.unix(path)).close()
        let server = try UnixStreamServer(path: path, handler: Shout.self)
        try server.start()
        let used = #expect(throws: IOFailure.self) { _ = try UnixStreamServer(path: path, handler: Shout.self) }
        #expect(used?.isAddressInUse == true)
        // The one that failed has not taken the path away.
        #expect(try ask(.unix(path), "x") == ["X"])
        server.stop()

        let file = try directory.write([1], to: "file")
        let refused = #expect(throws: IOFailure.self) { _ = try UnixStreamServer(path: file, handler: Shout.self) }
        #expect(refused?.description == "cannot bind to 'unix:\(file)': Address already in use")
        var options = ServerOptions()
        options.takenPath = .replaceAlways
        try UnixStreamServer(path: file, handler: Shout.self, options: options).serverClose()
        #expect(Command.run("test -e '\(file)'") == 1)

        try Socket.createServer(.unix(path)).close()
        options.takenPath = .refuse
        #expect(throws: IOFailure.self) { _ = try UnixStreamServer(path: path, handler: Shout.self, options: options) }
    }

    @Test func `A path that someone else has taken meanwhile is theirs`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("socket")
        let server = try UnixStreamServer(path: path, handler: Shout.self)
        #expect(Command.run("rm '\(path)'") == 0)
        let other = try Socket.createServer(.unix(path))
        server.serverClose()
        _ = try Socket.createConnection(.unix(path))
        other.close()
    }
}
#endif
