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
        /// Behind an answer to an upload that was not read to its end.
        case lingering
    }

    private struct State {
        var phase = Phase.head
        var since = ContinuousClock.now
        var readingSince: ContinuousClock.Instant?
        var writingSince: ContinuousClock.Instant?
        /// What was waited for the upload, and what came of it.
        var waited = Duration.zero
        var bytes = 0
        var isUploadRead = false
        /// Stops the handler, with the answer that its client gets.
        var interrupt: (@Sendable (Problem) -> Void)?
        /// Told when the upload is asked for.
        var demand: AsyncStream<Void>.Continuation?
    }

    private let state = Mutex(State())
    private let limits: DocumentHTTPLimits

    init(limits: DocumentHTTPLimits) { self.limits = limits }

    // MARK: - Requests

    /// A head has arrived.
    func beginRequest() {
        state.withLock { state in
            state = State()
            state.phase = .request
        }
    }

    /// The answer is written.
    func endRequest(isUploadRead: Bool) {
        state.withLock { state in
            state = State()
            state.phase = isUploadRead ? .head : .lingering
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

    /// All of the upload was read.
    func endUpload() { state.withLock { $0.isUploadRead = true } }

    var isUploadRead: Bool { state.withLock { $0.isUploadRead } }

    // MARK: - Answers

    func beginWriting() { state.withLock { $0.writingSince = .now } }

    func endWriting() { state.withLock { $0.writingSince = nil } }

    // MARK: - Timeouts

    /// Ends what takes too long.
    func check(_ channel: any Channel) {
        let now = ContinuousClock.now
        let (mustClose, interrupt) = state.withLock { state -> (Bool, (@Sendable (Problem) -> Void)?) in
            switch state.phase {
            case .head: return (now - state.since > limits.headTimeout, nil)
            case .lingering: return (now - state.since > limits.lingerTimeout, nil)
            case .request: break
            }
            if let since = state.writingSince, now - since > limits.sendTimeout { return (true, nil) }
            if let since = state.readingSince, now - since > limits.bodyTimeout {
                state.readingSince = nil
                return (state.interrupt == nil, state.interrupt)
            }
            return (false, nil)
        }
        if mustClose { channel.close(promise: nil) }
        interrupt?(Problem(.requestTimeout, "the request's body stopped coming"))
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
#endif
