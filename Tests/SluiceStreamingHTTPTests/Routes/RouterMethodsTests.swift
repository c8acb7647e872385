#if Services
import Hummingbird
import SluiceStreamingHTTP
import SluiceTestSupport
import Testing

extension WithPeers {
    @Suite(.enabled(if: Peers.hasCurl, "curl is missing")) struct RouterMethodsTests {
        @Test func `An application of one's own has routes of documents beside its others`() async throws {
            let router = Router()
            router.get("/plain") { _, _ in "plain" }
            let statistics = StreamStatistics()
            router.documents(statistics: statistics) { routes in
                routes.post("/plain", framing: .ndjson) { records, reply in
                    for try await record in records { try await reply.write(record) }
                }
                routes.events("/events") { _, events in try await events.send(ServerSentEvent(data: "x")) }
                routes.status("/live")
            }
            let (ports, port) = AsyncStream.makeStream(of: Int.self)
            let application = Application(
                router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
                onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: .silent)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await application.run() }
                var iterator = ports.makeAsyncIterator()
                let port = try #require(await iterator.next())
                #expect(try await Peers.curl("URL/plain", port) == "plain")
                #expect(try await Peers.curl("-H Content-Type: --data-binary '1\n2\n' URL/plain", port) == "1\n2\n")
                let bad = try await Peers.curl("-H Content-Type: --data-binary '1 2\n' URL/plain", port)
                #expect(bad.hasPrefix(#"{"title":"Bad Request","status":400"#))
                #expect(try await Peers.curl("-N URL/events", port).contains("data: x\n\n"))
                #expect(
                    try await Peers.curl("URL/live/status", port).contains("\"records\":{\"received\":2,\"sent\":3}"))
                #expect(try await Peers.curl("URL/live/", port).hasPrefix("<!doctype html>"))
                group.cancelAll()
            }
            #expect(statistics.snapshot().errors == 1)
        }
    }
}
#endif
