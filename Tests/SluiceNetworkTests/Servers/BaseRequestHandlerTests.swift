#if Services
import SluiceCore
import SluiceNetwork
import SluiceTestSupport
import Testing

@Suite struct BaseRequestHandlerTests {
    /// Tells its steps to whoever asks.
    class Steps: StreamRequestHandler {
        override func setup() throws {
            try super.setup()
            try wfile.write("setup ")
        }
        override func handle() throws { try wfile.write("handle ") }
        override func finish() throws {
            try wfile.write("finish")
            try super.finish()
        }
    }

    final class Failing: Steps {
        override func handle() throws { throw IOFailure(.read, "nothing", reason: "it was to fail") }
    }

    final class Gathering: Steps {
        override var writeBufferSize: Int { 100 }
        override var timeout: Duration? { .seconds(7) }
        override var disableNagleAlgorithm: Bool { true }
        override func handle() throws {
            let isSet = try connection.getSockOpt(.noDelay)
            try wfile.write("\(connection.timeout == .seconds(7)) \(isSet) ")
        }
    }

    final class NotSetUp: Steps {
        override func setup() throws { throw IOFailure(.read, "nothing", reason: "it was to fail") }
    }

    private func answer(_ handler: BaseRequestHandler.Type) throws -> String {
        let server = try TCPServer(.loopback(), handler: handler)
        let client = try Socket.createConnection(server.serverAddress, timeout: patience)
        try server.handleRequest()
        return String(decoding: try drain(client), as: UTF8.self)
    }

    @Test func `A handler is set up, handles and finishes`() throws {
        #expect(try answer(Steps.self) == "setup handle finish")
    }

    @Test func `It finishes also when handling fails, and not when it was not set up`() throws {
        #expect(try answer(Failing.self) == "setup finish")
        #expect(try answer(NotSetUp.self) == "")
    }

    @Test func `Its options are those of the connection, and what is gathered is sent`() throws {
        #expect(try answer(Gathering.self) == "setup true true finish")
    }

    /// Closes its connection, and goes on all the same.
    final class Hasty: StreamRequestHandler {
        override func handle() throws {
            try wfile.write("a")
            connection.close()
            try wfile.write("b")
        }
    }

    @Test func `Who writes when the connection is closed is told so, and the server goes on`() throws {
        let log = Log()
        var options = ServerOptions()
        options.onError = { error, address in log.note("\(error)") }
        let server = try TCPServer(.loopback(), handler: Hasty.self, options: options)
        for _ in 0..<2 {
            let client = try Socket.createConnection(server.serverAddress, timeout: patience)
            let address = try client.sockName
            try server.handleRequest()
            #expect(try drain(client) == [0x61])
            #expect(log.lines.last == "cannot write '\(address)': the socket is closed")
        }
        #expect(log.lines.count == 2)
    }

    @Test func `A handler by itself does nothing, and knows who asks`() throws {
        let (one, other) = try connectedPair()
        let handler = BaseRequestHandler(request: .connection(one), clientAddress: .unix("x"), server: nil)
        try handler.setup()
        try handler.handle()
        try handler.finish()
        #expect(!handler.hasBufferedInput)
        #expect(!handler.keepsConnection)
        #expect(handler.request.socket === one)
        #expect(handler.clientAddress == .unix("x"))
        #expect(handler.server == nil)
        other.close()
    }

    @Test func `A datagram is read like a file, and nothing written is no answer`() throws {
        let (one, other) = try connectedPair(.datagram)
        var handler = DatagramRequestHandler(
            request: .datagram([1, 2], one), clientAddress: .unix(""), server: nil)
        #expect(handler.packet == [1, 2])
        #expect(try handler.rfile.drain() == [1, 2])
        #expect(handler.socket === one)
        try handler.finish()
        #expect(throws: IOFailure.self) { _ = try other.recv(1, flags: .dontWait) }
        handler = DatagramRequestHandler(request: .connection(one), clientAddress: .unix(""), server: nil)
        #expect(handler.packet == [])
    }
}
#endif
