#if Services
/// A server of connections over TCP.
open class TCPServer: BaseServer, @unchecked Sendable {
    /// - Parameter address: Port 0 lets the system choose one: see ``BaseServer/serverAddress``.
    /// - Throws: ``IOFailure`` with the address.
    public convenience init(
        _ address: SocketAddress, handler: BaseRequestHandler.Type, options: ServerOptions = ServerOptions(),
        bindAndActivate: Bool = true
    ) throws {
        try self.init(
            address, options: options, bindAndActivate: bindAndActivate,
            makeHandler: { handler.init(request: $0, clientAddress: $1, server: $2) })
    }

    /// The same, with a closure for a handler: the connection is closed when it returns.
    public convenience init(
        _ address: SocketAddress, options: ServerOptions = ServerOptions(), bindAndActivate: Bool = true,
        handle: @escaping @Sendable (Socket, SocketAddress) throws -> Void
    ) throws {
        try self.init(
            address, options: options, bindAndActivate: bindAndActivate, makeHandler: ClosureHandler.maker(handle))
    }

    /// The same, with what makes the handlers: `Handler.init`, or a closure. A subclass that overrides this has the others.
    public init(
        _ address: SocketAddress, options: ServerOptions = ServerOptions(), bindAndActivate: Bool = true,
        makeHandler: @escaping HandlerMaker
    ) throws {
        try super.init(
            address, type: .stream, options: options, bindAndActivate: bindAndActivate, makeHandler: makeHandler)
    }
}

/// A server of datagrams over UDP. Each is a request of its own.
open class UDPServer: BaseServer, @unchecked Sendable {
    /// - Parameter handler: A ``DatagramRequestHandler``, as a rule.
    /// - Throws: ``IOFailure`` with the address.
    public convenience init(
        _ address: SocketAddress, handler: BaseRequestHandler.Type, options: ServerOptions = ServerOptions(),
        bindAndActivate: Bool = true
    ) throws {
        try self.init(
            address, options: options, bindAndActivate: bindAndActivate,
            makeHandler: { handler.init(request: $0, clientAddress: $1, server: $2) })
    }

    /// The same, with what makes the handlers: `Handler.init`, or a closure. A subclass that overrides this has the others.
    public init(
        _ address: SocketAddress, options: ServerOptions = ServerOptions(), bindAndActivate: Bool = true,
        makeHandler: @escaping HandlerMaker
    ) throws {
        try super.init(
            address, type: .datagram, options: options, bindAndActivate: bindAndActivate, makeHandler: makeHandler)
    }
}

/// A server of connections by a path of this machine. The path is removed when it is closed.
open class UnixStreamServer: TCPServer, @unchecked Sendable {
    /// - Parameter path: One that is taken: see ``ServerOptions/takenPath``.
    public convenience init(
        path: String, handler: BaseRequestHandler.Type, options: ServerOptions = ServerOptions(),
        bindAndActivate: Bool = true
    ) throws {
        try self.init(.unix(path), handler: handler, options: options, bindAndActivate: bindAndActivate)
    }
}

/// A server of datagrams by a path of this machine. The path is removed when it is closed.
open class UnixDatagramServer: UDPServer, @unchecked Sendable {
    /// - Parameter path: One that is taken: see ``ServerOptions/takenPath``.
    public convenience init(
        path: String, handler: BaseRequestHandler.Type, options: ServerOptions = ServerOptions(),
        bindAndActivate: Bool = true
    ) throws {
        try self.init(.unix(path), handler: handler, options: options, bindAndActivate: bindAndActivate)
    }
}

/// A handler that is a closure.
private final class ClosureHandler: BaseRequestHandler {
    private var body: (@Sendable (Socket, SocketAddress) throws -> Void)?

    static func maker(_ body: @escaping @Sendable (Socket, SocketAddress) throws -> Void) -> BaseServer.HandlerMaker {
        { request, address, server in
            let handler = ClosureHandler(request: request, clientAddress: address, server: server)
            handler.body = body
            return handler
        }
    }

    override func handle() throws { try body?(request.socket, clientAddress) }
}
#endif
