#if Services
internal import Hummingbird
internal import Logging
internal import ServiceLifecycle
internal import SluiceStreaming

/// The answer that is a stream of events.
enum EventStream {
    static func head() -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/event-stream", .cacheControl: "no-store",
                // Proxies that gather answers are asked not to.
                .accelBuffering: "no", .connection: "close",
            ])
    }

    static func response(
        to request: DocumentRequest, heartbeat: Duration, statistics: StreamStatistics, logger: Logger,
        _ handler: @escaping @Sendable (DocumentRequest, EventWriter) async throws -> Void
    ) -> Response {
        var response = head()
        response.body = ResponseBody { writer in
            let exchange = Exchange(statistics: statistics)
            try await request.http.body.consumeWithInboundCloseHandler { _ in
                try await withGracefulShutdownHandler {
                    exchange.run(
                        {
                            try await beating(exchange, heartbeat) { try await handler(request, EventWriter(exchange)) }
                        },
                        onFailure: { error in
                            if !(error is CancellationError) { exchange.countFailure() }
                            DocumentRoutes<BasicRequestContext>.log(error, request.http, logger)
                        })
                    try await exchange.send(to: &writer, mayBreakOff: true)
                } onGracefulShutdown: {
                    exchange.finish()
                }
            } onInboundClosed: {
                exchange.fail(CancellationError())
            }
        }
        return response
    }

    /// Runs a handler, and comments on the silence.
    private static func beating(
        _ exchange: Exchange, _ heartbeat: Duration, _ handler: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await handler()
                return true
            }
            group.addTask {
                // The first says that the answer has begun.
                exchange.writeIfIdle(Array(":\n\n".utf8))
                while true {
                    try await Task.sleep(for: heartbeat)
                    exchange.writeIfIdle(Array(":\n\n".utf8))
                }
            }
            _ = try await group.next()
            group.cancelAll()
        }
    }
}

extension HTTPFields.Element.Name {
    static var accelBuffering: Self { Self("X-Accel-Buffering") ?? .cacheControl }
    static var lastEventID: Self { Self("Last-Event-ID") ?? .from }
}
#endif
