#if Services
internal import NIOCore
internal import SluiceCore

/// The connections that a server has open, each with its task.
final class OpenConnections: Sendable {
    private struct State {
        var last = 0
        var open: [Int: (channel: any Channel, task: Task<Void, Never>)] = [:]
        var isCancelled = false
        var isQuiescing = false
        /// Ended when all have gone.
        var waiting: [AsyncStream<Never>.Continuation] = []
    }

    private let state = Monitor(State())

    var count: Int { state.update { $0.open.count } }

    /// Starts the task that serves a connection.
    func add(_ open: OpenChannel, _ serve: @escaping @Sendable () async -> Void) {
        let channel = open.channel.channel
        let (isCancelled, isQuiescing) = state.update { state in
            state.last += 1
            let key = state.last
            let task = Task {
                await serve()
                self.remove(key)
            }
            state.open[key] = (channel, task)
            return (state.isCancelled ? task : nil, state.isQuiescing)
        }
        isCancelled?.cancel()
        if isQuiescing || isCancelled != nil {
            channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        }
    }

    private func remove(_ key: Int) {
        state.update { state in
            state.open[key] = nil
            guard state.open.isEmpty else { return }
            for continuation in state.waiting { continuation.finish() }
            state.waiting = []
        }
    }

    /// Ends what comes in on every connection.
    func quiesce() {
        let channels = state.update { state in
            state.isQuiescing = true
            return state.open.values.map(\.channel)
        }
        for channel in channels { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
    }

    /// Ends every connection at once.
    func cancel() {
        let open = state.update { state in
            state.isCancelled = true
            return Array(state.open.values)
        }
        for (channel, task) in open {
            task.cancel()
            channel.close(promise: nil)
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
