#if Services
import Hummingbird
import SluiceStreamingHTTP
import SluiceTestSupport
import Testing

extension WithPeers {
    @Suite(.enabled(if: Peers.hasCurl, "curl is missing")) struct DocumentRoutesStatusTests {
        private func routes(_ routes: DocumentRoutes<BasicRequestContext>) {
            routes.post("/count") { records, _ in for try await _ in records {} }
        }

        @Test func `The numbers are there as JSON, and as events`() async throws {
            try await withServer(routes) { port in
                _ = try await Peers.curl("-H Content-Type: --data-binary '1\n2\n' URL/count", port)
                let status = try JSON.loads(try await Peers.curl("URL/status", port))
                #expect(status["records"] == ["received": 2, "sent": 0])
                #expect(status["bytes"] == ["received": 4, "sent": 0])
                #expect(status["connections"]?["total"] == 2 && status["errors"] == 0)
                #expect(status["uptime"]?.double ?? 0 > 0)
                let events = try await Peers.shell(
                    "curl -sS -N --max-time 60 http://127.0.0.1:\(port)/status/events 2>/dev/null | grep -m 2 data:"
                ).output
                let seen = try events.split(separator: "\n").map { try JSON.loads(String($0.dropFirst(6))) }
                #expect(seen.count == 2)
                #expect(seen.allSatisfy { $0["records"] == ["received": 2, "sent": 0] })
                #expect(seen.first?["uptime"]?.double ?? 0 < seen.last?["uptime"]?.double ?? 0)
            }
        }

        @Test func `The page loads nothing from elsewhere`() async throws {
            try await withServer(routes) { port in
                let page = try await Peers.curl("-i URL/", port)
                #expect(page.contains("\r\nContent-Type: text/html; charset=utf-8\r\n"))
                #expect(page.contains("Content-Security-Policy: default-src 'none'"))
                let addresses = page.split(separator: "http").dropFirst().filter {
                    !$0.hasPrefix("://www.w3.org/2000/svg")
                }
                #expect(addresses.allSatisfy { $0.first == "/" || $0.first == "E" || $0.first == "-" }, "\(addresses)")
            }
        }

        @Test func `A path that a route has is left to it`() async throws {
            try await withServer { routes in
                routes.get("/") { _, writer in try await writer.write("mine") }
            } _: { port in
                let said = try await Peers.curl("URL/", port)
                #expect(said == "\"mine\"\n")
                #expect(try await Peers.curl("URL/status", port).hasPrefix("{\"uptime\":"))
            }
        }

    }
}
#endif
