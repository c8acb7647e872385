import SluiceCore
import SluiceNetwork
import SluiceTestSupport
import Testing

@Suite struct SocketSendingTests {
    @Test func `All is sent through a buffer of 4 KiB to a slow reader`() throws {
        let (client, server) = try connectedOverTCP()
        try client.setSockOpt(.sendBuffer, 4096)
        try server.setSockOpt(.receiveBuffer, 4096)
        var noise = Noise(seed: 1)
        let bytes = noise.bytes(100_000)
        let sender = try Aside { [bytes] () throws in
            try client.sendAll(bytes)
            try client.shutdown(.write)
        }
        var received: [UInt8] = []
        repeat {
            let part = try server.recv(1000)
            if part.isEmpty { break }
            received += part
        } while true
        try sender.value()
        let isSame = received == bytes
        #expect(isSame)
    }

    @Test func `What is taken at once is counted, and what finds no room in time is a timeout`() throws {
        let (one, other) = try connectedPair()
        one.timeout = .milliseconds(5)
        let block = [UInt8](repeating: 1, count: 100_000)
        var sent = 0
        let error = #expect(throws: IOFailure.self) {
            while true { sent += try one.send(block) }
        }
        #expect(error?.isTimeout == true)
        #expect(sent > 0)
        one.close()
        #expect(try drain(other).count == sent)
    }

    @Test func `A timeout counts for all of it, however slowly it goes`() throws {
        let (one, other) = try connectedPair()
        one.timeout = .milliseconds(50)
        let isOver = try Aside { () throws in
            defer { one.close() }
            try one.sendAll([UInt8](repeating: 1, count: 100 << 20))
        }
        // There is always some progress, and never an end.
        while try !other.recv(100).isEmpty {}
        let error = #expect(throws: IOFailure.self) { try isOver.value() }
        #expect(error?.isTimeout == true)
    }

    @Test func `A peer that is gone is a failure, and no signal`() throws {
        let (one, other) = try connectedPair()
        other.close()
        let error = #expect(throws: IOFailure.self) { try one.sendAll([1]) }
        #expect(error?.description == "cannot send to 'socket': Broken pipe")
        #expect(error?.isConnectionLost == true)
        let directory = try TemporaryDirectory()
        let path = try directory.write([1, 2, 3], to: "file")
        let again = #expect(throws: IOFailure.self) { try one.sendFile(contentsOf: path) }
        #expect(again?.description == "cannot send to 'socket': Broken pipe")
        #expect(throws: IOFailure.self) { try one.sendMsg([[1]]) }
    }

    @Test func `A reset while sending is a failure with the peer's address`() throws {
        let (client, server) = try connectedOverTCP()
        let address = try server.sockName
        try server.setSockOpt(.linger, 0)
        server.close()
        let error = #expect(throws: IOFailure.self) {
            while true { try client.sendAll([UInt8](repeating: 0, count: 1 << 16)) }
        }
        #expect(error?.isConnectionLost == true)
        #expect(error?.target == address.description)
    }

    @Test func `A datagram without a receiver may be a failure, with its address`() throws {
        let directory = try TemporaryDirectory()
        let socket = try Socket(family: .unix, type: .datagram)
        let path = directory.file("nobody")
        #expect(
            failure { () throws(IOFailure) in try socket.sendTo([1], .unix(path)) }
                == "cannot send to 'unix:\(path)': No such file or directory")
        #expect(
            failure { () throws(IOFailure) in try socket.sendMsg([[1]], to: .unix(path)) }
                == "cannot send to 'unix:\(path)': No such file or directory")
    }

    @Test func `Datagrams go to names, too`() throws {
        let receiver = try Socket(type: .datagram)
        try receiver.bind(.loopback())
        receiver.timeout = patience
        let port = try #require(try receiver.sockName.port)
        try Socket(type: .datagram).sendTo("x", .ip4("localhost", port))
        #expect(try receiver.recv(10) == [0x78])
    }

    @Test(arguments: [(0, nil), (10, 5), (0, 0), (999_990, 100), (2_000_000, nil)] as [(Int, Int?)])
    func `A file is sent by the system, whole or in part`(offset: Int, count: Int?) throws {
        let directory = try TemporaryDirectory()
        var noise = Noise(seed: 2)
        let bytes = noise.bytes(1_000_000)
        let path = try directory.write(bytes, to: "file")
        let (one, other) = try connectedPair()
        let expected = Array(bytes.dropFirst(offset).prefix(count ?? .max))
        let sender = try Aside { () throws -> Int in
            defer { one.close() }
            return try one.sendFile(contentsOf: path, offset: offset, count: count)
        }
        let isSame = try drain(other) == expected
        #expect(isSame)
        #expect(try sender.value() == expected.count)
    }

    @Test func `An open file is sent from where it is told, and stays where it stands`() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write([UInt8](0..<100), to: "file")
        let file = try directory.openToRead(path, at: 90)
        let (one, other) = try connectedPair()
        #expect(try one.sendFile(fileDescriptor: file, offset: 20, count: 3) == 3)
        #expect(try other.recv(10) == [20, 21, 22])
        var source = DescriptorSource(fileDescriptor: file, name: path, closes: true)
        #expect(try source.drain() == [UInt8](90..<100))
        // The sender still waits as it did.
        one.timeout = .milliseconds(1)
        #expect(throws: IOFailure.self) { _ = try one.recv(1) }
    }

    @Test func `A file that is not there is a failure with its path`() throws {
        let (one, _) = try connectedPair()
        #expect(
            failure { () throws(IOFailure) in try one.sendFile(contentsOf: "/nowhere") }
                == "cannot open '/nowhere': No such file or directory")
        #expect(
            failure { () throws(IOFailure) in try one.sendFile(contentsOf: "/a\0b") }
                == "cannot open '/a\\u{0}b': Invalid argument")
        #expect(
            failure { () throws(IOFailure) in try one.sendFile(contentsOf: "/nowhere/\u{1B}[2J\u{9B}2J") }
                == "cannot open '/nowhere/\\u{1b}[2J\\u{9b}2J': No such file or directory")
    }

    /// The loopback has a broadcast address of its own.
    @Test(.enabled(if: isLinux)) func `A datagram goes to everyone where the option says so`() throws {
        let receiver = try Socket(type: .datagram)
        try receiver.bind(.any(port: 0))
        receiver.timeout = patience
        let everyone = SocketAddress.ip4("127.255.255.255", try receiver.sockName.port ?? 0)
        let sender = try Socket(type: .datagram)
        #expect(
            failure { () throws(IOFailure) in try sender.sendTo("x", everyone) }
                == "cannot send to '\(everyone)': Permission denied")
        // Python's name for all of the network.
        #expect(
            failure { () throws(IOFailure) in try sender.sendTo("x", .ip4("<broadcast>", 9)) }?
                .hasPrefix("cannot send to '<broadcast>:9': ") == true)
        try sender.setSockOpt(.broadcast, true)
        try sender.sendTo("x", everyone)
        #expect(try receiver.recv(10) == [0x78])
    }

    @Test func `Hints change nothing of what arrives`() throws {
        let (client, server) = try connectedOverTCP()
        try client.sendAll("a", flags: .moreComing)
        try client.sendAll("b")
        #expect(try server.recv(2, flags: .waitAll) == [0x61, 0x62])
        #expect(try client.sendMsg([]) == 0)
        try client.sendAll([])
        try client.write([UInt8]().span)
    }
}
