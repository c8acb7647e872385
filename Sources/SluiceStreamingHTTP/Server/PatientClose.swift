#if Services
internal import NIOCore

/// Lets what was written go out before a connection is closed, or this side of it.
///
/// Else the end of an answer is lost to a client that reads slowly, where a graceful shutdown closes the connection behind
/// it; and where the client has ended its side, so that to end ours is to close it.
final class PatientClose: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private struct CloseAtOnce {}

    /// Closes a connection, whatever waits to be sent.
    static func closeAtOnce(_ channel: any Channel) {
        channel.triggerUserOutboundEvent(CloseAtOnce(), promise: nil)
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        if event is CloseAtOnce {
            context.close(promise: promise)
        } else {
            context.triggerUserOutboundEvent(event, promise: promise)
        }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode != .input else { return context.close(mode: mode, promise: promise) }
        let sent = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: sent)
        sent.futureResult.assumeIsolated().whenComplete { _ in context.close(mode: mode, promise: promise) }
    }
}
#endif
