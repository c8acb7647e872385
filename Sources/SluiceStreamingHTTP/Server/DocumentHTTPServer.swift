#if Services
public import Hummingbird
internal import HummingbirdCore
public import Logging
internal import NIOCore
public import ServiceLifecycle
public import SluiceStreaming

/// A server that moves documents over HTTP/1.1.
///
///     let server = DocumentHTTPServer(.tcp(host: "127.0.0.1", port: 8080)) { routes in
///         routes.post("/records", framing: .ndjson) { records, reply in
///             for try await record in records { try await reply.write(record) }
///         }
///     }
///     try await server.run()
///
/// What the routes do is said at ``DocumentRoutes``. At `/` there is a page that shows what passes through, live; its numbers
/// are at `/status`, as events at `/status/events`. Paths that are taken by routes are left to them.
///
/// It is a `Service`: in a `ServiceGroup` a graceful shutdown lets requests end, for as long as
/// ``DocumentHTTPLimits/shutdownTimeout``, then cancels their handlers and closes their connections.
public struct DocumentHTTPServer: Service {
    /// What passes through: the server's connections, and what its routes count.
    public let statistics: StreamStatistics

    private let wanted: StreamAddress
    private let bind: BindAddress
    private let limits: DocumentHTTPLimits
    private let logger: Logger
    private let router: RouterResponder<BasicRequestContext>
    private let bound = BoundAddress()

    /// - Parameter address: Where to listen; port 0 lets the system choose one, see ``address()``.
    /// - Parameter limits: What is tolerated of clients.
    /// - Parameter statistics: What is counted, if others count there, too.
    /// - Parameter showsStatus: Whether there is the page at `/`, with its numbers. Whoever reaches the server sees them.
    public init(
        _ address: StreamAddress, limits: DocumentHTTPLimits = .default,
        statistics: StreamStatistics = StreamStatistics(),
        showsStatus: Bool = true, logger: Logger = Logger(label: "sluice.http"),
        _ build: (DocumentRoutes<BasicRequestContext>) -> Void
    ) {
        wanted = address
        bind =
            switch address {
            case .tcp(let host, let port): .hostname(host, port: port)
            case .unix(let path): .unixDomainSocket(path: path)
            }
        self.limits = limits
        self.statistics = statistics
        self.logger = logger
        let routes = DocumentRoutes<BasicRequestContext>(statistics: statistics)
        build(routes)
        if showsStatus { routes.addStatus("/", unlessTaken: true) }
        let router = Router()
        routes.table.install(in: router, refusesOthers: true)
        self.router = router.buildResponder()
    }

    /// Where the server listens, as soon as it does.
    ///
    /// - Throws: Why it cannot, or does not any more; `CancellationError`.
    public func address() async throws -> StreamAddress { StreamAddress(try await bound.value()) ?? wanted }

    /// Serves, until a graceful shutdown or the task's cancellation. Once.
    ///
    /// The socket that a killed server has left behind in the file system is taken over, and none is left behind.
    ///
    /// - Throws: `ConnectionError`: `address` where the system has no such address, or it is taken.
    public func run() async throws {
        do {
            if case .unix(let path) = wanted { try await checkFree(path) }
            try await listen()
            bound.settle(.failure(CancellationError()))
        } catch {
            let error = ConnectionError(channel: error, peer: wanted.description) ?? error
            bound.settle(.failure(error))
            throw error
        }
    }

    /// Hummingbird takes the place of whatever socket is there.
    private func checkFree(_ path: String) async throws {
        guard SocketFile.exists(path), await DocumentServer.isListening(path) else { return }
        throw IOError(errnoCode: SystemCode.inUse, reason: "bind")
    }

    private func listen() async throws {
        let connections = OpenConnections()
        let responder = DocumentResponder(router: router, logger: logger)
        let channel = ConnectionChannel(
            base: HTTP1Channel(
                responder: { try await responder.respond(to: $0, $1, $2) },
                configuration: HTTP1Channel.Configuration(
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: limits.headerBytes, maxHeaderListSize: limits.headerBytes,
                        maxHeaderFieldCount: limits.headerFields))),
            limits: limits, statistics: statistics, connections: connections)
        let server = channel.server(
            configuration: ServerConfiguration(address: bind),
            onServerRunning: { channel in
                // Else several are accepted at once, and the limit is looked at behind them.
                try? await channel.setOption(.maxMessagesPerRead, value: 1).get()
                try? await guardDoor(of: channel, connections).get()
                bound.settle(.success(channel.localAddress))
            },
            eventLoopGroup: EventLoopGroupProvider.singleton.eventLoopGroup, logger: logger)
        defer {
            connections.end()
            if case .unix(let path) = wanted, bound.isKnown { SocketFile.remove(path) }
        }
        try await serve(server, connections)
    }

    /// Hummingbird closes a listening socket whose `accept` fails, for want of descriptors say: the gate hears of it first.
    private func guardDoor(of channel: any Channel, _ connections: OpenConnections) -> EventLoopFuture<Void> {
        channel.eventLoop.submit {
            let gate = ConnectionGate(
                limit: limits.connections, logger: logger, whenServed: connections.whenEnded
            ) { _ in statistics.failed() }
            try channel.pipeline.syncOperations.addHandler(gate, position: .first)
        }
    }

    /// Runs the server, and ends it where its shutdown takes too long.
    private func serve(_ server: any Service, _ connections: OpenConnections) async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await server.run()
                return true
            }
            group.addTask {
                try await gracefulShutdown()
                try await Task.sleep(for: limits.shutdownTimeout)
                return false
            }
            let isOver = try await group.next() ?? true
            group.cancelAll()
            if !isOver {
                logger.warning("requests did not end in time, and are cancelled")
                connections.closeAll()
            }
            while (try? await group.next()) != nil {}
        }
    }
}
#endif
