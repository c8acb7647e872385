import SluiceNetwork
import Testing

@Suite struct SocketFamilyTests {
    @Test func `Families and types say what they are`() {
        let families: [Socket.Family] = [.unspecified, .inet, .inet6, .unix, Socket.Family(rawValue: 99)]
        #expect(families.map(\.description) == ["unspecified", "inet", "inet6", "unix", "family 99"])
        let types: [Socket.Kind] = [.any, .stream, .datagram, .raw, .sequencedPacket, Socket.Kind(rawValue: 99)]
        #expect(
            types.map(\.description) == ["any", "stream", "datagram", "raw", "sequenced packet", "type 99"])
        #expect(Socket.maxBacklog >= 128)
    }

    @Test func `Packets in order keep their ends`() throws {
        guard let (one, other) = try? Socket.socketPair(type: .sequencedPacket) else { return }  // not everywhere
        try one.sendAll([1, 2])
        try one.sendAll([3])
        #expect(try other.recv(10) == [1, 2])
        #expect(try other.recv(10) == [3])
    }
}
