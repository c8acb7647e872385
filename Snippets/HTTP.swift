// Documents over HTTP: uploads that are read while they arrive, answers that are sent as they are written, events, and at
// `/` a page that shows all of it live.
#if Services
import Hummingbird
import Logging
import ServiceLifecycle
import SluiceStreamingHTTP

// snippet.show
let server = DocumentHTTPServer(.tcp(host: "127.0.0.1", port: 0)) { routes in
    // curl -T orders.ndjson -X POST -H 'Content-Type: application/x-ndjson' localhost:8080/orders
    routes.post("/orders", framing: .ndjson) { records, reply in
        var total = 0.0
        for try await record in records {
            total += record.json?["price"]?.double ?? 0
            try await reply.write(["id": record.json?["id"] ?? nil, "total": JSON(total)])
        }
    }
    // As NDJSON, as JSON text sequences or as one array: as Accept asks for. A slow client holds the loop back.
    routes.get("/numbers/:count") { request, writer in
        let count = request.parameters.get("count", as: Int.self) ?? 0
        for number in 0..<count { try await writer.write(["number": JSON(number)]) }
    }
    // new EventSource("/ticks")
    routes.events("/ticks") { request, events in
        let seen = request.lastEventID.flatMap { Int($0) } ?? 0
        for tick in seen + 1...seen + 10 {
            try await events.send(ServerSentEvent(id: "\(tick)", data: ["tick": JSON(tick)]))
            try await Task.sleep(for: .seconds(1))
        }
    }
}
// A service among others: it ends by signals, and lets requests end before.
let group = ServiceGroup(
    services: [server], gracefulShutdownSignals: [.sigterm, .sigint], logger: Logger(label: "example"))
// snippet.hide

async let running: Void = group.run()
print("listening at", try await server.address())
await group.triggerGracefulShutdown()
try await running
#endif
