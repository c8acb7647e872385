#if Services
public import Logging
internal import NIOCore
public import NIOPosix
internal import NIOSSL
public import ServiceLifecycle
internal import SluiceCore

/// Receives documents over TCP, Unix sockets and TLS, and answers with documents.
///
///     let server = DocumentServer(.tcp(host: "127.0.0.1", port: 4711), framing: .ndjson) { connection in
///         for try await record in connection.records { try await connection.writer.write(record) }
///     }
///     try await server.run()
///
/// Each connection has a task of its own, in which the handler runs. Records are parsed while bytes arrive. What a handler
/// does not take is not read, and what a peer does not take suspends the handler: memory stays bounded, whoever is slow. A handler that throws
/// ends its connection, and no other. Peers are held to ``ServerLimits``.
///
/// A `Service` of ServiceLifecycle: after a graceful shutdown nobody is let in any more, the records of every connection end
/// behind the last that was whole, and handlers may go on writing for ``ServerLimits/drain``. What is left then is cancelled and closed.
public final class DocumentServer: Service {
    /// What is done for each connection, in a task of its own.
    public typealias Handler = @Sendable (DocumentConnection) async throws -> Void

    private let wanted: StreamAddress
    private let framing: DocumentFraming
    private let replies: DocumentFraming
    private let tls: StreamTLS?
    private let limits: ServerLimits
    private let options: StreamOptions
    private let logger: Logger
    private let group: MultiThreadedEventLoopGroup
    private let place: HandlerPlace
    private let handler: Handler

    private struct Listener {
        var channel: (any Channel)?
        /// Whether we have ended it ourselves.
        var isEnded = false
        /// Why nobody could be let in, the last time.
        var failure: IOError?
    }

    private let listener = Monitor(Listener())
    private let connections = OpenConnections()
    private let metrics: ServerMetrics
    /// What has passed through the server.
    public let statistics: StreamStatistics

    /// - Parameters:
    ///   - address: Where to listen. Port 0 is any that is free: ``bind()`` tells it.
    ///   - framing: How records come.
    ///   - replies: How answers go, if not in the same way.
    ///   - tls: How connections are secured; `nil`: not at all.
    ///   - options: How records are read. Their limits are those of `limits`.
    ///   - logger: Told of each connection's beginning and end at the level `debug`, of failures at `info`, of handlers' errors at `error`.
    ///   - statistics: Counts what passes through; servers may share one.
    ///   - group: The threads that read and write.
    ///   - place: On which threads handlers run.
    ///   - handler: What is done for each connection.
    public init(
        _ address: StreamAddress, framing: DocumentFraming, replies: DocumentFraming? = nil, tls: StreamTLS? = nil,
        limits: ServerLimits = .default, options: StreamOptions = StreamOptions(),
        logger: Logger = Logger(label: "sluice.server"), statistics: StreamStatistics = StreamStatistics(),
        group: MultiThreadedEventLoopGroup = .singleton, handlersOn place: HandlerPlace = .concurrentPool,
        handler: @escaping Handler
    ) {
        wanted = address
        self.framing = framing
        self.replies = replies ?? framing
        self.tls = tls
        self.limits = limits
        self.options = {
            var options = options
            options.limits = limits.stream
            return options
        }()
        self.logger = logger
        self.statistics = statistics
        metrics = ServerMetrics(statistics)
        self.group = group
        self.place = place
        self.handler = handler
    }

    // MARK: - Listening

    /// Begins to listen, unless that is done already; peers that come are served at once.
    ///
    /// The socket that a killed server has left behind in the file system is taken over.
    ///
    /// - Returns: Where: with the port that was taken.
    /// - Throws: ``ConnectionError``: `address` where the system has no such address, or it is taken; `tls` where
    ///   certificate and key do not go together.
    @discardableResult
    public func bind() async throws -> StreamAddress {
        if let channel { return address(of: channel) }
        let context = try tls?.context()
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            // One at a time, so that the gate can close behind each.
            .serverChannelOption(.maxMessagesPerRead, value: 1)
            .serverChannelInitializer { [limits, metrics, logger, listener, connections] channel in
                channel.eventLoop.makeCompletedFuture {
                    let gate = ConnectionGate(
                        limit: limits.connections, logger: logger, whenServed: connections.whenEnded
                    ) { error in
                        listener.update { $0.failure = error }
                        metrics.failed("accept")
                    }
                    try channel.pipeline.syncOperations.addHandler(gate)
                }
            }
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.socketOption(.so_keepalive), value: 1)
            .childChannelInitializer { [self] channel in
                channel.eventLoop.makeCompletedFuture { try welcome(channel, context) }
            }
        do {
            let channel =
                switch wanted {
                case .tcp(let host, let port): try await noDelay(bootstrap).bind(host: host, port: port).get()
                case .unix(let path): try await listen(bootstrap, at: path)
                }
            listener.update { $0.channel = channel }
            let address = address(of: channel)
            logger.info(
                "listening", metadata: ["address": "\(address)", "framing": "\(framing)", "tls": "\(tls != nil)"])
            return address
        } catch {
            throw ConnectionError(listening: error, at: wanted) ?? error
        }
    }

    /// What listens, when it does.
    var channel: (any Channel)? { listener.update { $0.channel } }

    private func noDelay(_ bootstrap: ServerBootstrap) -> ServerBootstrap {
        bootstrap.childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
    }

    private func listen(_ bootstrap: ServerBootstrap, at path: String) async throws -> any Channel {
        do { return try await bootstrap.bind(unixDomainSocketPath: path).get() } catch let error as IOError {
            // A server that was killed leaves its socket behind, which is refused as if it were in use.
            guard error.errnoCode == SystemCode.inUse, SocketFile.exists(path), await !Self.isListening(path) else {
                throw error
            }
            SocketFile.remove(path)
            return try await bootstrap.bind(unixDomainSocketPath: path).get()
        }
    }

    /// Whether a server is there, and not only what one has left behind.
    package static func isListening(_ path: String) async -> Bool {
        do {
            try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connect(unixDomainSocketPath: path)
                .get()
                .close()
            return true
        } catch let error as IOError {
            return error.errnoCode != SystemCode.refused
        } catch {
            return true
        }
    }

    private func address(of channel: any Channel) -> StreamAddress { StreamAddress(channel.localAddress) ?? wanted }

    /// Listens and serves until the task is cancelled, or a graceful shutdown was asked for and is done.
    ///
    /// - Throws: What ``bind()`` throws; ``ConnectionError`` where the system takes the socket away that listens: the connections that
    ///   there were have ended then, as at a shutdown.
    public func run() async throws {
        try await bind()
        guard let channel else { return }
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                try? await channel.closeFuture.get()
            } onGracefulShutdown: {
                self.logger.info("shutting down", metadata: ["connections": "\(self.connections.count)"])
                self.endListening()
            }
            connections.quiesce()
            await connections.ended(within: limits.drain)
        } onCancel: {
            endListening()
            connections.cancel()
        }
        logger.info("ended")
        let (isEnded, failure) = listener.update { ($0.isEnded, $0.failure) }
        if isEnded { return }
        throw ConnectionError(
            .closed, "the socket that listens was closed\(failure.map { ": \($0.description.visible)" } ?? "")",
            peer: address(of: channel).description, cause: failure)
    }

    private func endListening() {
        listener.update { $0.isEnded = true }
        // Which also removes the socket in the file system. Later nobody may: it can be a successor's by then.
        channel?.close(promise: nil)
    }

    // MARK: - Connections

    private func welcome(_ channel: any Channel, _ context: NIOSSLContext?) throws {
        connections.expect(channel)
        do {
            try OpenChannel.prepare(
                channel, security: context.map { NIOSSLServerHandler(context: $0) }, timeouts: limits.timeouts,
                fallback: wanted
            ) { [self] result in
                switch result {
                case .success(let open):
                    connections.add(open, on: place.executor(on: channel.eventLoop)) { await self.serve(open) }
                case .failure(let error):
                    connections.remove(channel)
                    refuse(channel.remoteAddress, error)
                }
            }
        } catch {
            connections.remove(channel)
            throw error
        }
    }

    private func refuse(_ address: SocketAddress?, _ error: any Error) {
        let error = ConnectionError(channel: error, peer: nil)
        // Who comes and goes without a word tells nothing.
        guard let error, error.code != .reset, error.code != .closed else { return }
        metrics.failed(error.code.description)
        logger.info(
            "no connection",
            metadata: ["peer": "\(StreamAddress(address) ?? wanted)", "reason": "\(error.message)"])
    }

    private func serve(_ open: OpenChannel) async {
        metrics.opened()
        var logger = logger
        logger[metadataKey: "peer"] = "\(open.peer)"
        logger.debug("connected")
        let metrics = metrics
        let own = StreamStatistics()
        do {
            try await open.serve(
                framing: framing, replies: replies, options: options, linger: limits.linger,
                tally: {
                    metrics.count($0)
                    own.count($0)
                }, handler)
        } catch {
            report(error, logger)
        }
        logger.debug("done", metadata: own.snapshot().metadata)
        metrics.closed()
    }

    private func report(_ error: any Error, _ logger: Logger) {
        switch error {
        case let error as ConnectionError:
            metrics.failed(error.code.description)
            logger.info("broken off", metadata: ["reason": "\(error.message)"])
        case let error as StreamError:
            metrics.failed(error.code.description)
            logger.info("bad record", metadata: ["reason": "\(error.description.visible)"])
        case let error as ParseError:
            // Of a document that was read as events.
            metrics.failed(error.code.description)
            logger.info("bad record", metadata: ["reason": "\(error.description.visible)"])
        case is CancellationError:
            metrics.failed("cancelled")
            logger.info("cancelled")
        default:
            metrics.failed("handler")
            logger.error("the handler failed", metadata: ["reason": "\("\(error)".visible)"])
        }
    }
}
#endif
