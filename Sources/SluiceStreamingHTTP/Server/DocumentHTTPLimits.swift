#if Services
/// What a server tolerates of its clients. The defaults are safe for clients that nobody knows. What a record and an upload
/// may take is in the `StreamLimits` of the route.
public struct DocumentHTTPLimits: Sendable, Hashable {
    /// Connections at once. Others wait in the system's queue until one ends. There are never more than the process may
    /// have descriptors, but for some that the rest of it needs.
    public var connections = 10_000
    /// Bytes of a request's head: names and values of its fields.
    public var headerBytes = 32 << 10
    /// Fields in a request's head.
    public var headerFields = 100
    /// How long a connection may take to send a request's head: from its beginning, or from the last answer on.
    public var headTimeout = Duration.seconds(60)
    /// How long the next bytes of an upload may let wait for themselves, once the handler asks for them. Then the answer is
    /// 408.
    public var bodyTimeout = Duration.seconds(60)
    /// Bytes a second that an upload must come to, once ``bodyTimeout`` was spent in waiting for it all in all. Only that
    /// time counts, not what the handler takes. 0 for feeds that stay open.
    public var minimumRate = 64
    /// How long a client may take no byte of an answer that waits for it. Then the connection is closed.
    public var sendTimeout = Duration.seconds(60)
    /// How long a connection stays open for the rest of an upload that has its answer already, so that the client comes to
    /// read that.
    public var lingerTimeout = Duration.seconds(5)
    /// How long requests may take to end once the server is to shut down gracefully. Then their handlers are cancelled.
    public var shutdownTimeout = Duration.seconds(30)

    public init() {}

    /// The defaults.
    public static let `default` = DocumentHTTPLimits()

    /// How often timeouts are looked at: not much later than any of them.
    var checkInterval: Duration {
        let shortest = min(min(headTimeout, bodyTimeout), min(sendTimeout, lingerTimeout))
        return min(max(shortest / 4, .milliseconds(10)), .seconds(1))
    }
}
#endif
