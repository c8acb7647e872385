#if Services
extension ServerOptions {
    /// These options, with threads that serve, unless they have some already.
    ///
    /// - Parameter threads: As many connections are served at once; more wait their turn.
    public func serving(on threads: Int) -> ServerOptions {
        var options = self
        if options.threads == 0 { options.threads = threads }
        return options
    }
}

/// A ``TCPServer`` whose connections are served by a pool of threads: 16 unless the options say otherwise.
open class ThreadingTCPServer: TCPServer, @unchecked Sendable {
    public override init(
        _ address: SocketAddress, options: ServerOptions = ServerOptions(), bindAndActivate: Bool = true,
        makeHandler: @escaping HandlerMaker
    ) throws {
        try super.init(
            address, options: options.serving(on: 16), bindAndActivate: bindAndActivate, makeHandler: makeHandler)
    }
}

/// A ``UDPServer`` whose datagrams are served by a pool of threads: 16 unless the options say otherwise.
open class ThreadingUDPServer: UDPServer, @unchecked Sendable {
    public override init(
        _ address: SocketAddress, options: ServerOptions = ServerOptions(), bindAndActivate: Bool = true,
        makeHandler: @escaping HandlerMaker
    ) throws {
        try super.init(
            address, options: options.serving(on: 16), bindAndActivate: bindAndActivate, makeHandler: makeHandler)
    }
}

/// A ``UnixStreamServer`` whose connections are served by a pool of threads.
open class ThreadingUnixStreamServer: ThreadingTCPServer, @unchecked Sendable {
    public convenience init(
        path: String, handler: BaseRequestHandler.Type, options: ServerOptions = ServerOptions(),
        bindAndActivate: Bool = true
    ) throws {
        try self.init(.unix(path), handler: handler, options: options, bindAndActivate: bindAndActivate)
    }
}

/// A ``UnixDatagramServer`` whose datagrams are served by a pool of threads.
open class ThreadingUnixDatagramServer: ThreadingUDPServer, @unchecked Sendable {
    public convenience init(
        path: String, handler: BaseRequestHandler.Type, options: ServerOptions = ServerOptions(),
        bindAndActivate: Bool = true
    ) throws {
        try self.init(.unix(path), handler: handler, options: options, bindAndActivate: bindAndActivate)
    }
}

/// A ``TCPServer`` whose connections are served by programs of their own, at an address of the Internet or a path: what
/// Python's `ForkingTCPServer` and `ForkingUnixStreamServer` are for.
open class ProcessTCPServer: TCPServer, @unchecked Sendable {
    /// - Parameter workers: The program, and how many of it.
    public init(
        _ address: SocketAddress, workers: ServerOptions.Workers, options: ServerOptions = ServerOptions(),
        bindAndActivate: Bool = true
    ) throws {
        var options = options
        options.workers = workers
        // Never asked: the programs have the handlers.
        try super.init(address, options: options, bindAndActivate: bindAndActivate) {
            BaseRequestHandler(request: $0, clientAddress: $1, server: $2)
        }
    }
}
#endif
