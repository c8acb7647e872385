import SluiceCore
import SluiceJSON
import SluiceNetwork
import SluiceTestSupport
import Testing

/// Programs of others at the other end.
@Suite struct PeerTests {
    private static let hasPython = Command.exists("python3")
    private static let hasNetcat = Command.exists("nc")
    private static let hasCurl = Command.exists("curl")

    // MARK: Python's socket

    @Test(.enabled(if: hasPython, "python3 is missing")) func `Python is our client over TCP`() throws {
        let listener = try Socket.createServer(.loopback())
        listener.timeout = patience
        let port = try #require(try listener.sockName.port)
        let client = try Aside {
            try python(
                """
                import socket, sys
                s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
                f = s.makefile("rw", newline="\\r\\n")
                f.write("hello\\n"); f.flush()
                assert f.readline() == "HELLO\\r\\n"
                s.shutdown(socket.SHUT_WR)
                assert f.read() == "bye"
                """, "\(port)")
        }
        let file = try listener.accept().socket.makeFile()
        #expect(try file.readLine() == "hello")
        try file.write("HELLO\r\n")
        try file.flush()
        #expect(try file.readLine() == nil)
        try file.write("bye")
        try file.flush()
        file.reader.socket.close()
        #expect(try client.value() == 0)
    }

    /// Python listens, and tells us where.
    private func withPythonServer(
        _ script: String, path: String = "", _ body: (UInt16) throws -> Void
    ) throws {
        let teller = try Socket.createServer(.loopback())
        teller.timeout = patience
        let own = try teller.sockName.port ?? 0
        let server = try Aside {
            try python(
                """
                import socket, socketserver, sys
                def tell(port):
                    with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as s: s.sendall(b"%d\\n" % port)
                \(script)
                """, "\(own)", path)
        }
        let port = UInt16(try teller.accept().socket.makeFile().readLine() ?? "") ?? 0
        try body(port)
        #expect(try server.value() == 0)
    }

    @Test(.enabled(if: hasPython, "python3 is missing")) func `Python is our server over TCP, and sends records`()
        throws
    {
        try withPythonServer(
            """
            l = socket.create_server(("127.0.0.1", 0))
            tell(l.getsockname()[1])
            s, _ = l.accept()
            for i in range(100):
                s.sendall(b'{"n": %d}\\n' % i)
                assert s.recv(1) == b"."
            s.close()
            """
        ) { port in
            let socket = try Socket.createConnection(.loopback(port: port), timeout: patience)
            var rows = try JSON.records(at: .lines, in: socket)
            var sum = 0
            while let row = try rows.next() {
                sum += row["n"]?.int ?? 0
                try socket.sendAll(".")
            }
            #expect(sum == 4950)
        }
    }

    @Test(.enabled(if: hasPython, "python3 is missing")) func `Python takes our datagrams, and answers them`() throws {
        try withPythonServer(
            """
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.bind(("127.0.0.1", 0))
            tell(s.getsockname()[1])
            data, address = s.recvfrom(100)
            s.sendto(data.upper(), address)
            """
        ) { port in
            let socket = try Socket(type: .datagram)
            socket.timeout = patience
            try socket.sendTo("hello", .ip4("localhost", port))
            let (bytes, address) = try socket.recvFrom(100)
            #expect(bytes == Array("HELLO".utf8))
            #expect(address == .loopback(port: port))
        }
    }

    @Test(.enabled(if: hasPython, "python3 is missing")) func `Descriptors go to Python and come from it`() throws {
        let directory = try TemporaryDirectory()
        let listener = try Socket.createServer(.unix(directory.file("socket")))
        listener.timeout = patience
        let peer = try Aside {
            try python(
                """
                import os, socket, sys
                s = socket.socket(socket.AF_UNIX)
                s.connect(sys.argv[1])
                data, fds, flags, _ = socket.recv_fds(s, 10, 4)
                assert data == b"x" and len(fds) == 1, (data, fds)
                os.write(fds[0], b"from python")
                r, w = os.pipe()
                os.write(w, b"in a pipe")
                os.close(w)
                socket.send_fds(s, [b"y"], [r])
                """, directory.file("socket"))
        }
        let socket = try listener.accept().socket
        socket.timeout = patience
        let (near, far) = try connectedPair()
        try socket.sendFDs([0x78], [far.fileno])
        far.close()
        #expect(try drain(near) == Array("from python".utf8))
        let (bytes, descriptors, _) = try socket.recvFDs(10, maxDescriptors: 4)
        #expect(bytes == [0x79])
        let number = try #require(descriptors.take().first)
        var pipe = DescriptorSource(fileDescriptor: number, name: "pipe", closes: true)
        #expect(try pipe.drain() == Array("in a pipe".utf8))
        #expect(try peer.value() == 0)
    }

    @Test(.enabled(if: hasPython, "python3 is missing"))
    func `A connection that Python resets or leaves half-open is told as what it is`() throws {
        let listener = try Socket.createServer(.loopback())
        listener.timeout = patience
        let port = try #require(try listener.sockName.port)
        let client = try Aside {
            try python(
                """
                import socket, struct, sys
                address = ("127.0.0.1", int(sys.argv[1]))
                s = socket.create_connection(address)
                s.sendall(b'{"half": ')
                s.recv(1)
                s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                s.close()
                s = socket.create_connection(address)
                s.sendall(b'{"half": ')
                s.shutdown(socket.SHUT_WR)
                assert s.recv(100) == b"sorry"
                """, "\(port)")
        }
        let reset = try listener.accept().socket
        var rows = try JSON.records(at: .lines, in: reset)
        try reset.sendAll("x")
        #expect(throws: IOFailure.self) { while try rows.next() != nil {} }
        let half = try listener.accept().socket
        var others = try JSON.records(at: .lines, in: half)
        let error = #expect(throws: ParseError.self) { while try others.next() != nil {} }
        #expect(error?.code == .truncated)
        try half.sendAll("sorry")
        half.close()
        #expect(try client.value() == 0)
    }

    #if Services
    // MARK: Python's socketserver

    @Test(.enabled(if: hasPython, "python3 is missing")) func `Python's socketserver serves us`() throws {
        try withPythonServer(
            """
            class H(socketserver.StreamRequestHandler):
                def handle(self):
                    for line in self.rfile: self.wfile.write(line.upper())
            with socketserver.TCPServer(("127.0.0.1", 0), H) as server:
                tell(server.server_address[1])
                server.handle_request()
            """
        ) { port in
            let answers = try ask(.loopback(port: port), "a", "b")
            #expect(answers == ["A", "B"])
        }
    }

    @Test(.enabled(if: hasPython, "python3 is missing")) func `Python's socketserver answers our datagrams`() throws {
        try withPythonServer(
            """
            class H(socketserver.BaseRequestHandler):
                def handle(self):
                    data, server = self.request
                    server.sendto(data.upper(), self.client_address)
            with socketserver.UDPServer(("127.0.0.1", 0), H) as server:
                tell(server.server_address[1])
                for _ in range(2): server.handle_request()
            """
        ) { port in
            let socket = try Socket(type: .datagram)
            socket.timeout = patience
            for word in ["one", "two"] {
                try socket.sendTo(word, .loopback(port: port))
                let (bytes, address) = try socket.recvFrom(100)
                #expect(bytes == Array(word.uppercased().utf8))
                #expect(address == .loopback(port: port))
            }
        }
    }

    @Test(.enabled(if: hasPython, "python3 is missing")) func `Python's socketserver serves us by a path`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("socket")
        try withPythonServer(
            """
            class H(socketserver.StreamRequestHandler):
                def handle(self):
                    for line in self.rfile: self.wfile.write(line.upper())
            with socketserver.UnixStreamServer(sys.argv[2], H) as server:
                tell(0)
                for _ in range(2): server.handle_request()
            """, path: path
        ) { _ in
            let answers = [try ask(.unix(path), "a", "b"), try ask(.unix(path), "c")]
            #expect(answers == [["A", "B"], ["C"]])
        }
    }

    @Test(.enabled(if: hasPython, "python3 is missing")) func `Python is served by our servers`() throws {
        let directory = try TemporaryDirectory()
        let tcp = try ThreadingTCPServer(.loopback(), handler: Shout.self)
        let udp = try ThreadingUDPServer(.loopback(), handler: ShoutOnce.self)
        let unix = try UnixStreamServer(path: directory.file("socket"), handler: Shout.self)
        for server in [tcp, udp, unix] { try server.start() }
        #expect(
            try python(
                """
                import socket, sys
                tcp, udp, path = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
                many = [socket.create_connection(("127.0.0.1", tcp)) for _ in range(10)]
                for s in many: s.sendall(b"hello\\n")
                for s in many: assert s.makefile("rb").readline() == b"HELLO\\n"
                for s in many: s.close()
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                s.sendto(b"hello", ("127.0.0.1", udp))
                assert s.recv(100) == b"HELLO"
                s = socket.socket(socket.AF_UNIX)
                s.connect(path)
                s.sendall(b"hello\\n")
                assert s.makefile("rb").readline() == b"HELLO\\n"
                """, "\(tcp.serverAddress.port ?? 0)", "\(udp.serverAddress.port ?? 0)", directory.file("socket")) == 0)
        for server in [tcp, udp, unix] { #expect(server.stop(drain: patience)) }
    }

    @Test(.enabled(if: hasPython, "python3 is missing")) func `A worker process may be written in Python`() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(
            Array(
                """
                import socket
                control = socket.socket(fileno=3)
                while True:
                    data, fds, *_ = socket.recv_fds(control, 1, 1)
                    if not data: break
                    with socket.socket(fileno=fds[0]) as s:
                        s.sendall(b"python: " + s.makefile("rb").readline())
                    control.sendall(b"1")
                """.utf8), to: "worker.py")
        let server = try ProcessTCPServer(.loopback(), workers: .init(command: ["python3", path], count: 2))
        try server.start()
        for _ in 0..<3 { #expect(try ask(server.serverAddress, "a") == ["python: a"]) }
        #expect(server.stop())
    }
    #endif

    // MARK: nc and curl

    @Test(.enabled(if: hasNetcat, "nc is missing")) func `nc is our client, by a port and by a path`() throws {
        let directory = try TemporaryDirectory()
        let output = directory.file("output")
        for address in [SocketAddress.loopback(), .unix(directory.file("socket"))] {
            let listener = try Socket.createServer(address)
            listener.timeout = patience
            let place = try listener.sockName
            let target = place.path.map { "-U '\($0)'" } ?? "127.0.0.1 \(place.port ?? 0)"
            let client = try Aside { Command.run("printf 'a\\nb\\n' | nc -N \(target) >'\(output)'") }
            let file = try listener.accept().socket.makeFile()
            #expect(try file.readLines() == ["a", "b"])
            try file.write("answer")
            try file.flush()
            file.reader.socket.close()
            #expect(try client.value() == 0)
            var source = try FileSource(output)
            #expect(try source.drain() == Array("answer".utf8))
        }
    }

    @Test(.enabled(if: hasNetcat, "nc is missing")) func `nc is our server`() throws {
        let directory = try TemporaryDirectory()
        let (path, output) = (directory.file("socket"), directory.file("output"))
        let server = try Aside { Command.run("printf answer | nc -N -l -U '\(path)' >'\(output)'") }
        let end = ContinuousClock.now + patience
        // It does not say when it listens.
        var connected: Socket?
        while connected == nil, ContinuousClock.now < end {
            connected = try? Socket.createConnection(.unix(path), timeout: patience)
        }
        let socket = try #require(connected)
        try socket.sendAll("question")
        // Its own end comes first: one that listens leaves when we end, whether or not it has read its input.
        #expect(try drain(socket) == Array("answer".utf8))
        socket.close()
        #expect(try server.value() == 0)
        var source = try FileSource(output)
        #expect(try source.drain() == Array("question".utf8))
    }

    @Test(.enabled(if: hasCurl, "curl is missing")) func `curl asks by a path`() throws {
        let directory = try TemporaryDirectory()
        let (path, output) = (directory.file("socket"), directory.file("output"))
        let listener = try Socket.createServer(.unix(path))
        listener.timeout = patience
        let client = try Aside {
            Command.run("curl -s --max-time 60 --unix-socket '\(path)' http://localhost/a.json -o '\(output)'")
        }
        let connection = try listener.accept().socket
        let file = connection.makeFile()
        #expect(try file.readLine() == "GET /a.json HTTP/1.1")
        while let line = try file.readLine(), !line.isEmpty {}
        try connection.sendAll("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        var sink = connection
        try (["a": [1, 2]] as JSON).dump(to: &sink)
        connection.close()
        #expect(try client.value() == 0)
        #expect(try JSON.load(contentsOf: output) == ["a": [1, 2]])
    }

    #if Services
    /// As much of HTTP as there must be.
    private final class Web: StreamRequestHandler {
        override func handle() throws {
            guard let request = try rfile.readLine() else { return }
            while let line = try rfile.readLine(), !line.isEmpty {}
            let body = request + "\n"
            try wfile.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        }
    }

    @Test(.enabled(if: hasCurl, "curl is missing")) func `curl is served by a path`() throws {
        let directory = try TemporaryDirectory()
        let (path, output) = (directory.file("socket"), directory.file("output"))
        let server = try UnixStreamServer(path: path, handler: Web.self)
        try server.start()
        let curl = "curl -s --max-time 60 --unix-socket '\(path)' http://localhost/a http://localhost/b"
        #expect(Command.run("\(curl) >'\(output)'") == 0)
        var source = try FileSource(output)
        #expect(try source.drain() == Array("GET /a HTTP/1.1\nGET /b HTTP/1.1\n".utf8))
        #expect(server.stop())
    }
    #endif
}
