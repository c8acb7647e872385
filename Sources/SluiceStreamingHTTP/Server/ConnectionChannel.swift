#if Services
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import SluiceStreaming

/// Hummingbird's connections, counted, watched and known.
struct ConnectionChannel: ServerChildChannel {
    let base: HTTP1Channel
    let limits: DocumentHTTPLimits
    let statistics: StreamStatistics
    let connections: OpenConnections

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(PatientClose())
        }.flatMap { base.setup(channel: channel, logger: logger) }.map { value in
            connections.accept(value)
            return value
        }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        let channel = value.channel
        let connection = Connection(limits: limits)
        let interval = TimeAmount(limits.checkInterval)
        statistics.connectionOpened()
        connections.insert(channel)
        let checks = channel.eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
            connection.check(channel)
        }
        await Connection.$current.withValue(connection) { await base.handle(value: value, logger: logger) }
        checks.cancel()
        connections.remove(channel)
        statistics.connectionClosed()
    }
}
#endif
