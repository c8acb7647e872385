#if Services
internal import SluiceCore
package import Logging
package import NIOCore

/// Lets so many connections in at a time: while all are taken, the listening socket is not read, and peers wait in the
/// system's queue. Where the system has no descriptor left for another, it is asked again after a rest.
package final class ConnectionGate: ChannelDuplexHandler {
    package typealias InboundIn = any Channel
    package typealias InboundOut = any Channel
    package typealias OutboundIn = Never

    /// Long enough to cost nothing, short enough for those who wait.
    private static let rest = TimeAmount.milliseconds(200)

    private let limit: Int
    private let logger: Logger
    private let onFailure: (IOError) -> Void
    private let whenServed: (any Channel, @escaping @Sendable () -> Void) -> Void
    private var open = 0
    private var isReadHeld = false
    private var isResting = false

    /// - Parameters:
    ///   - limit: No more than the process has descriptors for.
    ///   - whenServed: Given a channel that has closed, calls back when nobody works on what came on it: whoever comes, says much
    ///     and goes, again and again, is not to be let in faster than that is done.
    ///   - onFailure: Told when nobody can be let in.
    package init(
        limit: Int, logger: Logger, whenServed: @escaping (any Channel, @escaping @Sendable () -> Void) -> Void,
        onFailure: @escaping (IOError) -> Void
    ) {
        self.limit = min(limit, DescriptorLimit.connections)
        self.logger = logger
        self.whenServed = whenServed
        self.onFailure = onFailure
    }

    package func read(context: ChannelHandlerContext) {
        if open < limit, !isResting { context.read() } else { isReadHeld = true }
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Who was gone before being let in leaves room for the next.
        guard let error = error as? IOError, error.errnoCode != SystemCode.aborted, !isResting else { return }
        logger.warning("nobody can be let in", metadata: ["reason": "\(error.description.visible)"])
        onFailure(error)
        isResting = true
        // A read that has failed is not always asked for again.
        isReadHeld = true
        let context = NIOLoopBound(context, eventLoop: context.eventLoop)
        let gate = NIOLoopBound(self, eventLoop: context.value.eventLoop)
        context.value.eventLoop.scheduleTask(in: Self.rest) {
            gate.value.isResting = false
            gate.value.readIfHeld(context.value)
        }
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        open += 1
        let loop = context.eventLoop
        let context = NIOLoopBound(context, eventLoop: loop)
        let gate = NIOLoopBound(self, eventLoop: loop)
        let channel = unwrapInboundIn(data)
        channel.closeFuture.hop(to: loop).whenComplete { _ in
            gate.value.whenServed(channel) { loop.execute { gate.value.leave(context.value) } }
        }
        context.value.fireChannelRead(data)
    }

    private func leave(_ context: ChannelHandlerContext) {
        open -= 1
        readIfHeld(context)
    }

    private func readIfHeld(_ context: ChannelHandlerContext) {
        guard isReadHeld, open < limit, !isResting else { return }
        isReadHeld = false
        context.read()
    }
}
#endif
