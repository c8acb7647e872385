#if Services
public import NIOCore

/// Makes bytes of records that are written to a channel: for pipelines of your own, see ``DocumentByteDecoder``.
///
/// A record that the framing has no place for fails its write, and goes no further. An encoder does not see the channel's
/// end: stanzas, whose root has an end tag, want a ``DocumentOutboundHandler``.
public final class DocumentByteEncoder: MessageToByteEncoder {
    public typealias OutboundIn = StreamRecord

    private var encoder: DocumentEncoder

    /// - Throws: ``WriterError`` for a framing that wants a root, or is to be sniffed.
    public init(_ framing: DocumentFraming) throws { encoder = try DocumentEncoder(framing) }

    /// An encoder of stanzas within a root, whose start tag comes with the first.
    /// - Throws: ``WriterError`` for a root that is no XML.
    public init(stanzasOf root: StanzaRoot) throws { encoder = try DocumentEncoder(stanzasOf: root) }

    public func encode(data: StreamRecord, out: inout ByteBuffer) throws {
        out.writeBytes(try encoder.encode(data))
    }
}

@available(*, unavailable)
extension DocumentByteEncoder: Sendable {}
#endif
