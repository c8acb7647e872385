#if Services
internal import SluiceCore
internal import SluiceThreading
#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension BaseServer {
    /// What threads share.
    struct Board: Sendable {
        var address: SocketAddress
        /// What the socket left in a directory.
        var path: SocketPath?
        var pool: Threading.ThreadPool?
        var workers: WorkerProcesses?
        /// What wakes the thread that runs the server, while there is one.
        var loop: ReadinessSet?
        var runner: Threading.Thread?
        /// Set when that thread has ended its loop.
        var ended: Threading.Event?
        var isStopping = false
        var isClosed = false
        /// The server takes nothing until one of the active ends.
        var isShort = false
        /// Those who wait for that without running it.
        var waitingForRoom: [Threading.Event] = []
        var active: [ObjectIdentifier: Conversation] = [:]
        /// Connections that wait to be read, by their descriptors.
        var parked: [Int32: Conversation] = [:]
        /// Those among them that are not waited for yet.
        var newlyParked: [Conversation] = []
        /// Connections that wait to be read with a thread, since nobody runs the server.
        var waiting: [ObjectIdentifier: Conversation] = [:]

        /// One of the active is no longer.
        func noteRoom() {
            if isShort { loop?.wake() }
            for event in waitingForRoom { event.set() }
        }
    }

    enum Taken {
        case request
        case nothing
        /// The system has no more of something: the server must rest.
        case exhausted
        case closed
    }

    /// Takes one request, if there is one, and has it served.
    func takeRequest() -> Taken {
        let request: Request
        let address: SocketAddress
        do { (request, address) = try getRequest() } catch let error as IOFailure where error.wouldBlock {
            return .nothing
        } catch let error as IOFailure where error.isClosed || socket.isClosed {
            return .closed
        } catch {
            options.onError?(error, nil)
            return .exhausted
        }
        guard verifyRequest(request, address) else {
            shutdownRequest(request)
            return .request
        }
        do { try processRequest(request, address) } catch {
            handleError(request, address, error)
            shutdownRequest(request)
        }
        return .request
    }

    /// Whether another request may be taken now; if not, the end of one will say so.
    func hasRoom() -> Bool {
        if let workers = board.withLock({ $0.workers }) { return workers.hasIdle }
        guard options.threads > 0 || options.maxRequests != nil else { return true }
        let most = options.maxRequests ?? 2 * options.threads
        return board.withLock { board in
            board.isShort = board.active.count >= max(most, 1)
            return !board.isShort
        }
    }

    /// Waits until another request may be taken, for who does not run the server; `false` when the time is over. That
    /// the server is closed is for the next call to tell.
    func waitForRoom(_ deadline: Deadline?) throws(IOFailure) -> Bool {
        if hasRoom() { return true }
        let event = Threading.Event()
        board.withLock { $0.waitingForRoom.append(event) }
        defer { board.withLock { $0.waitingForRoom.removeAll { $0 === event } } }
        while true {
            // Before it looks: what ends from now on sets it again.
            event.clear()
            if hasRoom() || board.withLock({ $0.isClosed }) { return true }
            if let workers = board.withLock({ $0.workers }) {
                try waitForWorker(workers, deadline)
                if deadline.hasPassed { return hasRoom() }
            } else if !event.wait(timeout: deadline?.timeLeft) {
                return false
            }
        }
    }

    /// Has a conversation served, by the pool or here.
    func begin(_ conversation: Conversation) {
        let (pool, isClosed) = board.withLock { board in
            board.active[ObjectIdentifier(conversation)] = conversation
            return (board.pool, board.isClosed)
        }
        if isClosed { return end(conversation) }
        guard let pool else { return serve(conversation) }
        do { try pool.submitNowait { [self] in serve(conversation) } } catch { end(conversation) }
    }

    /// Serves it, on this thread.
    private func serve(_ conversation: Conversation) {
        do {
            if case .connection = conversation.request, options.parksIdleConnections {
                while try conversation.serve(for: self, mayPark: true) == .idle {
                    if park(conversation) { return }
                    // Nobody runs the server: this thread waits.
                    guard try waitForMore(conversation) else { break }
                }
            } else {
                try finishRequest(conversation.request, conversation.address)
            }
        } catch {
            handleError(conversation.request, conversation.address, error)
        }
        end(conversation)
    }

    /// Waits with this thread until there is more to read; `false` where the server is closed.
    private func waitForMore(_ conversation: Conversation) throws(IOFailure) -> Bool {
        let id = ObjectIdentifier(conversation)
        let mayWait = board.withLock { board in
            if !board.isClosed { board.waiting[id] = conversation }
            return !board.isClosed
        }
        guard mayWait else { return false }
        defer { board.withLock { $0.waiting[id] = nil } }
        try conversation.request.socket.waitUntilReadable()
        return !board.withLock { $0.isClosed }
    }

    /// Ends what was being served.
    ///
    /// - Parameter patience: How long sending what its handler has gathered may wait for the peer; as long as ever
    ///   unless given.
    func end(_ conversation: Conversation, patience: Duration? = nil) {
        if let patience { conversation.request.socket.timeout = patience }
        do { try conversation.abandon() } catch {
            handleError(conversation.request, conversation.address, error)
        }
        shutdownRequest(conversation.request)
        board.withLock { board in
            board.active[ObjectIdentifier(conversation)] = nil
            board.noteRoom()
        }
    }

    /// Lets a connection wait without a thread, unless nobody runs the server.
    func park(_ conversation: Conversation) -> Bool {
        board.withLock { board in
            guard let loop = board.loop, !board.isClosed else { return false }
            board.active[ObjectIdentifier(conversation)] = nil
            board.parked[conversation.request.socket.descriptor] = conversation
            board.newlyParked.append(conversation)
            board.noteRoom()
            // The thread that runs the server sees it anyway.
            if board.runner !== Threading.currentThread { loop.wake() }
            return true
        }
    }

    // MARK: Worker processes

    /// Waits until one of them says something, and takes note of it.
    private func waitForWorker(_ workers: WorkerProcesses, _ deadline: Deadline?) throws(IOFailure) {
        let set = try ReadinessSet()
        for descriptor in workers.descriptors { try set.add(descriptor) }
        // Now and then it looks around: they may be gone, and the server closed.
        let pause = min(UInt32(bitPattern: deadline.milliseconds), 1000)
        _ = set.wait(milliseconds: Int32(bitPattern: pause))
        collectChildren()
    }

    /// Passes a connection to a worker; `false` where there are none at all.
    func passToWorker(_ conversation: Conversation) throws(IOFailure) -> Bool {
        guard let workers = board.withLock({ $0.workers }) else { return false }
        board.withLock { $0.active[ObjectIdentifier(conversation)] = conversation }
        var isPassed = workers.pass(conversation)
        if !isPassed {
            // Who was thought to be idle has died.
            collectChildren()
            isPassed = workers.pass(conversation)
        }
        // The worker has a duplicate; the peer must not see an end while it lives.
        closeRequest(conversation.request)
        if !isPassed {
            end(conversation)
            throw IOFailure(.send, "a worker process", reason: "none of them is there to serve")
        }
        return true
    }

    /// Takes note of what workers have finished, and starts others for those that have ended. A server that runs does it
    /// by itself, and ``serviceActions()`` may; Python's `collect_children`.
    public final func collectChildren() {
        guard let workers = board.withLock({ $0.workers }) else { return }
        _ = collect(from: workers)
        do { try workers.refill() } catch { options.onError?(error, nil) }
    }

    /// Takes note of what workers have finished; says whether some have died.
    func collect(from workers: WorkerProcesses) -> Bool {
        let (ended, died) = workers.collect()
        for conversation in ended { end(conversation) }
        if died > 0 {
            options.onError?(IOFailure(.read, "a worker process", reason: "\(died) ended, and are started again"), nil)
        }
        return died > 0
    }

    // MARK: Running and ending

    func beginRunning() throws(IOFailure) -> ReadinessSet {
        let set = try ReadinessSet()
        let reason: String? = board.withLock { board in
            if board.isClosed { return "the server is closed" }
            if board.loop != nil { return "the server is running already" }
            board.loop = set
            board.ended = Threading.Event()
            board.isStopping = false
            // What was parked when it last ran waits again.
            board.newlyParked = Array(board.parked.values)
            return nil
        }
        if let reason { throw IOFailure(.listen, serverAddress.description, reason: reason) }
        return set
    }

    func run(_ set: ReadinessSet, _ pollInterval: Duration) throws {
        board.withLock { $0.runner = Threading.currentThread }
        defer { endRunning() }
        try ServingLoop(self, set).run(pollInterval)
    }

    func endRunning() {
        let ended = board.withLock { board in
            board.loop = nil
            board.runner = nil
            board.isShort = false
            return board.ended
        }
        ended?.set()
    }

    /// Closes the connections that are being served: calls on them end.
    func closeActive() {
        let active = board.withLock { Array($0.active.values) }
        for conversation in active {
            if case .connection(let connection) = conversation.request { connection.close() }
        }
    }

    func close(drain: Duration?) -> Bool {
        let (pool, workers, path, parked, waiting, isFirst) = board.withLock { board in
            let isFirst = !board.isClosed
            board.isClosed = true
            board.isStopping = true
            board.loop?.wake()
            board.noteRoom()
            defer {
                board.path = nil
                board.parked = [:]
                board.newlyParked = []
                board.workers = nil
            }
            let (parked, waiting) = (Array(board.parked.values), Array(board.waiting.values))
            return (board.pool, board.workers, board.path, parked, waiting, isFirst)
        }
        // Before the socket is closed: another server may come to the path then.
        path?.remove()
        // The socket of datagrams answers those that are being served.
        if socket.type != .datagram { socket.close() }
        // They wait for more, and end when that is not to come.
        for conversation in waiting { try? conversation.request.socket.shutdown(.read) }
        let deadline = Deadline(after: drain)
        for conversation in parked { end(conversation, patience: deadline?.timeLeft) }
        defer { socket.close() }
        if let workers { return workers.end(drain: drain) }
        guard let pool, isFirst else { return activeRequests == 0 }
        if pool.shutdown(wait: options.blockOnClose, timeout: drain) { return true }
        guard options.blockOnClose else { return false }
        closeActive()
        // What does not wait for its connection has as much time again.
        return pool.shutdown(wait: true, timeout: drain)
    }

    /// Deals with a path that is taken, as the options say.
    func vacatePath(_ failure: IOFailure) throws {
        let address = board.withLock { $0.address }
        switch options.takenPath {
        case .refuse: throw failure
        case .replaceAlways: SocketPath.removeAnything(at: address.path ?? "")
        case .replaceStale:
            guard let stale = SocketPath(address.path ?? "") else { throw failure }
            do {
                let probe = try Socket(family: .unix, type: socket.type)
                probe.timeout = .zero
                try probe.connect(address)
                throw failure
            } catch let error as IOFailure where error.isConnectionRefused {
                stale.remove()
            } catch {
                // Someone answers, or cannot be asked.
                throw failure
            }
        }
    }
}
#endif
