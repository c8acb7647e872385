#if Services
/// How a client connects, and what it tolerates.
public struct ClientOptions: Sendable {
    /// How long one attempt to connect may take, the TLS handshake apart.
    public var connectTimeout = Duration.seconds(10)
    /// What happens where nobody answers.
    public var retry = RetryPolicy.never
    /// How long the server may take.
    public var timeouts = ConnectionTimeouts.default
    /// How records are read, and what their stream may ask for.
    public var stream = StreamOptions()
    /// How long a client that has said all that it has to say reads on, and drops what comes.
    public var linger = Duration.seconds(2)

    public init(retry: RetryPolicy = .never) { self.retry = retry }
}
#endif
