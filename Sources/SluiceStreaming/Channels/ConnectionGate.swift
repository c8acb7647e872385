#if Services
internal import NIOCore

/// Lets so many connections in at a time: while all are taken, the listening socket is not read, and peers wait in the
/// system's queue.
final class ConnectionGate: ChannelDuplexHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel
    typealias OutboundIn = Never

    private let limit: Int
    private var open = 0
    private var isReadHeld = false

    init(limit: Int) { self.limit = limit }

    func read(context: ChannelHandlerContext) {
        if open < limit { context.read() } else { isReadHeld = true }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        open += 1
        let context = NIOLoopBound(context, eventLoop: context.eventLoop)
        let gate = NIOLoopBound(self, eventLoop: context.value.eventLoop)
        unwrapInboundIn(data).closeFuture.hop(to: context.value.eventLoop).whenComplete { _ in
            gate.value.leave(context.value)
        }
        context.value.fireChannelRead(data)
    }

    private func leave(_ context: ChannelHandlerContext) {
        open -= 1
        guard isReadHeld, open < limit else { return }
        isReadHeld = false
        context.read()
    }
}
#endif
