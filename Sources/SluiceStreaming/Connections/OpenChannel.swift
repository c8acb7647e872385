#if Services
internal import NIOCore
internal import NIOSSL
internal import Synchronization

/// A channel that is ready for documents, before a task has taken it on.
struct OpenChannel: Sendable {
    let channel: any Channel
    private let inbox: Inbox
    private let outbox: Outbox
    let peer: StreamAddress
    let certificate: NIOSSLCertificate?
    let progress: ConnectionProgress

    /// What is read at once from a socket that is full: less costs more wakeups, more no longer stays in the processor's cache.
    private static let chunkBytes = 256 << 10

    /// Puts into the pipeline what secures and watches the channel. On its event loop.
    /// - Parameter onReady: Called once, on the event loop: with the channel, or with why there is none.
    static func prepare(
        _ channel: any Channel, security: (any ChannelHandler & RemovableChannelHandler)?,
        timeouts: ConnectionTimeouts, fallback: StreamAddress,
        onReady: @escaping (Result<OpenChannel, any Error>) -> Void
    ) throws {
        let progress = ConnectionProgress()
        try channel.syncOptions?.setOption(
            .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 64, initial: 2048, maximum: chunkBytes))
        // So that every connection of the loop has its turn.
        try channel.syncOptions?.setOption(.maxMessagesPerRead, value: 1)
        if let security { try channel.pipeline.syncOperations.addHandler(security) }
        let inbox = Inbox(channel)
        let outbox = Outbox(channel)
        let watch = ConnectionWatch(
            timeouts: timeouts, isSecured: security != nil, progress: progress, inbox: inbox, outbox: outbox
        ) { result in
            onReady(
                Result {
                    try result.get()
                    return OpenChannel(
                        channel: channel, inbox: inbox, outbox: outbox,
                        peer: StreamAddress(channel.remoteAddress) ?? fallback,
                        certificate: security == nil
                            ? nil
                            : try channel.pipeline.syncOperations.handler(type: NIOSSLHandler.self).peerCertificate,
                        progress: progress)
                })
        }
        try channel.pipeline.syncOperations.addHandler(watch)
    }

    private static let lastID = Atomic(0)

    /// Gives the connection to a task, and ends it in order when that has returned: what was written is sent, this side
    /// ended, and what the peer still sends is read for a while and dropped, so that it does not lose our last words to a reset.
    func serve<Result>(
        framing: DocumentFraming, replies: DocumentFraming, options: StreamOptions, linger: Duration,
        tally: @escaping @Sendable (ConnectionTally) -> Void,
        _ body: (DocumentConnection) async throws -> Result
    ) async throws -> Result {
        let id = Self.lastID.add(1, ordering: .relaxed).newValue
        let name = peer.description
        let input = ConnectionInput(
            inbox, framing: framing, options: options, progress: progress, peer: name
        ) { bytes, records in tally(.received(bytes: bytes, records: records)) }
        let writer = DocumentWriter(
            outbox, framing: replies, peer: name, progress: progress
        ) { bytes, records in tally(.sent(bytes: bytes, records: records)) }
        if replies == .sniffed { input.onSniffed = { writer.framing = $0 } }
        let connection = DocumentConnection(
            id: id, peer: peer, peerCertificate: certificate, input: input, writer: writer)
        do {
            let result = try await body(connection)
            try await writer.finish()
            await end(input, linger: linger)
            return result
        } catch {
            await writer.abandon()
            await end(input, linger: linger)
            throw error
        }
    }

    /// Closes a channel that no task takes on.
    func discard() { channel.close(promise: nil) }

    private func end(_ input: ConnectionInput, linger: Duration) async {
        input.report()
        // The watch reads, and not the task: where the server shuts down, tasks are given nothing any more.
        channel.triggerUserOutboundEvent(ConnectionWatch.Linger(time: linger), promise: nil)
        await withTaskCancellationHandler {
            try? await channel.closeFuture.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }
}

/// What happens on a connection, once a chunk.
enum ConnectionTally: Sendable {
    case received(bytes: Int, records: Int)
    case sent(bytes: Int, records: Int)
}
#endif
