#if Services
internal import SluiceCore
public import SluiceThreading
/// Takes requests at an address and has each served by a handler of its own. Python's `socketserver`.
///
///     final class Echo: StreamRequestHandler {
///         override func handle() throws {
///             while let line = try rfile.readLine() { try wfile.write(line + "\n") }
///         }
///     }
///     let server = try ThreadingTCPServer(.loopback(port: 8080), handler: Echo.self)
///     try server.serveForever()
///
/// One thread runs the server; ``ServerOptions/threads`` says how many serve. What a subclass overrides is called on
/// the thread that runs the server, unless it says otherwise; a subclass with state of its own locks it.
///
/// A connection that cannot be taken since the process has no descriptor left waits: the server rests, and goes on when
/// there is one.
open class BaseServer: @unchecked Sendable {
    /// Makes the handler of a request, on the thread that will serve it.
    public typealias HandlerMaker = @Sendable (Request, SocketAddress, BaseServer?) -> BaseRequestHandler

    public let options: ServerOptions
    /// The socket that it listens on.
    public let socket: Socket
    private let makeHandler: HandlerMaker
    private let wanted: SocketAddress
    /// What threads share: those that run the server, serve, and stop it.
    let board: Locked<Board>

    /// Makes the socket, and with `bindAndActivate` listens at once.
    ///
    /// - Throws: ``IOFailure`` with the address; nothing stays open, and no path behind.
    public init(
        _ address: SocketAddress, type: Socket.Kind, options: ServerOptions = ServerOptions(),
        bindAndActivate: Bool = true, makeHandler: @escaping HandlerMaker
    ) throws {
        self.options = options
        self.makeHandler = makeHandler
        wanted = address
        socket = try Socket(family: address.family, type: type)
        board = Locked(Board(address: address))
        guard bindAndActivate else { return }
        do {
            try serverBind()
            try serverActivate()
        } catch {
            serverClose()
            throw error
        }
    }

    deinit { _ = close(drain: nil) }

    /// Where it listens. Its port is the system's choice where 0 was asked for, once it is bound.
    public final var serverAddress: SocketAddress { board.withLock { $0.address } }

    /// The number of the socket's descriptor.
    public final var fileno: Int32 { socket.fileno }

    /// Requests that have been taken and are not finished, without connections that are parked.
    public final var activeRequests: Int { board.withLock { $0.active.count } }

    /// Connections that wait without a thread.
    public final var parkedConnections: Int { board.withLock { $0.parked.count } }

    /// How many worker processes are serving. Python's `len(active_children)`.
    public final var activeChildren: Int { board.withLock { $0.workers }?.busyCount ?? 0 }

    // MARK: What a subclass may change

    /// Gives the socket its address.
    ///
    /// - Throws: ``IOFailure``: ``IOFailure/isAddressInUse`` where it is taken.
    open func serverBind() throws {
        if wanted.family != .unix {
            if options.allowReuseAddress, socket.type == .stream { try socket.setSockOpt(.reuseAddress, true) }
            if options.allowReusePort { try socket.setSockOpt(.reusePort, true) }
        }
        do throws(IOFailure) { try socket.bind(wanted) } catch {
            guard error.isAddressInUse, wanted.isInDirectory else { throw error }
            try vacatePath(error)
            try socket.bind(wanted)
        }
        let path = wanted.isInDirectory ? SocketPath(wanted.path ?? "") : nil
        let address = try socket.sockName
        board.withLock { board in
            board.path = path
            board.address = address
        }
    }

    /// Begins to listen, and starts the threads that serve.
    open func serverActivate() throws {
        if socket.type != .datagram { try socket.listen(backlog: options.requestQueueSize) }
        if let workers = options.workers, socket.type == .stream {
            let started = try WorkerProcesses(workers)
            board.withLock { $0.workers = started }
            return
        }
        guard options.threads > 0 else { return }
        let pool = try Threading.ThreadPool(
            threads: options.threads, name: "Server", daemon: options.daemonThreads)
        board.withLock { $0.pool = pool }
    }

    /// Takes what is there: a connection, or a datagram. It does not wait.
    ///
    /// - Throws: ``IOFailure``: ``IOFailure/wouldBlock`` where there is nothing.
    open func getRequest() throws -> (Request, SocketAddress) {
        if socket.type == .datagram {
            let (bytes, address) = try socket.recvFrom(options.maxPacketSize, flags: .dontWait)
            return (.datagram(bytes, socket), address)
        }
        let (connection, address) = try socket.acceptNow()
        return (.connection(connection), address)
    }

    /// Whether the request shall be served; it is closed otherwise.
    open func verifyRequest(_ request: Request, _ clientAddress: SocketAddress) -> Bool { true }

    /// Has a request served: here, or by a thread of the pool, or once there is something to read.
    open func processRequest(_ request: Request, _ clientAddress: SocketAddress) throws {
        let conversation = Conversation(request, clientAddress, makeHandler)
        if case .connection = request, try passToWorker(conversation) { return }
        if case .connection = request, options.parksIdleConnections, park(conversation) { return }
        begin(conversation)
    }

    /// Makes the handler and lets it serve, on the thread that serves. Connections that may be parked keep their handler,
    /// and do not come by here.
    open func finishRequest(_ request: Request, _ clientAddress: SocketAddress) throws {
        _ = try Conversation(request, clientAddress, makeHandler).serve(for: self, mayPark: false)
    }

    /// Ends a request: the peer of a connection reads to an end. On the thread that served it.
    open func shutdownRequest(_ request: Request) {
        // It may be gone already.
        if case .connection(let connection) = request { try? connection.shutdown(.write) }
        closeRequest(request)
    }

    /// Closes a connection.
    open func closeRequest(_ request: Request) {
        if case .connection(let connection) = request { connection.close() }
    }

    /// Is told what a handler threw, on the thread that serves; the server goes on. By default ``ServerOptions/onError``
    /// is told, and nothing is printed.
    open func handleError(_ request: Request, _ clientAddress: SocketAddress, _ error: any Error) {
        options.onError?(error, clientAddress)
    }

    /// Is called by ``handleRequest()`` when its time is over.
    open func handleTimeout() {}

    /// Is called each time that the server has looked for requests: at least once in a `pollInterval`.
    open func serviceActions() {}

    /// Stops listening, removes the path of a Unix socket, and waits for requests that are being served. Once.
    ///
    /// - Parameter drain: How long to wait before the connections still open are closed, which ends their calls; what
    ///   does not wait for its connection has as much time again. Without a drain it waits as long as they take.
    /// - Returns: Whether all that was being served has ended.
    @discardableResult
    open func serverClose(drain: Duration? = nil) -> Bool { close(drain: drain) }

    // MARK: Running it

    /// Takes and serves requests until ``shutdown(drain:)``.
    ///
    /// - Parameter pollInterval: How often ``serviceActions()`` is called at least. Stopping does not wait for it.
    /// - Throws: ``IOFailure`` where the server is closed, or runs already.
    public final func serveForever(pollInterval: Duration = .milliseconds(500)) throws {
        try run(beginRunning(), pollInterval)
    }

    /// Runs the server on a thread of its own; it is running when this returns.
    ///
    /// - Throws: ``IOFailure`` as ``serveForever(pollInterval:)``; what the system says where there is no more thread.
    @discardableResult
    public final func start(pollInterval: Duration = .milliseconds(500)) throws -> Threading.Thread {
        let set = try beginRunning()
        let thread = Threading.Thread(name: "Server \(serverAddress)", daemon: true) { [self] in
            try run(set, pollInterval)
        }
        do { try thread.start() } catch {
            endRunning()
            throw error
        }
        return thread
    }

    /// Waits for one request, and has it served. While as many are being served as may be, it first waits for the end
    /// of one: within the same time.
    ///
    /// - Throws: ``IOFailure`` where it cannot wait. What a handler throws goes to ``handleError(_:_:_:)``.
    public final func handleRequest() throws {
        let deadline = Deadline(after: options.timeout)
        guard try waitForRoom(deadline) else { return handleTimeout() }
        do throws(IOFailure) { try socket.handle.waitUntilReadable(timeout: deadline?.timeLeft) } catch {
            // A socket that does not wait had no time at all.
            guard error.isTimeout || error.wouldBlock else { throw error }
            return handleTimeout()
        }
        collectChildren()
        // Who calls this again and again must not spin.
        if takeRequest() == .exhausted { Threading.Event().wait(timeout: ServingLoop.shortestRest) }
    }

    /// Ends ``serveForever(pollInterval:)``, and waits until it has returned. Requests that other threads serve go on.
    ///
    /// Any thread may call it. Where a request is being served by the thread that runs the server, it waits for it;
    /// called by that request, it does not.
    /// - Parameter drain: How long to wait before connections still open are closed, which ends their calls. What does
    ///   not wait for its connection has as much time again, and 250 ms at least. Without a drain it waits as long as
    ///   they take.
    /// - Returns: Whether the server has stopped. Where it has not, it does so when the handler that it runs returns.
    @discardableResult
    public final func shutdown(drain: Duration? = nil) -> Bool {
        let (ended, isOwn) = board.withLock { board in
            board.isStopping = board.loop != nil
            board.loop?.wake()
            return (board.ended, board.runner === Threading.currentThread)
        }
        if isOwn { return false }
        guard let ended, !ended.wait(timeout: drain) else { return true }
        closeActive()
        return ended.wait(timeout: drain.map { max($0, .milliseconds(250)) })
    }

    /// ``shutdown(drain:)`` and ``serverClose(drain:)``; the time is given to each of the two.
    ///
    /// - Returns: Whether all that was being served has ended.
    @discardableResult
    public final func stop(drain: Duration? = nil) -> Bool {
        shutdown(drain: drain)
        return serverClose(drain: drain)
    }

    /// Lends the server to `body`, and closes it however that ends.
    public final func use<Result>(_ body: (BaseServer) throws -> Result) rethrows -> Result {
        defer { stop() }
        return try body(self)
    }
}
#endif
