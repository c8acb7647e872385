#if Services
public import SluiceCore

/// What a server has to serve.
public enum Request: Sendable {
    /// A connection.
    case connection(Socket)
    /// A message, and the socket of the server that it came to.
    case datagram([UInt8], Socket)

    /// The connection, or the socket of the server.
    public var socket: Socket {
        switch self {
        case .connection(let socket), .datagram(_, let socket): socket
        }
    }
}

/// Serves one request: override ``handle()``. One is made for each, on the thread that serves it.
///
/// ``setup()``, ``handle()`` and ``finish()`` are called in this order, by one thread at a time. What they throw goes to
/// ``BaseServer/handleError(_:_:_:)``; ``finish()`` is called also after that, unless ``setup()`` threw.
open class BaseRequestHandler {
    /// What is to be served.
    public let request: Request
    /// Who asks.
    public let clientAddress: SocketAddress
    /// The server that took it; the one of a worker process is none.
    public let server: BaseServer?

    /// Whether the connection stays open after ``handle()``, which is called again when there is something to read.
    ///
    /// Set it in ``handle()``, for each call. With ``ServerOptions/parksIdleConnections`` no thread waits meanwhile.
    public var keepsConnection = false

    public required init(request: Request, clientAddress: SocketAddress, server: BaseServer?) {
        self.request = request
        self.clientAddress = clientAddress
        self.server = server
    }

    /// Before all.
    open func setup() throws {}
    /// The work.
    open func handle() throws {}
    /// After all. The connection is closed then.
    open func finish() throws {}

    /// Whether more of the request has been read than handled: then nobody waits for more.
    open var hasBufferedInput: Bool { false }
}

/// Serves a connection by its ``rfile`` and ``wfile``: override ``handle()``.
///
///     final class Echo: StreamRequestHandler {
///         override func handle() throws {
///             while let line = try rfile.readLine() { try wfile.write(line + "\n") }
///         }
///     }
open class StreamRequestHandler: BaseRequestHandler {
    /// The connection.
    public var connection: Socket { request.socket }
    /// Reads the connection.
    public private(set) lazy var rfile = connection.makeReader(
        bufferSize: readBufferSize, maxLineLength: maxLineLength)
    /// Writes to the connection.
    public private(set) lazy var wfile = connection.makeWriter(bufferSize: writeBufferSize)

    /// How long a call may wait; for ever unless overridden.
    open var timeout: Duration? { nil }
    /// Whether small pieces are sent at once.
    open var disableNagleAlgorithm: Bool { false }
    /// Bytes asked of the system at once. Python's `rbufsize`.
    open var readBufferSize: Int { 8 << 10 }
    /// Bytes gathered before they are sent; 0 sends each write at once. Python's `wbufsize`.
    open var writeBufferSize: Int { 0 }
    /// Bytes of a line at most.
    open var maxLineLength: Int { 64 << 10 }

    /// Sets the timeout and the option. Who overrides it calls it.
    open override func setup() throws {
        if let timeout { connection.timeout = timeout }
        if disableNagleAlgorithm, connection.family != .unix { try connection.setSockOpt(.noDelay, true) }
    }

    /// Sends what is still gathered, unless the connection is closed. Who overrides it calls it.
    open override func finish() throws {
        if writeBufferSize > 0, !connection.isClosed { try wfile.flush() }
    }

    open override var hasBufferedInput: Bool { rfile.buffered > 0 }
}

/// Serves a datagram: what is written to ``wfile`` is the answer.
open class DatagramRequestHandler: BaseRequestHandler {
    /// The message.
    public let packet: [UInt8]
    /// The socket of the server.
    public var socket: Socket { request.socket }
    /// Reads the message.
    public var rfile: MemorySource
    /// Gathers the answer.
    public var wfile = MemorySink()

    public required init(request: Request, clientAddress: SocketAddress, server: BaseServer?) {
        if case .datagram(let bytes, _) = request { packet = bytes } else { packet = [] }
        rfile = MemorySource(packet)
        super.init(request: request, clientAddress: clientAddress, server: server)
    }

    /// Sends the answer, if anything was written. Who overrides it calls it.
    open override func finish() throws {
        if !wfile.bytes.isEmpty { try socket.sendTo(wfile.bytes, clientAddress) }
    }
}
#endif
