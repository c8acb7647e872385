import SluiceCore
import SluiceNetwork
import Testing

@Suite struct SocketOptionTests {
    @Test func `Options are set and read by their types`() throws {
        let socket = try Socket()
        for option in [SocketOption<Bool>.reuseAddress, .reusePort, .keepAlive, .noDelay] {
            try socket.setSockOpt(option, true)
            #expect(try socket.getSockOpt(option))
            try socket.setSockOpt(option, false)
            #expect(try !socket.getSockOpt(option))
        }
        for option in [SocketOption<Int>.keepAliveIdle, .keepAliveInterval, .keepAliveCount, .timeToLive] {
            try socket.setSockOpt(option, 17)
            #expect(try socket.getSockOpt(option) == 17)
        }
        try socket.setSockOpt(.sendBuffer, 20_000)
        #expect(try socket.getSockOpt(.sendBuffer) >= 20_000)
        try socket.setSockOpt(.receiveBuffer, 20_000)
        #expect(try socket.getSockOpt(.receiveBuffer) >= 20_000)
        #expect(try socket.getSockOpt(.error) == 0)
        #expect(try Int32(socket.getSockOpt(.type)) == Socket.Kind.stream.rawValue)
        #expect(try !socket.getSockOpt(.isListening))
        try socket.listen()
        #expect(try socket.getSockOpt(.isListening))
    }

    @Test func `Lingering is no time, or some, or none at all`() throws {
        let socket = try Socket()
        #expect(try socket.getSockOpt(.linger) == nil)
        for value in [5, 0, nil] as [Int?] {
            try socket.setSockOpt(.linger, value)
            #expect(try socket.getSockOpt(.linger) == value)
        }
    }

    @Test func `Options of datagrams and of version 6`() throws {
        let socket = try Socket(type: .datagram)
        try socket.setSockOpt(.broadcast, true)
        #expect(try socket.getSockOpt(.broadcast))
        try socket.setSockOpt(.multicastTimeToLive, 3)
        #expect(try socket.getSockOpt(.multicastTimeToLive) == 3)
        try socket.setSockOpt(.multicastLoop, false)
        #expect(try !socket.getSockOpt(.multicastLoop))
        if let six = try? Socket(family: .inet6) {
            try six.setSockOpt(.version6Only, true)
            #expect(try six.getSockOpt(.version6Only))
        }
    }

    @Test func `What has no name here is set by its numbers`() throws {
        let socket = try Socket()
        // SO_KEEPALIVE of the system that the tests run on
        #if os(Linux)
        let (level, option): (Int32, Int32) = (1, 9)
        #else
        let (level, option): (Int32, Int32) = (0xFFFF, 8)
        #endif
        try socket.setSockOpt(level: level, option: option, 1)
        #expect(try socket.getSockOpt(.keepAlive))
        #expect(try socket.getSockOpt(level: level, option: option) != 0)
        try socket.setSockOpt(level: level, option: option, [0, 0, 0, 0])
        #expect(try socket.getSockOpt(level: level, option: option, count: 4) == [0, 0, 0, 0])
        let own = SocketOption<Bool>(level: level, option: option)
        try socket.setSockOpt(own, true)
        #expect(try socket.getSockOpt(own))
    }

    @Test func `What is no option is a failure`() throws {
        let socket = try Socket()
        #expect(
            failure { () throws(IOFailure) in try socket.setSockOpt(level: 6, option: 9999, 1) }
                == "cannot get or set an option of '0.0.0.0:0': Protocol not available")
        #expect(throws: IOFailure.self) { _ = try socket.getSockOpt(level: 6, option: 9999) }
        #expect(throws: IOFailure.self) { _ = try socket.getSockOpt(level: 6, option: 9999, count: 10) }
        #expect(throws: IOFailure.self) { try socket.setSockOpt(level: 6, option: 9999, nilOfLength: 4) }
        #expect(throws: IOFailure.self) { try socket.setSockOpt(level: 6, option: 9999, [1]) }
    }

    @Test func `A Unix socket knows who is at its other end`() throws {
        let (one, other) = try connectedPair()
        #expect(try one.peerCredentials == other.peerCredentials)
        #if os(Linux)
        #expect(try one.peerCredentials.process > 0)
        #endif
    }
}
