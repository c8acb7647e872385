#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension Socket {
    /// What kind of addresses a socket has. Python's `AF_...`; any number of the system's will do.
    public struct Family: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        public let rawValue: Int32
        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// None in particular: for ``Socket/getaddrinfo(_:_:family:type:protocol:flags:)``.
        public static let unspecified = Family(rawValue: AF_UNSPEC)
        /// The Internet's version 4.
        public static let inet = Family(rawValue: AF_INET)
        /// The Internet's version 6.
        public static let inet6 = Family(rawValue: AF_INET6)
        /// Sockets of this machine, which have paths.
        public static let unix = Family(rawValue: AF_UNIX)

        public var description: String {
            switch self {
            case .unspecified: "unspecified"
            case .inet: "inet"
            case .inet6: "inet6"
            case .unix: "unix"
            default: "family \(rawValue)"
            }
        }
    }

    /// How a socket carries bytes. Python's `SOCK_...`.
    public struct Kind: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        public let rawValue: Int32
        public init(rawValue: Int32) { self.rawValue = rawValue }

        #if canImport(Glibc)
        /// A stream of bytes, in order, without gaps: TCP.
        public static let stream = Kind(rawValue: Int32(SOCK_STREAM.rawValue))
        /// Messages that may be lost, doubled, or overtake each other: UDP. Not so within a machine.
        public static let datagram = Kind(rawValue: Int32(SOCK_DGRAM.rawValue))
        /// Packets of the protocol itself. The system lets few do it.
        public static let raw = Kind(rawValue: Int32(SOCK_RAW.rawValue))
        /// Messages in order, without gaps.
        public static let sequencedPacket = Kind(rawValue: Int32(SOCK_SEQPACKET.rawValue))
        #else
        /// A stream of bytes, in order, without gaps: TCP.
        public static let stream = Kind(rawValue: SOCK_STREAM)
        /// Messages that may be lost, doubled, or overtake each other: UDP. Not so within a machine.
        public static let datagram = Kind(rawValue: SOCK_DGRAM)
        /// Packets of the protocol itself. The system lets few do it.
        public static let raw = Kind(rawValue: SOCK_RAW)
        /// Messages in order, without gaps.
        public static let sequencedPacket = Kind(rawValue: SOCK_SEQPACKET)
        #endif
        /// Any: for ``Socket/getaddrinfo(_:_:family:type:protocol:flags:)``.
        public static let any = Kind(rawValue: 0)

        public var description: String {
            switch self {
            case .any: "any"
            case .stream: "stream"
            case .datagram: "datagram"
            case .raw: "raw"
            case .sequencedPacket: "sequenced packet"
            default: "type \(rawValue)"
            }
        }
    }

    /// Which way ``shutdown(_:)`` closes. Python's `SHUT_...`.
    public enum Direction: Sendable {
        /// Nothing more is received.
        case read
        /// Nothing more is sent: the peer reads to an end, and may still answer.
        case write
        case both

        var number: Int32 {
            switch self {
            case .read: Int32(SHUT_RD)
            case .write: Int32(SHUT_WR)
            case .both: Int32(SHUT_RDWR)
            }
        }
    }

    /// As many connections as the system lets wait to be accepted. Python's `SOMAXCONN`.
    public static let maxBacklog = Int(SOMAXCONN)
}
