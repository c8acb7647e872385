import SluiceCore
import SluiceNetwork
import SluiceTestSupport
import Testing

@Suite struct SocketReceivingTests {
    @Test func `Bytes arrive in order, as many as there is room for`() throws {
        let (one, other) = try connectedPair()
        try one.sendAll([1, 2, 3, 4, 5])
        #expect(try other.recv(2) == [1, 2])
        #expect(try other.recv(2, flags: .peek) == [3, 4])
        #expect(try other.recv(0) == [])
        #expect(try other.recv(100) == [3, 4, 5])
        one.close()
        #expect(try other.recv(100) == [])
        #expect(try other.recv(100) == [])
    }

    @Test func `They go into the caller's memory, behind what is there`() throws {
        let (one, other) = try connectedPair()
        try one.sendAll([1, 2, 3])
        let bytes = try [UInt8](capacity: 10) { room throws(IOFailure) in
            room.append(9)
            #expect(try other.recv(into: &room) == 3)
        }
        #expect(bytes == [9, 1, 2, 3])
        try one.sendAll([4, 5])
        var buffer: [UInt8] = [7, 7, 7]
        var span = buffer.mutableSpan
        #expect(try other.recv(into: &span) == 2)
        #expect(buffer == [4, 5, 7])
    }

    @Test func `All that there is room for may be waited for`() throws {
        let (one, other) = try connectedPair()
        let sender = try Aside { () throws in
            for byte in 0..<100 { try one.sendAll([UInt8(byte)]) }
            one.close()
        }
        #expect(try other.recv(60, flags: .waitAll) == [UInt8](0..<60))
        var rest = [UInt8](repeating: 0, count: 50)
        var span = rest.mutableSpan
        #expect(try other.recv(into: &span, flags: .waitAll) == 40)
        #expect(Array(rest[..<40]) == [UInt8](60..<100))
        try sender.value()
    }

    @Test(arguments: [SocketAddress.ip4("127.0.0.1", 0), .ip6("::1", 0)])
    func `Datagrams say whose they are, and are cut where there is no room`(address: SocketAddress) throws {
        let one = try Socket(family: address.family, type: .datagram)
        let other = try Socket(family: address.family, type: .datagram)
        guard (try? one.bind(address)) != nil else { return }  // no version 6 here
        try other.bind(address)
        other.timeout = patience
        #expect(try one.sendTo([1, 2, 3], other.sockName) == 3)
        try one.sendTo("", other.sockName)
        try one.sendTo([4, 5, 6], other.sockName)
        let (bytes, sender) = try other.recvFrom(100)
        #expect(bytes == [1, 2, 3])
        #expect(sender == (try one.sockName))
        #expect(try other.recvFrom(100).bytes == [])
        #expect(try other.recvFrom(2).bytes == [4, 5])
        try one.sendTo([7, 8], other.sockName)
        let last = try [UInt8](capacity: 10) { room throws(IOFailure) in
            let (count, from) = try other.recvFrom(into: &room)
            #expect(count == 2)
            #expect(from == sender)
        }
        #expect(last == [7, 8])
    }

    @Test func `A datagram socket that is connected hears of nobody else`() throws {
        let (one, other, third) = (
            try Socket(type: .datagram), try Socket(type: .datagram), try Socket(type: .datagram)
        )
        for socket in [one, other, third] { try socket.bind(.loopback()) }
        try one.connect(other.sockName)
        one.timeout = patience
        try third.sendTo([3], one.sockName)
        try other.sendTo([2], one.sockName)
        #expect(try one.recv(10) == [2])
        #expect(try one.send([1]) == 1)
        #expect(try other.recvFrom(10).address == one.sockName)
    }

    @Test func `A message says what was lost of it`() throws {
        let (one, other) = try connectedPair(.datagram)
        try one.sendAll([1, 2, 3])
        let cut = try other.recvMsg(2)
        #expect(cut.bytes == [1, 2])
        #expect(cut.flags.contains(.truncated))
        #expect(cut.control.isEmpty)
        try one.sendMsg([[1], [], [2, 3]])
        let bytes = try [UInt8](capacity: 10) { room throws(IOFailure) in
            let (count, message) = try other.recvMsg(into: &room)
            #expect(count == 3)
            #expect(message.flags == [])
        }
        #expect(bytes == [1, 2, 3])
    }

    @Test func `Descriptors are passed, and those that nobody takes are closed`() throws {
        let (one, other) = try connectedPair()
        let (kept, far) = try connectedPair()
        let (dropped, end) = try connectedPair()
        try one.sendFDs([1], [kept.fileno, dropped.fileno])
        kept.close()
        dropped.close()
        do {
            let (bytes, descriptors, flags) = try other.recvFDs(10, maxDescriptors: 4)
            #expect(bytes == [1])
            #expect(flags == [])
            #expect(descriptors.count == 2)
            let numbers = descriptors.take()
            #expect(descriptors.count == 0)
            #expect(descriptors.take() == [])
            let socket = try Socket(fileDescriptor: numbers[0])
            #expect(try !socket.isInheritable)
            try socket.sendAll([5])
            #expect(try far.recv(10) == [5])
            Pipe.close(numbers[1])
        }
        #expect(try drain(far) == [])
        #expect(try drain(end) == [])

        let (lost, lostEnd) = try connectedPair()
        try one.sendFDs([2], [lost.fileno])
        lost.close()
        _ = try other.recvFDs(10, maxDescriptors: 4)
        #expect(try drain(lostEnd) == [])
    }

    @Test func `Descriptors without room for them are closed by the system`() throws {
        let (one, other) = try connectedPair()
        let (passed, end) = try connectedPair()
        try one.sendFDs([1], [passed.fileno])
        passed.close()
        let (bytes, descriptors, flags) = try other.recvFDs(10, maxDescriptors: 0)
        #expect(bytes == [1])
        #expect(descriptors.count == 0)
        #expect(flags.contains(.controlTruncated))
        #expect(try drain(end) == [])
    }
}
