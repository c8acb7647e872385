#if Services
internal import SluiceCore
internal import SluiceThreading
/// What the thread that runs a server does: waits for requests and for parked connections, and has them served.
final class ServingLoop {
    private let server: BaseServer
    private let set: ReadinessSet
    private let listener: Int32
    /// Whether the listener is being waited for.
    private var isArmed = false
    /// The worker processes that are being waited for.
    private var armedWorkers: Set<Int32> = []
    private var respawnPause = Duration.zero
    private var respawnEnd: ContinuousClock.Instant?
    /// Connections that may be read, in the order they became so, and how many of them have been begun.
    private var readable: [Conversation] = []
    private var begun = 0
    /// When parked connections have waited long enough: in this order, since all wait as long.
    private var expiries: [(at: ContinuousClock.Instant, descriptor: Int32, conversation: Conversation)] = []
    private var expired = 0
    /// How long the server rests when the system has no more descriptors, say.
    private var rest = Duration.zero
    private var restEnd: ContinuousClock.Instant?

    static let shortestRest = Duration.milliseconds(10)
    private static let longestRest = Duration.seconds(1)

    init(_ server: BaseServer, _ set: ReadinessSet) {
        self.server = server
        self.set = set
        listener = server.fileno
    }

    func run(_ pollInterval: Duration) throws {
        while !server.board.withLock({ $0.isStopping }) {
            parkNew()
            try armWorkers()
            try arm()
            let ready = set.wait(milliseconds: pause(pollInterval))
            for descriptor in ready {
                if descriptor == listener {
                    isArmed = false
                    if !takeRequests() { return }
                } else if armedWorkers.contains(descriptor) {
                    collectWorkers()
                } else {
                    wake(descriptor)
                }
            }
            beginReadable()
            expire()
            server.serviceActions()
        }
    }

    /// Waits for what the worker processes say, and starts others for those that died.
    private func armWorkers() throws {
        guard let workers = server.board.withLock({ $0.workers }) else { return }
        if workers.isShort, respawnEnd.map({ ContinuousClock.now >= $0 }) ?? true {
            respawnEnd = nil
            do { try workers.refill() } catch {
                server.options.onError?(error, nil)
                postponeRespawn()
            }
        }
        for descriptor in workers.descriptors where !armedWorkers.contains(descriptor) {
            try set.add(descriptor)
            armedWorkers.insert(descriptor)
        }
    }

    private func collectWorkers() {
        guard let workers = server.board.withLock({ $0.workers }) else { return }
        // Numbers of those that died may be others' soon: all are waited for anew.
        armedWorkers.removeAll()
        if server.collect(from: workers) { postponeRespawn() } else { respawnPause = .zero }
    }

    /// A program that ends at once must not be started again and again without a pause.
    private func postponeRespawn() {
        respawnEnd = ContinuousClock.now + respawnPause
        respawnPause = min(max(respawnPause * 2, Self.shortestRest), Self.longestRest)
    }

    /// Waits for the listener, unless nothing may be taken now.
    private func arm() throws {
        if let end = restEnd {
            guard ContinuousClock.now >= end else { return }
            restEnd = nil
        }
        guard !isArmed, server.hasRoom(), !server.socket.isClosed else { return }
        try set.add(listener)
        isArmed = true
    }

    /// How long to wait at most.
    private func pause(_ pollInterval: Duration) -> Int32 {
        let now = ContinuousClock.now
        var end = now + pollInterval
        if let restEnd { end = min(end, restEnd) }
        if let respawnEnd { end = min(end, respawnEnd) }
        if expired < expiries.count { end = min(end, expiries[expired].at) }
        let deadline: Deadline? = Deadline(after: end - now)
        return deadline.milliseconds
    }

    /// Takes what is there, some at a time; `false` where the server is closed.
    private func takeRequests() -> Bool {
        for _ in 0..<64 {
            switch server.takeRequest() {
            case .request: rest = .zero
            case .nothing: return true
            case .closed: return false
            case .exhausted:
                // Each time twice as long: what waits in the system's queue is not lost.
                rest = min(max(rest * 2, Self.shortestRest), Self.longestRest)
                restEnd = ContinuousClock.now + rest
                return true
            }
            guard server.hasRoom(), !server.board.withLock({ $0.isStopping }) else { return true }
        }
        return true
    }

    // MARK: Parked connections

    private func parkNew() {
        let new = server.board.withLock { board in
            defer { board.newlyParked.removeAll(keepingCapacity: true) }
            return board.newlyParked
        }
        guard !new.isEmpty else { return }
        let expiry = server.options.idleTimeout.map { ContinuousClock.now + $0 }
        for conversation in new {
            let descriptor = conversation.request.socket.descriptor
            do { try set.add(descriptor) } catch {
                if unpark(descriptor) != nil { server.end(conversation, patience: .zero) }
                continue
            }
            guard let expiry else { continue }
            conversation.expiry = expiry
            expiries.append((expiry, descriptor, conversation))
        }
    }

    private func unpark(_ descriptor: Int32) -> Conversation? {
        server.board.withLock { $0.parked.removeValue(forKey: descriptor) }
    }

    private func wake(_ descriptor: Int32) {
        guard let conversation = unpark(descriptor) else { return }
        conversation.expiry = nil
        readable.append(conversation)
    }

    private func beginReadable() {
        while begun < readable.count, server.hasRoom() {
            server.begin(readable[begun])
            begun += 1
        }
        if begun == readable.count {
            readable.removeAll(keepingCapacity: true)
            begun = 0
        }
    }

    private func expire() {
        guard expired < expiries.count else { return }
        let now = ContinuousClock.now
        while expired < expiries.count, expiries[expired].at <= now {
            let (at, descriptor, conversation) = expiries[expired]
            expired += 1
            // It may have been served meanwhile, and parked again, or its descriptor be another's.
            guard conversation.expiry == at else { continue }
            let isIdle = server.board.withLock { board in
                guard board.parked[descriptor] === conversation else { return false }
                board.parked[descriptor] = nil
                return true
            }
            // A peer that does not read must not keep the thread that runs the server.
            if isIdle { server.end(conversation, patience: .zero) }
        }
        if expired > 1000, expired > expiries.count / 2 {
            expiries.removeSubrange(..<expired)
            expired = 0
        }
    }
}
#endif
