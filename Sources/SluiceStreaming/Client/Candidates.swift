#if Services
internal import NIOCore
internal import SluiceCore

/// The channels of one attempt to connect: a host with several addresses gets one for each, and the first that answers wins.
final class Candidates: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: (channel: any Channel, ready: EventLoopFuture<OpenChannel>)] = [:]
        /// Whether one has won, or nobody waits any more.
        var isOver = false
    }

    private let state = Monitor(State())

    /// Where a channel's readiness is to be told.
    /// - Throws: `CancellationError` where no channel is wanted any more.
    func promise(for channel: any Channel) throws -> EventLoopPromise<OpenChannel> {
        let promise = channel.eventLoop.makePromise(of: OpenChannel.self)
        let isOver = state.update { state in
            if !state.isOver { state.channels[ObjectIdentifier(channel)] = (channel, promise.futureResult) }
            return state.isOver
        }
        guard isOver else { return promise }
        promise.fail(CancellationError())
        throw CancellationError()
    }

    /// The channel that wins, when it is ready. The others are closed.
    /// - Throws: Also `CancellationError`, at once: ``discard()`` is to be called whatever is thrown.
    func winner(_ connected: EventLoopFuture<any Channel>) async throws -> OpenChannel {
        let channel = try await Self.value(of: connected)
        let key = ObjectIdentifier(channel)
        guard let ready = state.update({ $0.channels[key]?.ready }) else { throw ChannelError.ioOnClosedChannel }
        let open = try await Self.value(of: ready)
        state.update { $0.channels[key] = nil }
        discard()
        return open
    }

    /// What a future comes to, unless the task is cancelled before: it may come all the same, then.
    private static func value<Value: Sendable>(of future: EventLoopFuture<Value>) async throws -> Value {
        let promise = future.eventLoop.makePromise(of: Value.self)
        future.cascade(to: promise)
        return try await withTaskCancellationHandler {
            try await promise.futureResult.get()
        } onCancel: {
            // Of two results the first counts.
            promise.fail(CancellationError())
        }
    }

    /// Closes those that have not won, whether they are there or still to come.
    func discard() {
        let channels = state.update { state in
            state.isOver = true
            defer { state.channels = [:] }
            return Array(state.channels.values)
        }
        for (channel, ready) in channels {
            ready.whenSuccess { $0.discard() }
            channel.close(promise: nil)
        }
    }
}
#endif
