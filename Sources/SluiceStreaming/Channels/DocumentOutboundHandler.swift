#if Services
public import NIOCore

/// Makes bytes of records that are written to a channel, and ends the stream when its output is closed: for pipelines of
/// your own, see ``DocumentByteDecoder``.
///
///     try channel.pipeline.syncOperations.addHandlers(
///         ByteToMessageHandler(DocumentByteDecoder(.xmlStanzas)), DocumentOutboundHandler(stanzasOf: root), handler)
///
/// It does what a ``DocumentByteEncoder`` does, and knows the end: whoever closes the channel, or its output alone, sends
/// the end tag of the root first. A record that the framing has no place for fails its write, and goes no further.
public final class DocumentOutboundHandler: ChannelOutboundHandler {
    public typealias OutboundIn = StreamRecord
    public typealias OutboundOut = ByteBuffer

    private var encoder: DocumentEncoder

    /// - Throws: ``WriterError`` for a framing that wants a root, or is to be sniffed.
    public init(_ framing: DocumentFraming) throws { encoder = try DocumentEncoder(framing) }

    /// An encoder of stanzas within a root, whose start tag comes with the first, or with the end.
    /// - Throws: ``WriterError`` for a root that is no XML.
    public init(stanzasOf root: StanzaRoot) throws { encoder = try DocumentEncoder(stanzasOf: root) }

    public func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        do {
            let bytes = try encoder.encode(unwrapOutboundIn(data))
            context.write(wrapOutboundOut(context.channel.allocator.buffer(bytes: bytes)), promise: promise)
        } catch {
            promise?.fail(error)
        }
    }

    public func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        // A channel that is gone takes no last words; neither does a stream that was to be a document and is none.
        if mode != .input, context.channel.isActive, let end = try? encoder.finish(), !end.isEmpty {
            context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: end)), promise: nil)
        }
        context.close(mode: mode, promise: promise)
    }
}

@available(*, unavailable)
extension DocumentOutboundHandler: Sendable {}
#endif
