#if Services
internal import Hummingbird
internal import SluiceStreaming

extension DocumentRoutes {
    /// A page at `path` that shows what passes through, live: throughput, records, connections and errors, as numbers and as
    /// moving charts. It is one file that loads nothing from elsewhere. ``DocumentHTTPServer`` has it at `/` already.
    ///
    /// Its numbers are at `status` below the path, as JSON; as events at `status/events`, twice a second. What it takes
    /// itself is not counted, apart from its connection.
    /// - Parameter path: Ends with `/`.
    public func status(_ path: String = "/") {
        addStatus(path, unlessTaken: false)
    }

    func addStatus(_ path: String, unlessTaken: Bool) {
        let statistics = statistics
        // The browser's address may lack the slash.
        let base = path.hasSuffix("/") ? path : path + "/"
        let uncounted = StreamStatistics()
        if !(unlessTaken && table.has(RouterPath(base))) {
            table.add(RouterPath(base), .get) { _, _ in StatusPage.response(base: base) }
        }
        if !(unlessTaken && table.has(RouterPath(base + "status"))) {
            table.add(RouterPath(base + "status"), .get) { _, _ in
                let body = ByteBuffer(bytes: try statistics.snapshot().json.dumpsBytes() + [UInt8(ascii: "\n")])
                return Response(
                    status: .ok,
                    headers: [
                        .contentType: "application/json", .cacheControl: "no-store",
                        .contentLength: "\(body.readableBytes)",
                    ],
                    body: ResponseBody(byteBuffer: body))
            }
        }
        if !(unlessTaken && table.has(RouterPath(base + "status/events"))) {
            table.add(RouterPath(base + "status/events"), .get) { request, context in
                EventStream.response(
                    to: DocumentRequest(request, parameters: context.parameters), heartbeat: .seconds(15),
                    statistics: uncounted, logger: context.logger
                ) { _, events in
                    while true {
                        try await events.send(ServerSentEvent(data: statistics.snapshot().json))
                        try await Task.sleep(for: .milliseconds(500))
                    }
                }
            }
        }
    }
}

extension StreamStatistics.Snapshot {
    /// The numbers, as `/status` gives them: seconds, records, bytes.
    var json: JSON {
        [
            "uptime": JSON((uptime.seconds * 1000).rounded() / 1000),
            "connections": ["open": JSON(connectionsOpen), "total": JSON(connectionsTotal)],
            "records": ["received": JSON(recordsReceived), "sent": JSON(recordsSent)],
            "bytes": ["received": JSON(bytesReceived), "sent": JSON(bytesSent)],
            "errors": JSON(errors),
        ]
    }
}
#endif
