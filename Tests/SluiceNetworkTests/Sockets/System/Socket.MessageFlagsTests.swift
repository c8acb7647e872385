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
        // The system says that there is none until it has come.
        var urgent: [UInt8] = []
        let end = ContinuousClock.now + patience
        while urgent.isEmpty, ContinuousClock.now < end {
            urgent = (try? server.recv(1, flags: .outOfBand)) ?? []
        }
        #expect(urgent == [0x21])
        try client.sendAll("c")
        #expect(try server.recv(1) == [0x63])
    }
}
