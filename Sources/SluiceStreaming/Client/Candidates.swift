#if Services
internal import NIOCore
internal import SluiceCore

/// The channels of one attempt to connect: a host with several addresses gets one for each, and the first that answers wins.
final class Candidates: Sendable {
    private let channels = Monitor<[ObjectIdentifier: EventLoopFuture<OpenChannel>]>([:])

    /// Where a channel's readiness is to be told.
    func promise(for channel: any Channel) -> EventLoopPromise<OpenChannel> {
        let promise = channel.eventLoop.makePromise(of: OpenChannel.self)
        channels.update { $0[ObjectIdentifier(channel)] = promise.futureResult }
        return promise
    }

    /// The channel that has won, when it is ready. The others are closed.
    func winner(_ channel: any Channel) async throws -> OpenChannel {
        let futures = channels.update { channels in
            let futures = channels
            channels = [:]
            return futures
        }
        for (key, future) in futures where key != ObjectIdentifier(channel) {
            future.whenSuccess { open in Task { await open.discard() } }
        }
        guard let future = futures[ObjectIdentifier(channel)] else { throw ChannelError.ioOnClosedChannel }
        let open = try await future.get()
        if Task.isCancelled {
            await open.discard()
            throw CancellationError()
        }
        return open
    }

    /// Closes them all: none has won.
    func discard() {
        for future in channels.update({ Array($0.values) }) {
            future.whenSuccess { open in Task { await open.discard() } }
        }
    }
}
#endif
