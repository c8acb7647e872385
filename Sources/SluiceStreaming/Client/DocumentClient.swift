#if Services
internal import NIOCore
public import NIOPosix
internal import NIOSSL

/// Connects to a server of documents over TCP, Unix sockets and TLS.
///
///     let client = DocumentClient(.tcp(host: "127.0.0.1", port: 4711), framing: .ndjson)
///     let answer = try await client.withConnection { connection in
///         try await connection.writer.write(["question": 6])
///         try await connection.writer.finish()
///         var records = connection.records.makeAsyncIterator()
///         return try await records.next()?.json
///     }
public struct DocumentClient: Sendable {
    /// The server.
    public let address: StreamAddress
    let framing: DocumentFraming
    let replies: DocumentFraming
    private let tls: StreamTLS?
    let options: ClientOptions
    private let group: MultiThreadedEventLoopGroup

    /// - Parameters:
    ///   - address: The server.
    ///   - framing: How records go.
    ///   - replies: How answers come, if not in the same way.
    ///   - tls: How connections are secured; `nil`: not at all.
    ///   - group: The threads that read and write.
    public init(
        _ address: StreamAddress, framing: DocumentFraming, replies: DocumentFraming? = nil, tls: StreamTLS? = nil,
        options: ClientOptions = ClientOptions(), group: MultiThreadedEventLoopGroup = .singleton
    ) {
        self.address = address
        self.framing = framing
        self.replies = replies ?? framing
        self.tls = tls
        self.options = options
        self.group = group
    }

    /// Connects, and gives the connection to a closure. When that returns, this side is ended and the connection closed; so
    /// read what you want to know before.
    ///
    /// - Returns: What the closure does.
    /// - Throws: ``ConnectionError``: `refused`, `timeout`, `address`, `tls` and `unavailable` where no connection comes about, after as
    ///   many attempts as ``ClientOptions/retry`` grants; `CancellationError`; and what the closure throws.
    public func withConnection<Result>(
        _ body: (DocumentConnection) async throws -> Result
    ) async throws -> Result {
        try await serve(try await connect(), body)
    }

    /// Gives an open channel to a closure.
    func serve<Result>(
        _ open: OpenChannel, _ body: (DocumentConnection) async throws -> Result
    ) async throws -> Result {
        try await open.serve(
            framing: replies, replies: framing, options: options.stream, linger: options.linger, tally: { _ in }, body)
    }

    /// A connection that somebody has to take on.
    private func connect() async throws -> OpenChannel {
        var attempts = Attempts(options.retry)
        while true {
            do { return try await connectOnce() } catch {
                try await attempts.wait(after: ConnectionError(channel: error, peer: address.description) ?? error)
            }
        }
    }

    /// A connection that somebody has to take on, at the first attempt.
    func connectOnce() async throws -> OpenChannel {
        try Task.checkCancellation()
        let context = try tls?.context()
        let candidates = Candidates()
        let bootstrap = ClientBootstrap(group: group)
            .connectTimeout(TimeAmount(options.connectTimeout))
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { [self] channel in
                channel.eventLoop.makeCompletedFuture {
                    // First: a name that TLS refuses leaves no promise behind.
                    let handler = try context.map { try security($0) }
                    let promise = try candidates.promise(for: channel)
                    do {
                        try OpenChannel.prepare(
                            channel, security: handler, timeouts: options.timeouts, fallback: address
                        ) { promise.completeWith($0) }
                    } catch {
                        promise.fail(error)
                        throw error
                    }
                }
            }
        do {
            let connected =
                switch address {
                case .tcp(let host, let port):
                    bootstrap.channelOption(.tcpOption(.tcp_nodelay), value: 1)
                        .channelOption(.socketOption(.so_keepalive), value: 1).connect(host: host, port: port)
                case .unix(let path): bootstrap.connect(unixDomainSocketPath: path)
                }
            return try await candidates.winner(connected)
        } catch {
            candidates.discard()
            throw error
        }
    }

    private func security(_ context: NIOSSLContext) throws -> NIOSSLClientHandler {
        guard case .tcp(let host, _) = address, tls?.serverName == nil else {
            return try NIOSSLClientHandler(context: context, serverHostname: tls?.serverName)
        }
        // A number is no name to ask for; it is looked for in the certificate all the same.
        let isNumber = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isNumber ? nil : host)
    }
}
#endif
