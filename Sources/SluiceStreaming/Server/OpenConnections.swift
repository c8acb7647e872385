#if Services
internal import NIOCore
internal import SluiceCore

/// The connections that a server has open, each with its task; and those that are not ready for one yet.
final class OpenConnections: Sendable {
    private struct Entry {
        let channel: any Channel
        /// `nil` as long as the connection is not ready: its handshake is not over.
        var task: Task<Void, Never>?
        /// Called when it has gone.
        var onEnd: (@Sendable () -> Void)?
    }

    private struct State {
        var open: [ObjectIdentifier: Entry] = [:]
        var isEnding = false
        /// Ended when all have gone.
        var waiting: [AsyncStream<Never>.Continuation] = []
    }

    private let state = Locked(State())

    /// Those that are served.
    var count: Int { state.withLock { $0.open.count { $0.value.task != nil } } }

    /// Notes a connection before it is ready: ``add(_:on:_:)`` says when it is, ``remove(_:)`` that it never will be.
    func expect(_ channel: any Channel) {
        let isEnding = state.withLock { state in
            state.open[ObjectIdentifier(channel)] = Entry(channel: channel)
            return state.isEnding
        }
        // Who was let in last, and would be served when all others have gone.
        if isEnding { channel.close(promise: nil) }
    }

    /// Calls a closure when the connection has gone, task and all.
    func whenEnded(_ channel: any Channel, _ body: @escaping @Sendable () -> Void) {
        let isGone = state.withLock { state in
            state.open[ObjectIdentifier(channel)]?.onEnd = body
            return state.open[ObjectIdentifier(channel)] == nil
        }
        if isGone { body() }
    }

    /// Starts the task that serves a connection; one that is ready only when the server ends is closed.
    func add(
        _ open: OpenChannel, on executor: (any TaskExecutor)?,
        _ serve: @escaping @Sendable () async -> Void
    ) {
        state.withLock { state in
            let isEnding = state.isEnding
            state.open[ObjectIdentifier(open.channel)]?.task = Task(executorPreference: executor) {
                if isEnding { open.discard() } else { await serve() }
                self.remove(open.channel)
            }
        }
    }

    /// Forgets a connection, which has ended.
    func remove(_ channel: any Channel) {
        let entry = state.withLock { state in
            defer {
                if state.open.isEmpty {
                    for continuation in state.waiting { continuation.finish() }
                    state.waiting = []
                }
            }
            return state.open.removeValue(forKey: ObjectIdentifier(channel))
        }
        entry?.onEnd?()
    }

    /// Ends what comes in on every connection, and closes those that are not ready.
    func quiesce() {
        let open = state.withLock { state in
            state.isEnding = true
            return Array(state.open.values)
        }
        for entry in open {
            if entry.task == nil {
                entry.channel.close(promise: nil)
            } else {
                entry.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
            }
        }
    }

    /// Ends every connection at once.
    func cancel() {
        let open = state.withLock { state in
            state.isEnding = true
            return Array(state.open.values)
        }
        for entry in open {
            entry.task?.cancel()
            entry.channel.close(promise: nil)
        }
    }

    /// Waits until all have ended; cancels those that are left after a time, and waits for them.
    func ended(within time: Duration) async {
        let late = Task {
            try await Task.sleep(for: time)
            self.cancel()
        }
        defer { late.cancel() }
        let (stream, continuation) = AsyncStream<Never>.makeStream()
        let isEmpty = state.withLock { state in
            if !state.open.isEmpty { state.waiting.append(continuation) }
            return state.open.isEmpty
        }
        if isEmpty { return }
        // Not to be left when this task is cancelled: the connections are then, too, and end.
        await Task { for await _ in stream {} }.value
    }
}
#endif
