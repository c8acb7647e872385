#if Services
import Hummingbird
import SluiceStreamingHTTP
import SluiceTestSupport
import Synchronization
import Testing

extension WithPeers {
    @Suite(.enabled(if: Peers.hasCurl && Peers.hasPython, "curl or python3 is missing")) struct ReplyWriterTests {
        private func routes(_ routes: DocumentRoutes<BasicRequestContext>) {
            routes.get("/records/:count") { request, writer in
                for i in 0..<(request.parameters.get("count", as: Int.self) ?? 0) {
                    try await writer.write(["id": JSON(i)])
                }
            }
            routes.get(
                "/books", content: .xml, root: StanzaRoot(XML.QName("books", uri: "urn:b"), namespaces: ["": "urn:b"])
            ) {
                _, writer in
                try await writer.write(XML.Element(XML.QName("book", uri: "urn:b")))
                try await writer.write(text: "<book>2</book>")
            }
            routes.get("/misuse") { _, writer in
                do { try await writer.write(XML.Element("a")) } catch {
                    try await writer.write(["error": JSON("\(error)")])
                }
            }
            routes.post("/two") { records, reply in
                for try await _ in records {}
                try await reply.write(1)
                try await reply.write(2)
            }
            routes.get("/broken") { _, writer in
                try await writer.write(["id": 1])
                throw Problem(.conflict, "too late to say")
            }
        }

        @Test(arguments: [
            ("*/*", "2", "application/x-ndjson|{\"id\":0}\n{\"id\":1}\n"),
            ("application/json-seq", "2", "application/json-seq|\u{1E}{\"id\":0}\n\u{1E}{\"id\":1}\n"),
            ("application/json", "2", "application/json|[\n{\"id\":0},\n{\"id\":1}\n]\n"),
            ("application/json, application/x-ndjson;q=0.5", "1", "application/json|[\n{\"id\":0}\n]\n"),
            ("application/*;q=0.4, application/x-ndjson;q=0", "1", "application/json-seq|\u{1E}{\"id\":0}\n"),
            ("application/json", "0", "application/json|[]\n"),
            ("application/x-ndjson", "0", "application/x-ndjson|"),
        ])
        func `The answer is in the form that is accepted`(accept: String, count: String, answer: String) async throws {
            try await withServer(routes) { port in
                let said = try await Peers.curl(
                    "-H 'Accept: \(accept)' -w '|%{content_type}' URL/records/\(count)", port)
                let parts = said.split(separator: "|", omittingEmptySubsequences: false)
                #expect("\(parts.last ?? "")|\(parts.first ?? "")" == answer)
            }
        }

        @Test func `Elements stand in a root, by its namespaces`() async throws {
            try await withServer(routes) { port in
                let said = try await Peers.curl("URL/books", port)
                #expect(said == "<books xmlns=\"urn:b\">\n<book/><book>2</book></books>")
            }
        }

        @Test func `What the form has no place for is an error, and nothing of it is written`() async throws {
            try await withServer(routes) { port in
                #expect(try await Peers.curl("URL/misuse", port) == "{\"error\":\"an element in a stream of JSON\"}\n")
                let two = try await Peers.curl("-H 'Content-Type: application/json' -d 1 URL/two", port)
                #expect(two.hasPrefix(#"{"title":"Internal Server Error","status":500"#))
                #expect(try await Peers.curl("-H Content-Type: -d 1 URL/two", port) == "1\n2\n")
            }
        }

        @Test func `An answer that breaks off cannot be taken for whole`() async throws {
            try await withServer(routes) { port in
                let said = try await Peers.curl("URL/broken", port)
                #expect(said.contains("{\"id\":1}\n"))
                #expect(said.contains("curl: (18)") || said.contains("curl: (56)"), "\(said)")
            }
        }

        @Test func `A client that reads slowly holds the handler back`() async throws {
            let written = Atomic(0)
            try await withServer { routes in
                routes.get("/much") { _, writer in
                    let text = "\"" + String(repeating: "x", count: 9997) + "\""
                    for _ in 0..<3200 {
                        try await writer.write(text: text)
                        written.wrappingAdd(1, ordering: .relaxed)
                    }
                }
                routes.get("/written") { _, writer in try await writer.write(JSON(written.load(ordering: .relaxed))) }
            } _: { port in
                let said = try await Peers.python(
                    port,
                    #"""
                    s = connect(SO_RCVBUF=65536)
                    s.sendall(head("/much", "Connection: close", method="GET"))
                    assert until(s, b"\r\n\r\n").startswith(b"HTTP/1.1 200")
                    last, still = -1, 0
                    # Nothing is read, so it comes to a stop: what is on the way is all that was written.
                    while still < 20:
                        now = int(ask("/written")[1])
                        still = still + 1 if now == last else 0
                        last = now
                        select.select([], [], [], 0.02)
                    assert last < 1600, last
                    assert len(rest(s)) > 32_000_000
                    assert int(ask("/written")[1]) == 3200
                    """#)
                #expect(said == "")
            }
        }

        @Test func `A client that goes away ends the handler`() async throws {
            let ended = Signal()
            try await withServer { routes in
                routes.get("/endless") { _, writer in
                    defer { ended.send() }
                    while true { try await writer.write(["again": true]) }
                }
            } _: { port in
                let said = try await Peers.python(
                    port,
                    #"""
                    s = connect()
                    s.sendall(head("/endless", method="GET"))
                    s.recv(1000)
                    s.close()
                    """#)
                #expect(said == "")
                await ended.wait()
            }
        }
    }
}
#endif
