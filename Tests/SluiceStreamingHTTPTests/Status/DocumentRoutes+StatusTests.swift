#if Services
import Hummingbird
import SluiceStreamingHTTP
import SluiceTestSupport
import Testing

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
                "curl -sS -N --max-time 60 http://127.0.0.1:\(port)/status/events 2>/dev/null | grep --line-buffered data: | head -n 2"
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
            let addresses = page.split(separator: "http").dropFirst().filter { !$0.hasPrefix("://www.w3.org/2000/svg") }
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

    @Test(.enabled(if: Peers.browser != nil, "there is no Chromium"))
    func `In a browser the numbers move while an upload runs`() async throws {
        let seen = Signal()
        try await withServer { routes in
            routes.post("/count") { records, _ in for try await _ in records {} }
            routes.post("/seen") { _, _ in seen.send() }
        } _: { port in
            let profile = try TemporaryDirectory()
            // Goes on until the page was looked at.
            async let upload = Peers.shell(
                "{ while [ ! -e '\(profile.path)/done' ]; do seq 10000; sleep 0.02; done; } "
                    + "| curl -sS -T - -X POST -H Content-Type: http://127.0.0.1:\(port)/count")
            let page = try await Peers.shell(
                "'\(Peers.browser ?? "")' --headless --no-sandbox --disable-gpu --user-data-dir='\(profile.path)/profile' "
                    + "--timeout=4000 --virtual-time-budget=4000 --dump-dom http://127.0.0.1:\(port)/ 2>/dev/null; "
                    + "touch '\(profile.path)/done'"
            ).output
            _ = try await upload
            #expect(page.contains("<span id=\"state-text\">Live</span>"))
            #expect(!page.contains("<b id=\"rate-in\">–</b>") && !page.contains("<b id=\"rate-in\">0.00</b>"), "\(page)")
            #expect(!page.contains("<b id=\"records-rate\">–</b>") && !page.contains("<b id=\"records-rate\">0</b>"))
        }
    }
}
#endif
