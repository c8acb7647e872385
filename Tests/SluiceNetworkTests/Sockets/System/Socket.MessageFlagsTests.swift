import SluiceNetwork
import Testing

@Suite struct SocketMessageFlagsTests {
    @Test func `Flags are sets, and hold any of the system's`() {
        let flags: Socket.MessageFlags = [.peek, .waitAll]
        #expect(flags.contains(.peek))
        #expect(!flags.contains(.truncated))
        #expect(Socket.MessageFlags(rawValue: flags.rawValue) == flags)
    }

    @Test func `Urgent data overtakes the rest`() throws {
        let (client, server) = try connectedOverTCP()
        try client.sendAll("ab")
        try client.sendAll("!", flags: .outOfBand)
        #expect(try server.recv(2, flags: .waitAll) == [0x61, 0x62])
        // It is there as soon as what came behind it is.
        try client.sendAll("c")
        #expect(try server.recv(1) == [0x63])
        #expect(try server.recv(1, flags: .outOfBand) == [0x21])
    }
}
