public import SluiceCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// An option of a socket, and the type of its value. Python's `SO_...`, `TCP_...`, `IP_...`.
///
///     try socket.setSockOpt(.noDelay, true)
///     let room = try socket.getSockOpt(.receiveBuffer)
///
/// What has no name here is set by its numbers: ``Socket/setSockOpt(level:option:_:)-(_,_,Int32)``.
public struct SocketOption<Value: Sendable>: Sendable {
    let get: @Sendable (SocketHandle) throws(IOFailure) -> Value
    let set: @Sendable (SocketHandle, Value) throws(IOFailure) -> Void
}

extension SocketOption<Bool> {
    /// One that is on or off.
    public init(level: Int32, option: Int32) {
        get = { handle throws(IOFailure) in try handle.option(level, option) != 0 }
        set = { handle, value throws(IOFailure) in try handle.setOption(level, option, value ? 1 : 0) }
    }

    /// An address may be bound again at once after its last user. `SO_REUSEADDR`.
    public static var reuseAddress: Self { Self(level: SOL_SOCKET, option: SO_REUSEADDR) }
    /// Several sockets may be bound to the address. `SO_REUSEPORT`.
    public static var reusePort: Self { Self(level: SOL_SOCKET, option: SO_REUSEPORT) }
    /// Whether the peer is still there is asked now and then. `SO_KEEPALIVE`.
    public static var keepAlive: Self { Self(level: SOL_SOCKET, option: SO_KEEPALIVE) }
    /// Datagrams may go to everyone. `SO_BROADCAST`.
    public static var broadcast: Self { Self(level: SOL_SOCKET, option: SO_BROADCAST) }
    /// Small pieces are sent at once (Nagle's algorithm is off). `TCP_NODELAY`.
    public static var noDelay: Self { Self(level: Int32(IPPROTO_TCP), option: TCP_NODELAY) }
    /// A socket of version 6 takes nothing of version 4. `IPV6_V6ONLY`.
    public static var version6Only: Self { Self(level: Int32(IPPROTO_IPV6), option: IPV6_V6ONLY) }
    /// Whether it listens, which cannot be set. `SO_ACCEPTCONN`.
    public static var isListening: Self { Self(level: SOL_SOCKET, option: SO_ACCEPTCONN) }
    /// What is sent to a group comes back to this machine, too. `IP_MULTICAST_LOOP`.
    public static var multicastLoop: Self { Self(level: Int32(IPPROTO_IP), option: Int32(IP_MULTICAST_LOOP)) }
}

extension SocketOption<Int> {
    /// One that is a number.
    public init(level: Int32, option: Int32) {
        get = { handle throws(IOFailure) in Int(try handle.option(level, option)) }
        set = { handle, value throws(IOFailure) in try handle.setOption(level, option, Int32(clamping: value)) }
    }

    /// Bytes that may wait to be read. Linux says, and keeps, twice what was set. `SO_RCVBUF`.
    public static var receiveBuffer: Self { Self(level: SOL_SOCKET, option: SO_RCVBUF) }
    /// Bytes that may wait to be sent. Linux says, and keeps, twice what was set. `SO_SNDBUF`.
    public static var sendBuffer: Self { Self(level: SOL_SOCKET, option: SO_SNDBUF) }
    /// The number of an error that nobody has been told of, which is then forgotten. `SO_ERROR`.
    public static var error: Self { Self(level: SOL_SOCKET, option: SO_ERROR) }
    /// ``Socket/Kind`` as a number, which cannot be set. `SO_TYPE`.
    public static var type: Self { Self(level: SOL_SOCKET, option: SO_TYPE) }
    /// How many networks a packet may pass. `IP_TTL`.
    public static var timeToLive: Self { Self(level: Int32(IPPROTO_IP), option: Int32(IP_TTL)) }
    /// The same of what is sent to a group. `IP_MULTICAST_TTL`.
    public static var multicastTimeToLive: Self { Self(level: Int32(IPPROTO_IP), option: Int32(IP_MULTICAST_TTL)) }
    /// Questions without an answer before ``SocketOption/keepAlive`` gives up. `TCP_KEEPCNT`.
    public static var keepAliveCount: Self { Self(level: Int32(IPPROTO_TCP), option: Int32(TCP_KEEPCNT)) }
    /// Seconds of silence before ``SocketOption/keepAlive`` asks. `TCP_KEEPIDLE`.
    public static var keepAliveIdle: Self {
        #if canImport(Darwin)
        Self(level: Int32(IPPROTO_TCP), option: Int32(TCP_KEEPALIVE))
        #else
        Self(level: Int32(IPPROTO_TCP), option: Int32(TCP_KEEPIDLE))
        #endif
    }
    /// Seconds between two questions of ``SocketOption/keepAlive``. `TCP_KEEPINTVL`.
    public static var keepAliveInterval: Self { Self(level: Int32(IPPROTO_TCP), option: Int32(TCP_KEEPINTVL)) }
}

extension SocketOption<Int?> {
    /// Seconds that closing waits for what is still to be sent; `nil` does not wait, and 0 drops it and resets the
    /// connection. `SO_LINGER`.
    public static var linger: Self {
        Self(
            get: { handle throws(IOFailure) in try handle.lingering().map(Int.init) },
            set: { handle, value throws(IOFailure) in try handle.setLingering(value.map { Int32(clamping: $0) }) })
    }
}

extension Socket {
    /// Who is at the other end of a Unix socket.
    public struct PeerCredentials: Sendable, Hashable {
        /// The process; 0 where the system does not say.
        public var process: Int32
        public var user: UInt32
        public var group: UInt32
    }

    /// The value of an option.
    public func getSockOpt<Value>(_ option: SocketOption<Value>) throws(IOFailure) -> Value { try option.get(handle) }

    /// Sets an option.
    public func setSockOpt<Value>(_ option: SocketOption<Value>, _ value: Value) throws(IOFailure) {
        try option.set(handle, value)
    }

    /// The value of an option that is a number, by the system's numbers.
    public func getSockOpt(level: Int32, option: Int32) throws(IOFailure) -> Int32 { try handle.option(level, option) }

    /// The value of an option as the system's bytes, at most `count`.
    public func getSockOpt(level: Int32, option: Int32, count: Int) throws(IOFailure) -> [UInt8] {
        try handle.option(level, option, count: count)
    }

    /// Sets an option to a number.
    public func setSockOpt(level: Int32, option: Int32, _ value: Int32) throws(IOFailure) {
        try handle.setOption(level, option, value)
    }

    /// Sets an option to bytes as the system wants them.
    public func setSockOpt(level: Int32, option: Int32, _ value: [UInt8]) throws(IOFailure) {
        try handle.setOption(level, option, value.span)
    }

    /// Sets an option to no value of a length. Python's `setsockopt(level, option, None, length)`.
    public func setSockOpt(level: Int32, option: Int32, nilOfLength length: Int) throws(IOFailure) {
        try handle.setOption(level, option, length: length)
    }

    /// Who is at the other end of a Unix socket, as the system knows it. `SO_PEERCRED`.
    public var peerCredentials: PeerCredentials {
        get throws(IOFailure) {
            let (process, user, group) = try handle.peerCredentials()
            return PeerCredentials(process: process, user: user, group: group)
        }
    }
}
