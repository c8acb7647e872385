import SluiceCore
import SluiceJSON
import SluiceNetwork
import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct SocketTests {
    @Test func `A new socket says what it is`() throws {
        let socket = try Socket(family: .inet6, type: .datagram)
        #expect(socket.family == .inet6)
        #expect(socket.type == .datagram)
        #expect(socket.protocolNumber == 0)
        #expect(socket.fileno >= 0)
        #expect(!socket.isClosed)
        #expect(try !socket.isInheritable)
        try socket.setInheritable(true)
        #expect(try socket.isInheritable)
    }

    @Test func `What the system does not have is a failure`() {
        #expect(
            failure { () throws(IOFailure) in _ = try Socket(family: .unix, type: Socket.Kind(rawValue: 77)) }
                == "cannot make a socket for 'unix type 77': Invalid argument")
    }

    @Test func `A closed socket refuses every call, and closing again does nothing`() throws {
        let socket = try Socket()
        socket.close()
        socket.close()
        #expect(socket.isClosed)
        #expect(socket.fileno == -1)
        #expect(socket.description == "closed socket, inet stream")
        #expect(
            failure { () throws(IOFailure) in _ = try socket.recv(1) }
                == "cannot receive from 'socket': the socket is closed")
        #expect(
            failure { () throws(IOFailure) in try socket.sendAll([1]) }
                == "cannot send to 'socket': the socket is closed")
        #expect(
            failure { () throws(IOFailure) in try socket.connect(.loopback(port: 1)) }
                == "cannot connect to 'socket': the socket is closed")
        let error = #expect(throws: IOFailure.self) { try socket.listen() }
        #expect(error?.isClosed == true)
        #expect(throws: IOFailure.self) { _ = try socket.sockName }
        #expect(throws: IOFailure.self) { _ = try socket.detach() }
        #expect(throws: IOFailure.self) { _ = try socket.dup() }
    }

    @Test func `It says whom it talks to`() throws {
        let (client, server) = try connectedOverTCP()
        let port = try server.sockName.port ?? 0
        #expect(
            client.description == "socket \(client.fileno), inet stream, \(try client.sockName) to 127.0.0.1:\(port)")
        #expect(try client.peerName == server.sockName)
        #expect(client.name == "127.0.0.1:\(port)")
        #expect(server.name == (try client.sockName).description)
    }

    @Test func `Closing wakes a thread that receives`() throws {
        let (one, other) = try connectedPair()
        let waiting = try Aside { () throws in try one.recv(10) }
        try untilWaiting(one)
        one.close()
        let error = #expect(throws: IOFailure.self) { _ = try waiting.value() }
        #expect(error?.isClosed == true)
        // The descriptor is closed by then: the peer sees the end.
        #expect(try drain(other) == [])
    }

    @Test func `Closing wakes threads that accept, send, and wait for datagrams`() throws {
        let listener = try Socket.createServer(.loopback())
        let datagrams = try Socket(type: .datagram)
        try datagrams.bind(.loopback())
        let (full, peer) = try connectedPair()
        let waits: [Aside<Void>] = [
            try Aside { _ = try listener.accept() },
            try Aside { _ = try listener.accept() },
            try Aside { _ = try datagrams.recvFrom(10) },
            try Aside { while true { try full.sendAll([UInt8](repeating: 0, count: 1 << 20)) } },
        ]
        for socket in [listener, datagrams, full] {
            try untilWaiting(socket)
            socket.close()
        }
        for wait in waits {
            let error = #expect(throws: IOFailure.self) { try wait.value() }
            #expect(error?.isClosed == true)
        }
        peer.close()
    }

    @Test func `Many threads may use one socket while another closes it, and none meets a stranger's descriptor`()
        throws
    {
        for _ in 0..<50 {
            let (one, other) = try connectedPair()
            let calls = try (0..<4).map { _ in
                try Aside { () throws -> Int in
                    var count = 0
                    while true {
                        do { try one.sendAll([1, 2, 3], flags: .dontWait) } catch let error as IOFailure {
                            if error.isClosed { return count }
                            guard error.wouldBlock else { throw error }
                            _ = try other.recv(64 << 10)
                        }
                        count += 1
                    }
                }
            }
            one.close()
            // What a stranger opens now must stay untouched.
            let (stranger, friend) = try connectedPair()
            for call in calls { _ = try call.value() }
            try stranger.sendAll([9])
            #expect(try friend.recv(10) == [9])
            stranger.close()
            #expect(try drain(friend) == [])
        }
    }

    @Test func `Detaching gives the descriptor away, and taking it over brings the socket back`() throws {
        let (one, other) = try connectedPair()
        let number = one.fileno
        #expect(try one.detach() == number)
        #expect(one.isClosed)
        let again = try Socket(fileDescriptor: number)
        #expect(again.family == .unix)
        #expect(again.type == .stream)
        try again.sendAll("x")
        #expect(try other.recv(10) == [0x78])
    }

    @Test func `What is detached while a thread waits on it is a duplicate`() throws {
        let (one, other) = try connectedPair()
        let waiting = try Aside { () throws in try one.recv(10) }
        try untilWaiting(one)
        let again = try Socket(fileDescriptor: try one.detach())
        #expect(throws: IOFailure.self) { _ = try waiting.value() }
        try other.sendAll("x")
        #expect(try again.recv(10) == [0x78])
    }

    @Test func `What is no socket is not taken over`() throws {
        let pipe = try Pipe()
        let error = #expect(throws: IOFailure.self) { _ = try Socket(fileDescriptor: pipe.readEnd) }
        #expect(error?.description == "cannot open 'descriptor \(pipe.readEnd)': Socket operation on non-socket")
        Pipe.close(pipe.readEnd)
        Pipe.close(pipe.writeEnd)
    }

    @Test func `A duplicate is a socket of its own`() throws {
        let (one, other) = try connectedPair()
        let copy = try one.dup()
        #expect(copy.fileno != one.fileno)
        one.close()
        try copy.sendAll("a")
        #expect(try other.recv(10) == [0x61])
        let fromNumber = try Socket.fromFD(copy.fileno)
        copy.close()
        try fromNumber.sendAll("b")
        #expect(try other.recv(10) == [0x62])
    }

    /// `select` cannot look at these.
    @Test func `Descriptors above 1,024 work`() throws {
        let (one, other) = try connectedPair()
        let high = try one.dup(lowest: 1500)
        #expect(high.fileno >= 1500)
        high.timeout = .milliseconds(1)
        let error = #expect(throws: IOFailure.self) { _ = try high.recv(1) }
        #expect(error?.isTimeout == true)
        high.timeout = patience
        let waiting = try Aside { () throws in try high.recv(10) }
        try untilWaiting(high)
        try other.sendAll([7])
        #expect(try waiting.value() == [7])
    }

    @Test func `A timeout is told as one, with the address`() throws {
        let (client, server) = try connectedOverTCP()
        client.timeout = .milliseconds(5)
        #expect(client.timeout == .milliseconds(5))
        #expect(client.isBlocking)
        let error = #expect(throws: IOFailure.self) { _ = try client.recv(1) }
        #expect(error?.isTimeout == true)
        #expect(error?.wouldBlock == false)
        #expect(error?.description == "cannot receive from '\(try server.sockName)': timed out after 0.005 seconds")
    }

    @Test func `Without blocking, what would wait says so`() throws {
        let (one, other) = try connectedPair()
        one.setBlocking(false)
        #expect(one.timeout == .zero)
        #expect(!one.isBlocking)
        let error = #expect(throws: IOFailure.self) { _ = try one.recv(1) }
        #expect(error?.wouldBlock == true)
        #expect(error?.isTimeout == false)
        try other.sendAll([5])
        #expect(try one.recv(10) == [5])
        one.setBlocking(true)
        #expect(one.timeout == nil)
        let flagged = #expect(throws: IOFailure.self) { _ = try other.recv(1, flags: .dontWait) }
        #expect(flagged?.wouldBlock == true)
    }

    @Test func `Something to read is waited for, and the end of all, and none of it is read`() throws {
        let (one, other) = try connectedPair()
        one.timeout = .milliseconds(5)
        #expect(
            failure { () throws(IOFailure) in try one.waitUntilReadable() }
                == "cannot read 'socket': timed out after 0.005 seconds")
        one.timeout = .zero
        let now = #expect(throws: IOFailure.self) { try one.waitUntilReadable() }
        #expect(now?.wouldBlock == true)
        one.timeout = patience
        let waiting = try Aside { () throws in try one.waitUntilReadable() }
        try untilWaiting(one)
        try other.sendAll("x")
        try waiting.value()
        // Without any time it still looks.
        one.timeout = .zero
        try one.waitUntilReadable()
        #expect(try one.recv(10) == [0x78])
        other.close()
        try one.waitUntilReadable()
        #expect(try one.recv(10) == [])
    }

    @Test func `Room to send is waited for`() throws {
        let (one, other) = try connectedPair()
        one.timeout = .zero
        try one.waitUntilWritable()
        var sent = 0
        #expect(throws: IOFailure.self) { while true { sent += try one.send([UInt8](repeating: 0, count: 1 << 16)) } }
        let full = #expect(throws: IOFailure.self) { try one.waitUntilWritable() }
        #expect(full?.wouldBlock == true)
        one.timeout = patience
        let waiting = try Aside { () throws in try one.waitUntilWritable() }
        try untilWaiting(one)
        while sent > 0 { sent -= try other.recv(1 << 16).count }
        try waiting.value()
        try one.sendAll("x")
        #expect(try other.recv(10) == [0x78])
    }

    @Test func `Closing wakes who waits for something to read or for room`() throws {
        let (one, other) = try connectedPair()
        let (full, peer) = try connectedPair()
        #expect(throws: IOFailure.self) {
            while true { try full.sendAll([UInt8](repeating: 0, count: 1 << 16), flags: .dontWait) }
        }
        let waits = [
            (one, try Aside { () throws in try one.waitUntilReadable() }),
            (full, try Aside { () throws in try full.waitUntilWritable() }),
        ]
        for (socket, wait) in waits {
            try untilWaiting(socket)
            socket.close()
            let error = #expect(throws: IOFailure.self) { try wait.value() }
            #expect(error?.isClosed == true)
        }
        #expect(throws: IOFailure.self) { try one.waitUntilReadable() }
        for socket in [other, peer] { socket.close() }
    }

    @Test(arguments: [Duration.nanoseconds(1), .seconds(1), .seconds(Int64.max / 2), .zero])
    func `Timeouts are kept`(timeout: Duration) throws {
        let socket = try Socket()
        socket.timeout = timeout
        #expect(socket.timeout == (timeout > .seconds(1_000_000_000_000) ? nil : timeout))
        socket.timeout = .seconds(-1)
        #expect(socket.timeout == .zero)
        socket.timeout = nil
        #expect(socket.timeout == nil)
    }

    // MARK: As a source and a sink

    @Test func `Records are there before the peer has finished sending`() throws {
        let (client, server) = try connectedOverTCP()
        let peer = try Aside { () throws in
            for number in 1...3 {
                try server.sendAll("{\"n\":\(number)}\n")
                // The next one only when this one was seen.
                let seen = try server.recv(1)
                guard seen == [UInt8(number)] else { throw IOFailure(.read, "peer", reason: "saw \(seen)") }
            }
            server.close()
        }
        var rows = try JSON.records(at: .lines, in: client)
        var numbers: [Int?] = []
        while let row = try rows.next() {
            numbers.append(row["n"]?.int)
            try client.sendAll([UInt8(numbers.count)])
        }
        #expect(numbers == [1, 2, 3])
        try peer.value()
    }

    /// Answers each element as it begins.
    private struct Answering: XML.ContentHandler {
        let socket: Socket
        var names: [String] = []

        mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) throws {
            names.append(String(name.local))
            try socket.sendAll([UInt8(names.count)])
        }
    }

    @Test func `XML is parsed as it arrives`() throws {
        let (client, server) = try connectedOverTCP()
        let peer = try Aside { () throws -> [[UInt8]] in
            var answers: [[UInt8]] = []
            for piece in ["<a>", "<b x='1'", ">", "</b><c/>"] {
                try server.sendAll(piece)
                if piece.hasSuffix(">") { answers.append(try server.recv(1)) }
            }
            try server.sendAll("</a>")
            try server.shutdown(.write)
            return answers
        }
        let handler = try XML.parse(client, handler: Answering(socket: client))
        #expect(handler.names == ["a", "b", "c"])
        #expect(try peer.value() == [[1], [2], [3]])
    }

    @Test func `Values are written to it`() throws {
        let (client, server) = try connectedOverTCP()
        let value: JSON = ["a": [1, 2.5, nil, true]]
        var sink = client
        try value.dump(to: &sink)
        try client.shutdown(.write)
        #expect(try String(decoding: drain(server), as: UTF8.self) == #"{"a":[1,2.5,null,true]}"#)
    }

    @Test func `A reset is a failure of the read, with the peer's address`() throws {
        let (client, server) = try connectedOverTCP()
        let address = try server.sockName
        try server.setSockOpt(.linger, 0)
        server.close()
        var client2 = client
        let error = #expect(throws: IOFailure.self) { _ = try client2.drainAll() }
        #expect(error?.description == "cannot read '\(address)': Connection reset by peer")
        #expect(error?.isConnectionLost == true)
    }
}

extension ByteSource {
    fileprivate mutating func drainAll() throws(IOFailure) -> [UInt8] { try drain() }
}
