import SluiceCore
import SluiceNetwork
import SluiceTestSupport
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Sockets without a timeout, whose calls may sleep in the system.
@Suite struct SleepingTests {
    /// Two ends without a timeout: in the file system's way, or over TCP.
    private static func pair(overTCP: Bool) throws -> (Socket, Socket) {
        guard overTCP else { return try Socket.socketPair() }
        let (client, server) = try connectedOverTCP()
        client.timeout = nil
        server.timeout = nil
        return (client, server)
    }

    private static func isClosed(_ body: () throws -> Void) -> Bool {
        do { try body() } catch let error as IOFailure { return error.isClosed } catch { return false }
        return false
    }

    /// What the system itself ends waiting calls after, in microseconds.
    private static func systemTime(of descriptor: Int32) -> Int {
        var time = timeval()
        var length = socklen_t(MemoryLayout<timeval>.size)
        unsafe getsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, &length)
        return time.tv_sec * 1_000_000 + Int(time.tv_usec)
    }

    @Test(arguments: [false, true]) func `Closing wakes who receives, however much is wanted`(overTCP: Bool) throws {
        for way in 0..<4 {
            let (one, other) = try Self.pair(overTCP: overTCP)
            let waiting = try Aside { () throws in
                var bytes = [UInt8](repeating: 0, count: 64)
                switch way {
                case 0: _ = try one.recv(64)
                case 1, 2:
                    var room = bytes.mutableSpan
                    _ = try one.recv(into: &room, flags: way == 2 ? .waitAll : [])
                default:
                    try bytes.append(addingCapacity: 64) { room throws(IOFailure) in try one.read(into: &room) }
                }
            }
            if way == 2 { try other.sendAll([1, 2, 3]) }
            try untilWaiting(one)
            one.close()
            #expect(Self.isClosed { try waiting.value() }, "\(way)")
            #expect(try drain(other) == [])
        }
    }

    @Test(arguments: [false, true]) func `Closing wakes who sends`(overTCP: Bool) throws {
        let (one, other) = try Self.pair(overTCP: overTCP)
        let sending = try Aside { while true { try one.sendAll([UInt8](repeating: 0, count: 1 << 20)) } }
        try other.waitUntilReadable()
        try untilWaiting(one)
        one.close()
        #expect(Self.isClosed { try sending.value() })
        #expect(try drain(other).count > 0)
    }

    @Test func `Who sleeps for long gets what comes in the end`() throws {
        let (one, other) = try Self.pair(overTCP: true)
        let receiving = try Aside { () throws in try one.recv(6, flags: .waitAll) }
        try other.sendAll("ab")
        // Longer than anyone sleeps in the system.
        other.timeout = .milliseconds(250)
        #expect(throws: IOFailure.self) { _ = try other.recv(1) }
        try other.sendAll("cd")
        #expect(throws: IOFailure.self) { _ = try other.recv(1) }
        try other.sendAll("ef")
        #expect(try receiving.value() == Array("abcdef".utf8))
    }

    @Test(arguments: [false, true])
    func `A duplicate that is made while a thread sleeps outlives what it is of`(overTCP: Bool) throws {
        let (one, other) = try Self.pair(overTCP: overTCP)
        let waiting = try Aside { () throws in try one.recv(1) }
        try untilWaiting(one)
        let copy = try one.dup()
        one.close()
        #expect(Self.isClosed { _ = try waiting.value() })
        try other.sendAll("x")
        #expect(try copy.recv(8) == Array("x".utf8))
        try copy.sendAll("y")
        #expect(try other.recv(8) == Array("y".utf8))
    }

    @Test func `Whoever is given the descriptor has it without the time that sleepers have`() throws {
        let ways: [(Socket) throws -> Int32] = [
            { $0.fileno }, { try $0.dup().detach() }, { try $0.detach() },
            { socket in
                let bytes = try socket.getSockOpt(level: SOL_SOCKET, option: SO_RCVTIMEO, count: 16)
                #expect(bytes.allSatisfy { $0 == 0 })
                return socket.fileno
            },
        ]
        for way in ways {
            let (one, other) = try Self.pair(overTCP: false)
            // It sleeps once.
            let echo = try Aside { () throws in try other.sendAll(other.recv(1)) }
            try one.sendAll([7])
            #expect(try one.recv(1) == [7])
            try echo.value()
            let descriptor = try way(one)
            #expect(Self.systemTime(of: descriptor) == 0)
            if one.isClosed || descriptor != one.fileno { close(descriptor) }
        }
    }

    @Test func `Closing ends no conversation that a program started by this one may have`() throws {
        let (one, other) = try Self.pair(overTCP: true)
        let waiting = try Aside { () throws in try one.recv(1) }
        try untilWaiting(one)
        try one.setInheritable(true)
        // As a child has it, which this library does not know of.
        let number = try #require(Int32(one.description.split(separator: " ")[1].dropLast()))
        let inherited = try Socket(fileDescriptor: dup(number))
        one.close()
        #expect(Self.isClosed { _ = try waiting.value() })
        try inherited.sendAll("y")
        #expect(try other.recv(8) == Array("y".utf8))
    }

    @Test func `Where a thread sleeps while the descriptor is given away, the time goes when it wakes`() throws {
        let (one, other) = try Self.pair(overTCP: false)
        let waiting = try Aside { () throws in try one.recv(1) }
        try untilWaiting(one)
        let descriptor = one.fileno
        // It does not wake from the system's sleep to go back to it, though nothing comes.
        try until { Self.systemTime(of: descriptor) == 0 }
        try other.sendAll([1])
        #expect(try waiting.value() == [1])
    }

    @Test func `Closing, duplicating and sharing at any moment leave nobody asleep`() throws {
        for round in 0..<80 {
            let (one, other) = try Self.pair(overTCP: false)
            let readers = try (0..<2).map { _ in try Aside { () throws in try one.recv(1) } }
            let writer = try Aside { () throws in try one.sendAll([UInt8](repeating: 1, count: 1 << 20)) }
            var copy: Socket?
            switch round % 4 {
            case 0: break
            case 1: copy = try one.dup()
            case 2: _ = one.fileno
            default: if round % 8 == 3 { try untilWaiting(one) }
            }
            one.close()
            for reader in readers { #expect(Self.isClosed { _ = try reader.value() }) }
            #expect(Self.isClosed { try writer.value() })
            copy?.close()
            other.close()
        }
    }
}
