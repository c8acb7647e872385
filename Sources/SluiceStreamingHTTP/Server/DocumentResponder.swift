#if Services
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import SluiceStreaming

/// Answers the requests of a connection: what a router makes of them, with what HTTP asks of every answer.
struct DocumentResponder<Router: HTTPResponder>: Sendable where Router.Context == BasicRequestContext {
    let router: Router
    let logger: Logger

    func respond(to request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
        // Behind the last answer all is dropped until the client has read that, and closes.
        guard let connection = Connection.current, connection.beginRequest() else { return }
        let hasUpload = request.headers[.contentLength].map { $0 != "0" } ?? (request.headers[.transferEncoding] != nil)
        var response: Response
        let isExpecting = hasUpload && request.headers[.expect]?.lowercased() == "100-continue"
        if isExpecting {
            let demand = connection.demand()
            async let answer = answer(to: request, channel)
            // Sent when the handler asks for the upload: a client that waits for it is spared one that is refused.
            for await _ in demand { try await writer.writeInformationalHead(HTTPResponse(status: .continue)) }
            response = await answer
        } else {
            response = await answer(to: request, channel)
        }
        response.headers[.date] = HTTPDate.now.description
        // Most clients read the answer when the upload is through; one that is refused need not be.
        let isUnread = hasUpload && !connection.isUploadRead
        if isUnread, response.status.code >= 400 { response.headers[.connection] = "close" }
        // Without its end, which would be that of chunks where there are none, no other answer can follow.
        let isCutHead = request.method == .head && response.headers[.contentLength] == nil
        if isCutHead { response.headers[.connection] = "close" }
        let isClosing = response.headers[.connection] == "close"
        if isCutHead {
            _ = try await writer.writeHead(response.head)
        } else if request.method == .head {
            try await writer.writeResponse(response.head)
        } else {
            try await writer.write(response: response.head, body: response.body)
        }
        connection.endRequest(isUploadRead: !hasUpload || connection.isUploadRead, isLast: isClosing)
        // The client reads to the end of what is sent, and is waited for a while: Hummingbird reads the rest of its upload.
        if isClosing { channel.close(mode: .output, promise: nil) }
    }

    private func answer(to request: Request, _ channel: any Channel) async -> Response {
        defer { Connection.current?.settle() }
        let context = BasicRequestContext(source: ApplicationRequestContextSource(channel: channel, logger: logger))
        do {
            let response = try await router.respond(to: request, context: context)
            // A handler's own 404 is what it is; the router's has no path.
            if response.status == .notFound, context.endpointPath?.hasPrefix("/") != true {
                return try Problem(.notFound, "there is nothing here").response
            }
            return response
        } catch {
            return Response(status: .internalServerError)
        }
    }
}
#endif
