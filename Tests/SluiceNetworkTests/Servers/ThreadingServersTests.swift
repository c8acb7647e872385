#if Services
import SluiceNetwork
import Testing

@Suite struct ThreadingServersTests {
    @Test func `Threading servers have threads, unless the options have`() throws {
        #expect(ServerOptions().serving(on: 5).threads == 5)
        var options = ServerOptions()
        options.threads = 3
        #expect(options.serving(on: 5).threads == 3)
        #expect(try ThreadingTCPServer(.loopback(), handler: Shout.self).options.threads == 16)
        #expect(try ThreadingUDPServer(.loopback(), handler: ShoutOnce.self, options: options).options.threads == 3)
    }

    @Test func `Makers serve threading servers, too`() throws {
        let stream = try ThreadingTCPServer(.loopback()) { Shout(request: $0, clientAddress: $1, server: $2) }
        try stream.start()
        #expect(try ask(stream.serverAddress, "x") == ["X"])
        stream.stop()
        let datagrams = try ThreadingUDPServer(.loopback()) { ShoutOnce(request: $0, clientAddress: $1, server: $2) }
        try datagrams.start()
        let client = try Socket(type: .datagram)
        client.timeout = patience
        try client.sendTo("x", datagrams.serverAddress)
        #expect(try client.recv(10) == Array("X".utf8))
        datagrams.stop()
    }
}
#endif
