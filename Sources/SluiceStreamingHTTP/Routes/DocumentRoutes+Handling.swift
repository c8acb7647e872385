#if Services
internal import SluiceCore
internal import Hummingbird
internal import Logging
internal import SluiceStreaming

extension DocumentRoutes {
    func upload(
        _ path: RouterPath, _ method: HTTPRequest.Method, _ framing: DocumentFraming, _ options: StreamOptions,
        _ root: StanzaRoot, _ handler: @escaping @Sendable (UploadRecords, ReplyWriter) async throws -> Void
    ) {
        let statistics = statistics
        table.add(path, method) { request, context in
            let parameters = context.parameters
            return try await Self.answer(request, context.logger, statistics) { exchange in
                let (framing, isCompressed) = try Self.accepted(request, by: framing, options)
                let content = framing.content ?? .json
                let form = try Self.form(of: ReplyForm.forms(answering: framing, content: content), for: request)
                return {
                    let upload = Upload(
                        request, framing: framing, options: options, isCompressed: isCompressed, exchange: exchange,
                        statistics: statistics)
                    let records = UploadRecords(
                        request: DocumentRequest(request, parameters: parameters), framing: framing, upload: upload)
                    let writer = ReplyWriter(
                        exchange, encoder: try ReplyEncoder(form, root: root), isAlwaysSent: false)
                    try await handler(records, writer)
                    try await writer.finish()
                }
            }
        }
    }

    func download(
        _ path: RouterPath, _ content: DocumentFraming.Content, _ root: StanzaRoot,
        _ handler: @escaping @Sendable (DocumentRequest, ReplyWriter) async throws -> Void
    ) {
        let statistics = statistics
        table.add(path, .get) { request, context in
            let parameters = context.parameters
            return try await Self.answer(request, context.logger, statistics) { exchange in
                let form = try Self.form(of: ReplyForm.forms(of: content), for: request)
                return {
                    let writer = ReplyWriter(
                        exchange, encoder: try ReplyEncoder(form, root: root), isAlwaysSent: true)
                    try await handler(DocumentRequest(request, parameters: parameters), writer)
                    try await writer.finish()
                }
            }
        }
        table.addHead(path) { request in
            let form = try Self.form(of: ReplyForm.forms(of: content), for: request)
            return Response(status: .ok, headers: [.contentType: form.contentType])
        }
    }

    /// What a handler answers, or what is wrong with the request.
    private static func answer(
        _ request: Request, _ logger: Logger, _ statistics: StreamStatistics,
        _ prepare: (Exchange) throws -> (@Sendable () async throws -> Void)
    ) async throws -> Response {
        let exchange = Exchange(statistics: statistics)
        do {
            let handler = try prepare(exchange)
            Connection.current?.onInterrupt { exchange.fail($0) }
            exchange.run(handler, onFailure: { log($0, request, logger) })
            return try await exchange.response()
        } catch {
            exchange.countFailure()
            guard let problem = Problem.of(error) else { throw error }
            return try problem.response
        }
    }

    /// How an upload is framed, and whether it is compressed.
    private static func accepted(
        _ request: Request, by framing: DocumentFraming, _ options: StreamOptions
    ) throws(Problem) -> (DocumentFraming, isCompressed: Bool) {
        let type = request.headers[.contentType]
        if type == nil, request.isFromElsewhere {
            throw Problem(.forbidden, "pages of other origins have to say the type of what they send")
        }
        guard let found = framing.framing(ofType: type) else {
            var problem = Problem(.unsupportedMediaType, "the route takes \(framing.acceptedTypes)")
            problem.headers[.acceptPost] = framing.acceptedTypes
            throw problem
        }
        let coding = (request.headers[.contentEncoding] ?? "identity").lowercased()
        guard ["identity", "gzip", "x-gzip"].contains(coding) else {
            var problem = Problem(.unsupportedMediaType, "the route takes no compression but gzip")
            problem.headers[.acceptEncoding] = "gzip"
            throw problem
        }
        let isCompressed = coding != "identity"
        if !isCompressed, let text = request.headers[.contentLength], let length = Int(text),
            length > options.limits.streamBytes
        {
            throw Problem(
                .contentTooLarge,
                "the stream is longer than \(options.limits.streamBytes) bytes (the limit streamBytes)")
        }
        return (found, isCompressed)
    }

    private static func form(of offered: [ReplyForm], for request: Request) throws(Problem) -> ReplyForm {
        if let form = ReplyForm.best(of: offered, accept: request.headers[.accept]) { return form }
        throw Problem(.notAcceptable, "the answer can be had as " + offered.map(\.contentType).joined(separator: ", "))
    }

    /// What the client is not told, or no more than that the connection ends.
    static func log(_ error: any Error, _ request: Request, _ logger: Logger) {
        guard !(error is CancellationError), Problem.of(error)?.status == .internalServerError else { return }
        logger.error(
            "a handler failed",
            metadata: [
                "path": "\(request.uri.path.visible)", "error": "\(String(describing: error).visible)",
            ])
    }
}

extension HTTPFields.Element.Name {
    static var acceptPost: Self { Self("Accept-Post") ?? .accept }
}
#endif
