import SluiceNetwork
import SluiceTestSupport
import Testing

@Suite struct SocketControlMessageTests {
    @Test func `It takes its head, and its padding`() {
        #expect(Socket.ControlMessage.length(0) <= Socket.ControlMessage.length(1))
        #expect(Socket.ControlMessage.length(4) == Socket.ControlMessage.length(0) + 4)
        #expect(Socket.ControlMessage.space(1) >= Socket.ControlMessage.length(1))
        #expect(Socket.ControlMessage.space(-1) == Socket.ControlMessage.space(0))
    }

    @Test func `Several of them go beside one message`() throws {
        let (one, other) = try connectedPair()
        let (a, aEnd) = try connectedPair()
        let (b, bEnd) = try connectedPair()
        try one.sendMsg([[1]], control: [.descriptors([a.fileno]), .descriptors([b.fileno])])
        a.close()
        b.close()
        let message = try other.recvMsg(10, controlSize: 2 * Socket.ControlMessage.space(8))
        #expect(message.bytes == [1])
        // The system may join them.
        let count = message.control.reduce(0) { $0 + ($1.descriptors?.count ?? 0) }
        #expect(count == 2)
        for passed in message.control.compactMap(\.descriptors) {
            for number in passed.take() { try Socket(fileDescriptor: number).sendAll([8]) }
        }
        #expect(try drain(aEnd) == [8])
        #expect(try drain(bEnd) == [8])
    }

    @Test func `One of the system's own goes as it is`() {
        let message = Socket.ControlMessage(level: 1, type: 2, data: [3])
        #expect((message.level, message.type) == (1, 2))
        #expect(message.data == [3])
        #expect(message.descriptors == nil)
    }
}
