#if Services
import Hummingbird
import SluiceStreamingHTTP
import SluiceTestSupport
import Testing

extension WithPeers {
    @Suite(.enabled(if: Peers.hasCurl && Peers.hasPython, "curl or python3 is missing")) struct EventWriterTests {
        @Test func `Events go out as they are sent, and a client that comes back goes on`() async throws {
            try await withServer { routes in
                routes.events("/events") { request, events in
                    try await events.comment("hello")
                    let first = request.lastEventID.flatMap { Int($0) } ?? 0
                    for id in first + 1...first + 2 {
                        try await events.send(ServerSentEvent(id: "\(id)", event: "tick", data: ["n": JSON(id)]))
                    }
                }
            } _: { port in
                // The first heartbeat comes before or behind them.
                let said = try await Peers.curl("-N -H 'Last-Event-ID: 41' URL/events", port).replacing(
                    ":\n\n", with: "")
                #expect(
                    said
                        == ": hello\n\nid: 42\nevent: tick\ndata: {\"n\":42}\n\nid: 43\nevent: tick\ndata: {\"n\":43}\n\n"
                )
                let head = try await Peers.curl("-I URL/events", port)
                #expect(head.contains("\r\nContent-Type: text/event-stream\r\n"))
                #expect(head.contains("\r\nCache-Control: no-store\r\n"))
            }
        }

        @Test func `Silence is commented on, and a client that goes away cancels the handler`() async throws {
            let cancelled = Signal()
            try await withServer { routes in
                routes.events("/silent", heartbeat: .milliseconds(20)) { _, _ in
                    defer { cancelled.send() }
                    try await Task.sleep(for: .seconds(3600))
                }
            } _: { port in
                let said = try await Peers.python(
                    port,
                    #"""
                    s = connect()
                    s.sendall(head("/silent", method="GET"))
                    until(s, b"\r\n\r\n")
                    for _ in range(5): until(s, chunk(b":\n\n"))
                    s.close()
                    """#)
                #expect(said == "")
                await cancelled.wait()
            }
        }

        @Test func `A client that stops reading suspends the handler, and the limit of time ends it`() async throws {
            let cancelled = Signal()
            var limits = DocumentHTTPLimits()
            limits.sendTimeout = .milliseconds(300)
            try await withServer(limits: limits) { routes in
                routes.events("/endless") { _, events in
                    defer { cancelled.send() }
                    while true { try await events.send(ServerSentEvent(data: String(repeating: "x", count: 1000))) }
                }
            } _: { port in
                let said = try await Peers.python(
                    port,
                    #"""
                    s = connect()
                    s.sendall(head("/endless", method="GET"))
                    until(s, b"\r\n\r\n")
                    while json.loads(ask("/status")[1])["connections"]["open"] > 1: select.select([], [], [], 0.02)
                    # What was on the way is still there; the end of the answer is not.
                    try: assert not rest(s).endswith(b"0\r\n\r\n")
                    except ConnectionResetError: pass
                    """#)
                #expect(said == "")
                await cancelled.wait()
            }
        }
    }
}
#endif
