#if Services
internal import NIOCore
public import NIOSSL
public import SluiceJSON
public import SluiceXML

/// A connection that documents come and go on.
///
///     for try await record in connection.records {
///         try await connection.writer.write(["received": record.json?["id"] ?? .null])
///     }
///
/// The task that was given it reads; ``writer`` can be given to others. It ends with the task's closure: then what was written
/// is sent, this side is ended, and the connection closed.
public final class DocumentConnection {
    /// A number of its own as long as the process lasts.
    public let id: Int
    /// Who is at the other end. Of sockets in the file system, which have no names there, the server's path.
    public let peer: StreamAddress
    /// The certificate that the peer has shown, and that was found good; `nil` without TLS, or where none was asked for.
    public let peerCertificate: NIOSSLCertificate?
    /// Sends documents.
    public let writer: DocumentWriter
    let input: ConnectionInput

    init(
        id: Int, peer: StreamAddress, peerCertificate: NIOSSLCertificate?, input: ConnectionInput,
        writer: DocumentWriter
    ) {
        self.id = id
        self.peer = peer
        self.peerCertificate = peerCertificate
        self.input = input
        self.writer = writer
    }

    /// The documents that come in.
    public var records: DocumentRecords { DocumentRecords(input: input) }

    /// How documents come in: once the first bytes have told, if that was to be sniffed.
    public var framing: DocumentFraming { input.framing }

    /// The root around stanzas, when its start tag has come; `nil` where the stream ends before it or has none. So a server
    /// can answer to it before the first stanza comes.
    public func root() async throws -> StanzaRoot? { try await input.root() }

    /// Gives the events of the one JSON document that comes in, as its bytes arrive. Nothing is built, nothing gathered.
    ///
    /// - Parameter options: By default what the server's or the client's limits say: the document may be as long as the
    ///   stream.
    /// - Returns: The handler, when the peer has ended its side.
    /// - Throws: `ParseError`, ``ConnectionError``, and what the handler throws.
    public func parse<Handler: JSON.ContentHandler>(
        _ handler: consuming Handler, options: JSON.ParserOptions? = nil
    ) async throws -> Handler {
        var parser = JSON.Parser(handler: handler, options: options ?? input.options.jsonDocumentOptions())
        var isBegun = false
        while let chunk = try await input.chunk(isMidRecord: isBegun) {
            isBegun = true
            try parser.feed(chunk.readableBytesUInt8Span)
        }
        return try parser.finish()
    }

    /// Gives the events of the one XML document that comes in, stanzas in a root among them, as its bytes arrive.
    ///
    /// - Parameter options: By default what the server's or the client's limits say: the document may be as long as the
    ///   stream.
    /// - Returns: The handler, when the peer has ended its side.
    /// - Throws: `ParseError`, ``ConnectionError``, and what the handler throws.
    public func parse<Handler: XML.ContentHandler>(
        _ handler: consuming Handler, options: XML.ParserOptions? = nil
    ) async throws -> Handler {
        var parser = XML.Parser(handler: handler, options: options ?? input.options.xmlDocumentOptions())
        var isBegun = false
        while let chunk = try await input.chunk(isMidRecord: isBegun) {
            isBegun = true
            try parser.feed(chunk.readableBytesUInt8Span)
        }
        return try parser.finish()
    }
}

@available(*, unavailable)
extension DocumentConnection: Sendable {}
#endif
