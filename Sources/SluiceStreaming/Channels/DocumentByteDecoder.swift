#if Services
public import NIOCore

/// Makes records of a channel's bytes: for pipelines of your own.
///
///     try channel.pipeline.syncOperations.addHandlers(
///         ByteToMessageHandler(DocumentByteDecoder(.ndjson)), MessageToByteHandler(DocumentByteEncoder(.ndjson)), handler)
///
/// Bytes are taken as they come and each record goes on, in order, as soon as its last byte is there; no more is kept than
/// a ``DocumentDecoder`` keeps. An error goes on as NIO's decoders do it, and ends the decoding; with
/// ``StreamOptions/resynchronises`` a bad record is fired as an error, and those behind it follow.
public final class DocumentByteDecoder: ByteToMessageDecoder {
    public typealias InboundOut = StreamRecord

    private let decoding: StreamDecoding

    /// - Parameter name: What errors call the stream.
    public init(_ framing: DocumentFraming, options: StreamOptions = StreamOptions(), name: String? = nil) {
        decoding = StreamDecoding(framing, options: options, name: name)
    }

    public func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
        if buffer.readableBytes > 0 {
            decoding.feed(buffer.readableBytesUInt8Span)
            buffer.moveReaderIndex(to: buffer.writerIndex)
        }
        try fire(context)
        return .needMoreData
    }

    public func decodeLast(
        context: ChannelHandlerContext, buffer: inout ByteBuffer, seenEOF: Bool
    ) throws -> DecodingState {
        _ = try decode(context: context, buffer: &buffer)
        if seenEOF {
            decoding.finishInput()
            try fire(context)
        }
        return .needMoreData
    }

    private func fire(_ context: ChannelHandlerContext) throws {
        while true {
            do {
                guard let record = try decoding.take() else { return }
                context.fireChannelRead(wrapInboundOut(record))
            } catch {
                guard error.isResumable else { throw error }
                context.fireErrorCaught(error)
            }
        }
    }
}

@available(*, unavailable)
extension DocumentByteDecoder: Sendable {}
#endif
