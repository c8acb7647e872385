#if Services
internal import Hummingbird
internal import NIOCore
internal import Synchronization

/// What the server knows of a connection of its own: whom it waits for, and since when.
///
/// One look at it now and then (``check(_:)``) keeps all timeouts: nothing is scheduled for each read and write.
final class Connection: Sendable {
    /// That of the request which the task works on; `nil` in servers that are not ours.
    @TaskLocal static var current: Connection?

    private enum Phase {
        /// Between requests, or within the head of one.
        case head
        /// In a request: only what is read and written is watched.
        case request
        /// Behind the last answer, or one to an upload that was not read to its end.
        case lingering
    }

    private struct State {
        var phase = Phase.head
        var since = ContinuousClock.now
        var readingSince: ContinuousClock.Instant?
        /// What was waited for the upload, and what came of it.
        var waited = Duration.zero
        var bytes = 0
        var isUploadRead = false
        /// Stops the handler, with the answer that its client gets.
        var interrupt: (@Sendable (Problem) -> Void)?
        /// Told when the upload is asked for.
        var demand: AsyncStream<Void>.Continuation?
    }

    /// Bytes that wait for the client to take them, and since when it took none.
    private struct Backlog {
        var bytes = 0
        var since = ContinuousClock.now
    }

    private let state = Mutex(State())
    private let backlog = Mutex(Backlog())
    /// Whether the last answer has been given: the client was told that there is no other.
    private let isLast = Atomic(false)
    private let limits: DocumentHTTPLimits

    init(limits: DocumentHTTPLimits) { self.limits = limits }

    // MARK: - Requests

    /// A head has arrived. `false` where it comes behind the last answer.
    func beginRequest() -> Bool {
        guard !isLast.load(ordering: .relaxed) else { return false }
        state.withLock { state in
            state = State()
            state.phase = .request
        }
        return true
    }

    /// The answer is written.
    func endRequest(isUploadRead: Bool, isLast: Bool) {
        if isLast { self.isLast.store(true, ordering: .relaxed) }
        state.withLock { state in
            state = State()
            state.phase = isUploadRead && !isLast ? .head : .lingering
        }
    }

    /// Whom to stop where the client is too slow.
    func onInterrupt(_ interrupt: @escaping @Sendable (Problem) -> Void) {
        state.withLock { $0.interrupt = interrupt }
    }

    // MARK: - Uploads

    /// Tells once, as soon as the upload is asked for. It finishes without a word where ``settle()`` comes before.
    func demand() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        state.withLock { $0.demand = continuation }
        return stream
    }

    /// Says that the upload will not be asked for any more.
    func settle() { state.withLock { $0.demand }?.finish() }

    func beginReading() {
        let demand = state.withLock { state in
            state.readingSince = .now
            defer { state.demand = nil }
            return state.demand
        }
        demand?.yield()
        demand?.finish()
    }

    /// - Throws: ``Problem`` where the upload comes too slowly.
    func endReading(_ bytes: Int) throws {
        let isTooSlow = state.withLock { state in
            if let since = state.readingSince { state.waited += .now - since }
            state.readingSince = nil
            state.bytes += bytes
            return state.waited > limits.bodyTimeout
                && state.bytes < Int(Double(limits.minimumRate) * state.waited.seconds)
        }
        if isTooSlow { throw Problem(.requestTimeout, "the request's body comes too slowly") }
    }

    /// Says that nothing more is waited for, since reading has failed.
    func stopReading() { state.withLock { $0.readingSince = nil } }

    /// All of the upload was read.
    func endUpload() { state.withLock { $0.isUploadRead = true } }

    var isUploadRead: Bool { state.withLock { $0.isUploadRead } }

    // MARK: - Timeouts

    /// Ends what takes too long. On the channel's event loop.
    func check(_ channel: any Channel) {
        let now = ContinuousClock.now
        let (waiting, isUnread) = look(at: channel, now)
        let (mustClose, interrupt) = state.withLock { state -> (Bool, (@Sendable (Problem) -> Void)?) in
            if isUnread { return (true, nil) }
            // The next request is not asked for as long as the last answer is not taken.
            if waiting, state.phase != .request { state.since = now }
            switch state.phase {
            case .head: return (now - state.since > limits.headTimeout, nil)
            case .lingering: return (now - state.since > limits.lingerTimeout, nil)
            case .request: break
            }
            if let since = state.readingSince, now - since > limits.bodyTimeout {
                state.readingSince = nil
                return (state.interrupt == nil, state.interrupt)
            }
            return (false, nil)
        }
        if mustClose { PatientClose.closeAtOnce(channel) }
        interrupt?(Problem(.requestTimeout, "the request's body stopped coming"))
    }

    /// Whether bytes of an answer wait for the client, and whether it took none of them for too long.
    private func look(at channel: any Channel, _ now: ContinuousClock.Instant) -> (waiting: Bool, isUnread: Bool) {
        let bytes = (try? channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
        return backlog.withLock { backlog in
            if bytes == 0 || bytes != backlog.bytes { backlog = Backlog(bytes: bytes, since: now) }
            return (bytes > 0, now - backlog.since > limits.sendTimeout)
        }
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
#endif
