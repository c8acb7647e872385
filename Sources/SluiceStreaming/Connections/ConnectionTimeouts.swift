#if Services
/// How long each side waits for the other.
///
/// What passed is noticed within half of the shortest of them. The peer is held to them only while it is its turn: as
/// long as a handler does not read, nothing counts against the one who sends.
public struct ConnectionTimeouts: Sendable, Hashable {
    /// From the connection to the end of TLS's handshake.
    public var handshake = Duration.seconds(30)
    /// Without a byte in either direction, while a record is awaited.
    public var idle = Duration.seconds(300)
    /// Without the peer taking a byte of what is to be sent.
    public var write = Duration.seconds(60)
    /// What a record that has begun must bring, on average over each ``rateWindow``, until it is whole. 0: any pace will do.
    public var bytesPerSecond = 500
    /// Over how long the rate is taken.
    public var rateWindow = Duration.seconds(20)

    public init() {}

    /// The defaults.
    public static let `default` = ConnectionTimeouts()
}
#endif
