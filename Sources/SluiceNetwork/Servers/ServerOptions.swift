#if Services
/// How a server listens, and how it serves.
public struct ServerOptions: Sendable {
    /// The address may be used again at once after an earlier server. Python's `allow_reuse_address`, which is off there.
    public var allowReuseAddress = true
    /// Several servers may share the address.
    public var allowReusePort = false
    /// How many connections may wait to be accepted.
    public var requestQueueSize = 128
    /// How long ``BaseServer/handleRequest()`` waits for a request; for ever unless given.
    public var timeout: Duration?
    /// Bytes of a datagram at most; what is beyond is lost.
    public var maxPacketSize = 8192
    /// What becomes of a Unix socket's path that is taken.
    public var takenPath = TakenPath.replaceStale

    /// How many threads serve; with 0 the one that runs the server does, one request after the other.
    public var threads = 0
    /// How many requests are taken and not finished, at most: beyond that, connections wait in the system's queue. Twice
    /// the threads unless given.
    public var maxRequests: Int?
    /// Whether the process may end while the threads serve. Python's `daemon_threads`.
    public var daemonThreads = false
    /// Whether closing the server waits for requests that are being served.
    public var blockOnClose = true

    /// Programs that serve, in place of threads. Streams only.
    public var workers: Workers?

    /// A connection that has nothing to read waits without a thread, from its beginning and whenever a handler
    /// ``BaseRequestHandler/keepsConnection``. Such connections do not count for ``maxRequests``. Not for protocols in
    /// which the server speaks first.
    public var parksIdleConnections = false
    /// How long a connection may wait like that before it is closed; for ever unless given.
    public var idleTimeout: Duration?

    /// What is told of errors that handlers throw, and of connections that could not be taken, besides
    /// ``BaseServer/handleError(_:_:_:)``. It is called on the thread that serves.
    public var onError: (@Sendable (any Error, SocketAddress?) -> Void)?

    public init() {}

    /// What becomes of the path of a Unix socket that is there already.
    public enum TakenPath: Sendable {
        /// It is a failure.
        case refuse
        /// A socket that nobody answers on is replaced; anything else is a failure.
        case replaceStale
        /// Whatever it is, it is replaced, unless it is a directory.
        case replaceAlways
    }
}
#endif
