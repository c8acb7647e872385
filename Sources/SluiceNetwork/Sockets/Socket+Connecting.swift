public import SluiceCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension Socket {
    /// Gives it an address of this machine. Port 0 lets the system choose one, which ``sockName`` then tells.
    ///
    /// A Unix socket makes its path, which stays when it is closed: whoever made it removes it.
    /// - Throws: ``IOFailure``: ``IOFailure/isAddressInUse`` where it is taken. An address of another family is refused
    ///   before the system is asked.
    public func bind(_ address: SocketAddress) throws(IOFailure) {
        try handle.bind(SystemAddress(address, family: family, type: type, .bind, forBinding: true), name: address)
    }

    /// Begins to take connections.
    ///
    /// - Parameter backlog: How many may wait to be accepted. The system has a limit of its own.
    public func listen(backlog: Int = 128) throws(IOFailure) { try handle.listen(backlog: backlog) }

    /// The next connection, and who made it. It begins with ``defaultTimeout``.
    ///
    /// A connection that its peer has given up is passed over.
    public func accept() throws(IOFailure) -> (socket: Socket, address: SocketAddress) {
        let (connection, address) = try handle.accept()
        return (Socket(connection, family, type, protocolNumber), address)
    }

    /// The same without waiting, whatever the timeout.
    func acceptNow() throws(IOFailure) -> (socket: Socket, address: SocketAddress) {
        let (connection, address) = try handle.accept(.dontWait)
        return (Socket(connection, family, type, protocolNumber), address)
    }

    /// Connects it, or says whom a datagram socket talks to.
    ///
    /// - Throws: ``IOFailure`` with that address; after a timeout the socket is of no more use.
    public func connect(_ address: SocketAddress) throws(IOFailure) {
        try handle.connect(SystemAddress(address, family: family, type: type, .connect), name: address)
    }

    /// The same; the failure comes back as its number, 0 where there was none. Without waiting that is EINPROGRESS.
    ///
    /// - Throws: ``IOFailure`` where a name cannot be looked up, as in Python.
    public func connectEx(_ address: SocketAddress) throws(IOFailure) -> Int32 {
        do { try connect(address) } catch  where error.operation == .connect { return error.errno }
        return 0
    }

    /// Closes one way of the conversation, or both, for everyone who has the socket.
    public func shutdown(_ direction: Direction) throws(IOFailure) { try handle.shutdown(direction) }
}

/// Every address of a host was tried, and none could be connected to.
public struct ConnectionFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was to be connected to.
    public var target: String
    /// What came of each address, in the order they were tried; or the one failure of finding any.
    public var attempts: [IOFailure]

    public init(target: String, attempts: [IOFailure]) {
        self.target = target
        self.attempts = attempts
    }

    /// Whether the last address took too long.
    public var isTimeout: Bool { attempts.last?.isTimeout ?? false }

    /// `cannot connect to 'localhost:80': [::1]:80: Connection refused; 127.0.0.1:80: Connection refused`
    public var description: String {
        if let only = attempts.first, attempts.count == 1 { return only.description }
        let reasons = attempts.map { "\($0.target): \($0.reason)" }.joined(separator: "; ")
        return "cannot connect to '\(target)': \(reasons.isEmpty ? "it has no address" : reasons)"
    }
}

extension Socket {
    /// Connects to a host, trying each of its addresses in turn until one answers.
    ///
    /// - Parameter timeout: For each address, and then the timeout of the socket.
    /// - Parameter source: Where to connect from; its family decides which addresses are tried.
    /// - Throws: ``ConnectionFailure`` with what came of every address.
    public static func createConnection(
        _ host: String, _ port: UInt16, timeout: Duration? = defaultTimeout, source: SocketAddress? = nil
    ) throws(ConnectionFailure) -> Socket {
        let shown = host.visible
        let target = host.contains(":") ? "[\(shown)]:\(port)" : "\(shown):\(port)"
        var attempts: [IOFailure] = []
        do {
            let found = try getaddrinfo(host, port: port, family: source?.family ?? .unspecified, type: .stream)
            for info in found {
                do throws(IOFailure) {
                    let socket = try Socket(family: info.family, type: info.type, protocol: info.protocolNumber)
                    socket.timeout = timeout
                    if let source { try socket.bind(source) }
                    try socket.connect(info.address)
                    return socket
                } catch {
                    attempts.append(error)
                }
            }
        } catch {
            attempts.append(error)
        }
        throw ConnectionFailure(target: target, attempts: attempts)
    }

    /// Connects to an address, of a Unix socket too; a name is looked up, and its first address tried.
    public static func createConnection(
        _ address: SocketAddress, timeout: Duration? = defaultTimeout
    ) throws(IOFailure) -> Socket {
        let socket = try Socket(family: address.family)
        socket.timeout = timeout
        try socket.connect(address)
        return socket
    }

    /// A socket that listens at an address.
    ///
    /// The address may be used again at once after an earlier server (`SO_REUSEADDR`).
    /// - Parameter backlog: How many connections may wait to be accepted.
    /// - Parameter reusePort: Several servers may listen at the address, and share what comes in.
    /// - Parameter dualStack: A socket of version 6 takes connections of version 4, too.
    /// - Throws: ``IOFailure``; nothing stays open.
    public static func createServer(
        _ address: SocketAddress, backlog: Int = 128, reusePort: Bool = false, dualStack: Bool = false
    ) throws(IOFailure) -> Socket {
        if dualStack, address.family != .inet6 {
            throw IOFailure(
                .listen, address.description, errno: EAFNOSUPPORT,
                reason: "both versions take an address of version 6")
        }
        let socket = try Socket(family: address.family)
        if address.family != .unix { try socket.setSockOpt(.reuseAddress, true) }
        if reusePort { try socket.setSockOpt(.reusePort, true) }
        if address.family == .inet6 { try socket.setSockOpt(.version6Only, !dualStack) }
        try socket.bind(address)
        try socket.listen(backlog: backlog)
        return socket
    }

    /// Whether a socket of version 6 can take connections of version 4, too.
    public static var hasDualStackIPv6: Bool {
        guard let socket = try? Socket(family: .inet6) else { return false }
        return (try? socket.setSockOpt(.version6Only, false)) != nil
    }

    /// Two sockets connected with each other.
    public static func socketPair(
        family: Family = .unix, type: Kind = .stream, protocol: Int32 = 0
    ) throws(IOFailure) -> (Socket, Socket) {
        let (one, other) = try SocketHandle.makePair(family, type, `protocol`, timeout: defaultTimeout)
        return (Socket(one, family, type, `protocol`), Socket(other, family, type, `protocol`))
    }

    /// A socket on a duplicate of a descriptor, which stays the caller's.
    public static func fromFD(_ fileDescriptor: Int32) throws(IOFailure) -> Socket {
        let (handle, family, type, protocolNumber) = try SocketHandle.adoptDuplicate(
            fileDescriptor, timeout: defaultTimeout)
        return Socket(handle, family, type, protocolNumber)
    }

    /// Lends it to `body`, and closes it however that ends.
    ///
    ///     let answer = try Socket.createConnection("localhost", 8080).use { socket in
    ///         try socket.sendAll("hello\n")
    ///         return try socket.recv(1024)
    ///     }
    public func use<Result, Failure>(_ body: (Socket) throws(Failure) -> Result) throws(Failure) -> Result {
        defer { close() }
        return try body(self)
    }
}
