#if Services
public import Hummingbird
public import SluiceStreaming

/// Routes whose requests and answers are streams of documents.
///
/// Uploads are parsed as they arrive, answers sent as they are written, both in constant memory, and whoever is slower holds
/// the other back. What is wrong with a request is answered with a ``Problem``:
///
/// | Status | Where |
/// |---|---|
/// | 400 | a record is bad, the upload ends early, or its compressed data is damaged |
/// | 403 | a page of another origin sends something without a type, which browsers let it without asking |
/// | 404, 405 | there is no such path; it has other methods |
/// | 406 | the answer cannot be had in any form that is accepted |
/// | 408 | the upload comes too slowly |
/// | 413 | a limit is passed: the message names it |
/// | 415 | the route has no use for the upload's type, or its compression |
/// | 500 | the handler throws any other error, which is logged and not told |
///
/// That takes an answer that has not begun. One that has is broken off instead, so that the client cannot take it for
/// whole: its last chunk is missing.
public struct DocumentRoutes<Context: RequestContext> {
    typealias Responder = @Sendable (Request, Context) async throws -> Response

    /// What the routes count: records, bytes of uploads and answers, errors.
    public let statistics: StreamStatistics
    let table = RouteTable<Context>()

    /// A route that takes an upload, and answers while that goes on, or afterwards.
    ///
    ///     routes.post("/records", framing: .ndjson) { records, reply in
    ///         var count = 0
    ///         for try await record in records { count += 1 }
    ///         try await reply.write(["records": JSON(count)])
    ///     }
    ///
    /// The upload's `Content-Type` says how it is framed: `application/x-ndjson`, `application/json-seq`,
    /// `application/json` and `application/xml`, where the route's own framing has the same content. Without a type, or of
    /// `application/octet-stream`, it is framed as the route says. `Content-Encoding: gzip` is decompressed.
    ///
    /// The answer is in the form that `Accept` likes best, of those like the upload first. A handler that writes nothing
    /// answers with 204, and with the header fields that it has set.
    /// - Parameter path: As Hummingbird has it: `/records/:id`.
    /// - Parameter options: Limits, and whether to go on behind bad records.
    /// - Parameter root: The root of answers in XML.
    public func post(
        _ path: RouterPath, framing: DocumentFraming = .ndjson, options: StreamOptions = StreamOptions(),
        root: StanzaRoot = StanzaRoot(XML.QName("records")),
        use handler: @escaping @Sendable (UploadRecords, ReplyWriter) async throws -> Void
    ) {
        upload(path, .post, framing, options, root, handler)
    }

    /// The same for `PUT`.
    public func put(
        _ path: RouterPath, framing: DocumentFraming = .ndjson, options: StreamOptions = StreamOptions(),
        root: StanzaRoot = StanzaRoot(XML.QName("records")),
        use handler: @escaping @Sendable (UploadRecords, ReplyWriter) async throws -> Void
    ) {
        upload(path, .put, framing, options, root, handler)
    }

    /// A route that sends records: JSON as NDJSON, as RFC 7464 or as an array, XML within a root, as `Accept` asks for.
    ///
    ///     routes.get("/records") { request, writer in
    ///         for id in 0..<1_000_000 { try await writer.write(["id": JSON(id)]) }
    ///     }
    ///
    /// A client that goes away is noticed by the next bytes that are written: then `write` throws. (That it has closed its
    /// side says nothing: it may still read.) `HEAD` is answered without the handler.
    /// - Parameter root: The root of answers in XML.
    public func get(
        _ path: RouterPath, content: DocumentFraming.Content = .json,
        root: StanzaRoot = StanzaRoot(XML.QName("records")),
        use handler: @escaping @Sendable (DocumentRequest, ReplyWriter) async throws -> Void
    ) {
        download(path, content, root, handler)
    }

    /// A route that sends events (server-sent events, `text/event-stream`) for as long as the handler does.
    ///
    ///     routes.events("/events") { request, events in
    ///         for await change in changes(after: request.lastEventID) {
    ///             try await events.send(ServerSentEvent(id: change.id, data: change.json))
    ///         }
    ///     }
    ///
    /// A client that goes away cancels the handler, and so does a graceful shutdown. The connection ends with the answer.
    /// - Parameter heartbeat: How long the connection stays silent before a comment is sent, which keeps it open on its way
    ///   and shows whether it still is.
    public func events(
        _ path: RouterPath, heartbeat: Duration = .seconds(15),
        use handler: @escaping @Sendable (DocumentRequest, EventWriter) async throws -> Void
    ) {
        let statistics = statistics
        table.add(path, .get) { request, context in
            let request = DocumentRequest(request, parameters: context.parameters)
            return EventStream.response(
                to: request, heartbeat: heartbeat, statistics: statistics, logger: context.logger, handler)
        }
        table.addHead(path) { _ in EventStream.head() }
    }
}
#endif
