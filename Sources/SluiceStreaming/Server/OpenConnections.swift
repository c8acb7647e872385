#if Services
internal import NIOCore
internal import SluiceCore

/// The connections that a server has open, each with its task; and those that are not ready for one yet.
final class OpenConnections: Sendable {
    private struct Entry {
        let channel: any Channel
        /// `nil` as long as the connection is not ready: its handshake is not over.
        var task: Task<Void, Never>?
    }

    private struct State {
        var last = 0
        var open: [Int: Entry] = [:]
        var isEnding = false
        /// Ended when all have gone.
        var waiting: [AsyncStream<Never>.Continuation] = []
    }

    private let state = Monitor(State())

    /// Those that are served.
    var count: Int { state.update { $0.open.count { $0.value.task != nil } } }

    /// Notes a connection before it is ready: ``add(_:as:_:)`` says when it is, ``remove(_:)`` that it never will be.
    /// - Returns: Its number.
    func expect(_ channel: any Channel) -> Int {
        let (key, isEnding) = state.update { state in
            state.last += 1
            state.open[state.last] = Entry(channel: channel)
            return (state.last, state.isEnding)
        }
        // Who was let in last, and would be served when all others have gone.
        if isEnding { channel.close(promise: nil) }
        return key
    }

    /// Starts the task that serves a connection; one that is ready only when the server ends is closed.
    func add(
        _ open: OpenChannel, as key: Int, on executor: (any TaskExecutor)?,
        _ serve: @escaping @Sendable () async -> Void
    ) {
        state.update { state in
            let isEnding = state.isEnding
            state.open[key]?.task = Task(executorPreference: executor) {
                if isEnding { open.discard() } else { await serve() }
                self.remove(key)
            }
        }
    }

    /// Forgets a connection, which has ended.
    func remove(_ key: Int) {
        state.update { state in
            state.open[key] = nil
            guard state.open.isEmpty else { return }
            for continuation in state.waiting { continuation.finish() }
            state.waiting = []
        }
    }

    /// Ends what comes in on every connection, and closes those that are not ready.
    func quiesce() {
        let open = state.update { state in
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
        let open = state.update { state in
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
        let isEmpty = state.update { state in
            if !state.open.isEmpty { state.waiting.append(continuation) }
            return state.open.isEmpty
        }
        if isEmpty { return }
        // Not to be left when this task is cancelled: the connections are then, too, and end.
        await Task { for await _ in stream {} }.value
    }
}
#endif
