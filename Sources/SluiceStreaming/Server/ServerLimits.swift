#if Services
/// What a server grants its peers. The defaults are safe for peers that nobody knows.
public struct ServerLimits: Sendable, Hashable {
    /// Connections at a time. More wait in the system's queue until one of them ends. There are never more than the
    /// process may have descriptors, but for some that the rest of it needs.
    public var connections = 10_000
    /// How long peers may take.
    public var timeouts = ConnectionTimeouts.default
    /// What the stream of each connection may ask for: bytes of a record, records and bytes in all, depth and the like.
    public var stream = StreamLimits.default
    /// How long connections may go on after a graceful shutdown was asked for.
    public var drain = Duration.seconds(30)
    /// How long a server that has said all that it has to say reads on, and drops what comes, so that its last words are not
    /// lost to a peer that still sends.
    public var linger = Duration.seconds(2)

    public init() {}

    /// The defaults.
    public static let `default` = ServerLimits()
}
#endif
