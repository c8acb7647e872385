public import SluiceCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension IOFailure.Operation {
    public static let makeSocket = IOFailure.Operation("make a socket for")
    public static let bind = IOFailure.Operation("bind to")
    public static let listen = IOFailure.Operation("listen on")
    public static let accept = IOFailure.Operation("accept on")
    public static let connect = IOFailure.Operation("connect to")
    public static let receive = IOFailure.Operation("receive from")
    public static let send = IOFailure.Operation("send to")
    public static let shutDown = IOFailure.Operation("shut down")
    public static let option = IOFailure.Operation("get or set an option of")
    public static let duplicate = IOFailure.Operation("duplicate")
    /// A name into an address, or back. The number of such a failure is one of the resolver (`EAI_...`), not an `errno`.
    public static let resolve = IOFailure.Operation("resolve")
}

extension IOFailure {
    /// It took longer than it was given: the timeout of the socket, or the system's own patience. Python's `TimeoutError`.
    public var isTimeout: Bool { errno == ETIMEDOUT && operation != .resolve }

    /// It would have to wait, and was not to. Python's `BlockingIOError`.
    public var wouldBlock: Bool { (errno == EAGAIN || errno == EWOULDBLOCK) && operation != .resolve }

    /// Nobody listens there. Python's `ConnectionRefusedError`.
    public var isConnectionRefused: Bool { errno == ECONNREFUSED && operation != .resolve }

    /// The peer is gone in the middle of it. Python's `ConnectionResetError` and `BrokenPipeError`.
    public var isConnectionLost: Bool { [ECONNRESET, EPIPE, ECONNABORTED].contains(errno) && operation != .resolve }

    /// The address is taken.
    public var isAddressInUse: Bool { errno == EADDRINUSE && operation != .resolve }

    /// The socket was closed, by this thread or another. Python's `OSError` of "Bad file descriptor".
    public var isClosed: Bool { errno == EBADF && operation != .resolve }

    /// There is no such name, or it has no address. Python's `gaierror` of `EAI_NONAME`.
    public var isUnknownName: Bool {
        #if canImport(Glibc)
        let noData = EAI_NONAME - 3  // EAI_NODATA, which Glibc hides from all but GNU sources
        #else
        let noData = EAI_NODATA
        #endif
        return operation == .resolve && (errno == EAI_NONAME || errno == noData)
    }
}
