#if Services
internal import NIOCore
internal import NIOTLS

/// Stands behind TLS in a connection's pipeline: says when the connection is ready, gives what comes to its task, and ends
/// it when the peer takes too long.
///
/// One timer a connection, which looks four times in the shortest of the times that are granted. Not for more than one
/// channel; all of it on the channel's event loop.
final class ConnectionWatch: ChannelDuplexHandler, NIOScheduledCallbackHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let timeouts: ConnectionTimeouts
    private let isSecured: Bool
    private let progress: ConnectionProgress
    private let inbox: Inbox
    private let outbox: Outbox
    /// Called once: the connection is open, and its handshake done; or why it never will be.
    private var onReady: ((Result<Void, any Error>) -> Void)?

    private var context: ChannelHandlerContext?
    private var timer: NIOScheduledCallback?
    private var opened = NIODeadline.now()
    /// Whether bytes have come or gone, or were asked for, since the last look: clocks are not read for each.
    private var isBusy = false
    private var lastTraffic = NIODeadline.now()
    /// Whether we have asked for bytes that have not come: it is the peer's turn.
    private var isReading = false
    private var received = 0
    private var written = 0
    /// Whether we have begun to close it ourselves.
    private var isClosing = false
    /// Whether our side has ended.
    private var isOutputClosed = false
    /// Whether the peer's has.
    private var isInputClosed = false
    /// Whether nobody wants what still comes.
    private var isLingering = false
    private var lingering: Scheduled<Void>?
    private var backlog = Backlog()
    private var pace = Pace()
    private var lastLook = NIODeadline.now()

    /// What waits to be sent, and since when nobody took any of it.
    private struct Backlog {
        var bytes = 0
        /// What was taken of all that was written.
        var taken = 0
        var since = NIODeadline.now()
    }

    /// What the record that has begun brought while we waited for it.
    private struct Pace {
        var record: Int?
        var waited = TimeAmount.zero
        var received = 0
    }

    init(
        timeouts: ConnectionTimeouts, isSecured: Bool, progress: ConnectionProgress, inbox: Inbox, outbox: Outbox,
        onReady: @escaping (Result<Void, any Error>) -> Void
    ) {
        self.timeouts = timeouts
        self.isSecured = isSecured
        self.progress = progress
        self.inbox = inbox
        self.outbox = outbox
        self.onReady = onReady
    }

    // MARK: - Life

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { open(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        open(context)
        context.fireChannelActive()
    }

    private func open(_ context: ChannelHandlerContext) {
        opened = .now()
        lastTraffic = opened
        lastLook = opened
        if !isSecured { ready(.success(())) }
        schedule(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        lingering?.cancel()
        let broken = ConnectionError(.reset, "the peer broke the connection off")
        if isOutputClosed, !isClosing, progress.fault == nil {
            // Where our side has ended, the peer's end closes the channel, and is not told otherwise.
            progress.ends()
        } else if !isClosing {
            // A write that fails closes the channel, and tells nobody else.
            progress.fails(broken)
        }
        ready(.failure(broken))
        endTransfer()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        timer?.cancel()
        lingering?.cancel()
        ready(.failure(ChannelError.ioOnClosedChannel))
        endTransfer()
    }

    private func endTransfer() {
        inbox.end()
        outbox.end(ChannelError.ioOnClosedChannel)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case TLSUserEvent.handshakeCompleted:
            isBusy = true
            ready(.success(()))
        case ChannelEvent.inputClosed:
            isInputClosed = true
            progress.ends()
            inbox.end()
            if isLingering { end(context) }
        case ChannelEvent.outputClosed:
            isOutputClosed = true
            outbox.end(ChannelError.outputClosed)
        case is ChannelShouldQuiesceEvent:
            progress.isDraining = true
            inbox.end()
            return
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        progress.fails(error)
        if onReady != nil {
            ready(.failure(error))
            context.close(promise: nil)
        } else {
            inbox.end(error)
            if isLingering { end(context) }
        }
    }

    private func ready(_ result: Result<Void, any Error>) {
        guard let onReady else { return }
        self.onReady = nil
        onReady(result)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode == .all { isClosing = true }
        context.close(mode: mode, promise: promise)
    }

    /// Asks the watch, when our side has ended, to read on and drop what comes, and to close the channel when the peer has
    /// ended its side, or after a time.
    struct Linger: Sendable {
        let time: Duration
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard let linger = event as? Linger else {
            context.triggerUserOutboundEvent(event, promise: promise)
            return
        }
        promise?.succeed()
        guard !isInputClosed, linger.time > .zero else { return end(context) }
        isLingering = true
        lingering = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(linger.time)) { self.end(context) }
        context.read()
    }

    private func end(_ context: ChannelHandlerContext) {
        isClosing = true
        context.close(promise: nil)
    }

    // MARK: - Traffic

    func read(context: ChannelHandlerContext) {
        guard !progress.isDraining, inbox.mayRead() else { return }
        if !isReading {
            isReading = true
            // The time in which we did not read is not the peer's.
            isBusy = true
        }
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !progress.isDraining, !isLingering else { return }
        isReading = false
        // From here on it is our turn, even if the task is slow to take what has come.
        progress.works()
        isBusy = true
        let chunk = unwrapInboundIn(data)
        received += chunk.readableBytes
        inbox.add(chunk)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // The inbox may be full: nobody takes any more what has come.
        if isLingering { context.read() }
        inbox.deliver()
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        outbox.setWritable(context.channel.isWritable)
        context.fireChannelWritabilityChanged()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        isBusy = true
        written += unwrapOutboundIn(data).readableBytes
        context.write(data, promise: promise)
    }

    // MARK: - Time

    private func schedule(_ context: ChannelHandlerContext) {
        var shortest = min(timeouts.idle, timeouts.write)
        if isSecured { shortest = min(shortest, timeouts.handshake) }
        if timeouts.bytesPerSecond > 0 { shortest = min(shortest, timeouts.rateWindow) }
        let interval = TimeAmount(max(shortest / 4, .milliseconds(5)))
        // A loop that has ended looks no more.
        timer = try? context.eventLoop.assumeIsolated().scheduleCallback(in: interval, handler: self)
    }

    func handleScheduledCallback(eventLoop: some EventLoop) {
        guard let context else { return }
        let now = NIODeadline.now()
        if let error = fault(context, now) {
            progress.fails(error)
            if onReady != nil { ready(.failure(error)) } else { inbox.end(error) }
            context.close(promise: nil)
        } else {
            schedule(context)
        }
    }

    private func fault(_ context: ChannelHandlerContext, _ now: NIODeadline) -> ConnectionError? {
        if onReady != nil {
            guard isSecured, now - opened > TimeAmount(timeouts.handshake) else { return nil }
            return ConnectionError(.timeout, "the TLS handshake was not over after \(timeouts.handshake)")
        }
        return slowReader(context, now) ?? idlePeer(now) ?? slowWriter(now)
    }

    private func slowReader(_ context: ChannelHandlerContext, _ now: NIODeadline) -> ConnectionError? {
        let bytes = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
        // What is written makes the backlog longer, and is nothing that the peer has taken.
        let taken = written - bytes
        let isTaken = bytes == 0 || taken > backlog.taken
        backlog = Backlog(bytes: bytes, taken: taken, since: isTaken ? now : backlog.since)
        guard !isTaken, now - backlog.since > TimeAmount(timeouts.write) else { return nil }
        return ConnectionError(.unread, "the peer took nothing of what is to be sent for \(timeouts.write)")
    }

    private func idlePeer(_ now: NIODeadline) -> ConnectionError? {
        if isBusy || !isReading || !progress.isWaiting {
            isBusy = false
            lastTraffic = now
            return nil
        }
        guard backlog.bytes == 0, now - lastTraffic > TimeAmount(timeouts.idle) else { return nil }
        return ConnectionError(.idle, "nothing came or went for \(timeouts.idle)")
    }

    private func slowWriter(_ now: NIODeadline) -> ConnectionError? {
        let elapsed = now - lastLook
        lastLook = now
        // While it is our turn the clock stands still: to set it back would let those go on for ever whose bytes come
        // whenever a busy handler has just got the last ones.
        guard timeouts.bytesPerSecond > 0, isReading, progress.isWaiting else { return nil }
        guard let record = progress.record, record == pace.record else {
            pace = Pace(record: progress.record, received: received)
            return nil
        }
        pace.waited = pace.waited + elapsed
        guard pace.waited >= TimeAmount(timeouts.rateWindow) else { return nil }
        let seconds = Double(pace.waited.nanoseconds) / 1e9
        let bytes = received - pace.received
        pace = Pace(record: record, received: received)
        guard Double(bytes) < Double(timeouts.bytesPerSecond) * seconds else { return nil }
        return ConnectionError(
            .slow,
            "record \(record) came at \(Int(Double(bytes) / seconds)) bytes/s, and at least \(timeouts.bytesPerSecond) are asked for"
        )
    }
}
#endif
