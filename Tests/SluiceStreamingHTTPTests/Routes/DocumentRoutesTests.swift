#if Services
import Hummingbird
import SluiceStreamingHTTP
import SluiceTestSupport
import Testing

extension WithPeers {
    @Suite(.enabled(if: Peers.hasCurl, "curl is missing")) struct DocumentRoutesTests {
        /// Routes that say what came in.
        private func routes(_ routes: DocumentRoutes<BasicRequestContext>) {
            routes.post("/count") { records, reply in
                var count = 0
                for try await _ in records { count += 1 }
                try await reply.write(["records": JSON(count)])
            }
            routes.post("/values", framing: .ndjson) { records, reply in
                for try await record in records { try await reply.write(record) }
            }
            routes.post("/elements", framing: .xmlStanzas) { records, reply in
                for try await record in records { try await reply.write(record) }
            }
            routes.put("/things/:id") { records, reply in
                reply.status = .created
                try await reply.write(["id": JSON(records.request.parameters.get("id") ?? "")])
            }
            routes.get("/things/:id") { request, writer in
                let id = request.parameters.get("id") ?? ""
                try await writer.write(["id": JSON(id), "query": JSON(request.query.get("q") ?? "")])
            }
            var small = StreamOptions()
            small.limits.recordBytes = 32
            small.limits.streamBytes = 100
            routes.post("/small", options: small) { records, _ in for try await _ in records {} }
            struct Odd: Error {}
            routes.post("/odd") { _, _ in throw Odd() }
            routes.post("/refused") { _, _ in throw Problem(.conflict, "it is there \u{1}already") }
            routes.post("/teapot") { _, _ in throw HTTPError(.init(code: 418)) }
            routes.post("/nothing") { records, _ in for try await _ in records {} }
            routes.post("/head") { records, reply in
                for try await _ in records {}
                reply.headers[.location] = "/things/1"
            }
            routes.post("/gone") { records, reply in
                for try await _ in records {}
                reply.status = .notFound
                reply.headers[.location] = "/things/2"
            }
        }

        @Test func `A handler that fails is logged on one line, without control characters of its peer`() async throws {
            struct Odd: Error, CustomStringConvertible { let description: String }
            let log = KeptLog()
            try await withServer(logger: log.logger) { routes in
                routes.post("/odd") { records, _ in
                    for try await record in records {
                        guard case .json(let value) = record else { continue }
                        throw Odd(description: "no \(value.string ?? "")")
                    }
                }
            } _: { port in
                let said = try await Peers.curl(
                    #"-H 'Content-Type: application/json' -d '"\u001b[2J\u009b2J\u000a!"' URL/odd"#, port)
                // Why is the server's own business.
                #expect(!said.contains("2J") && said.contains(#""status":500"#), "\(said)")
            }
            #expect(
                log.lines.filter { $0.contains("handler") } == [
                    #"error a handler failed error=no \u{1b}[2J\u{9b}2J\u{a}! path=/odd"#
                ])
        }

        @Test(arguments: [
            // By type, whatever the route's own framing is.
            ("-H 'Content-Type: application/x-ndjson' -d '1\n2\n' URL/values", "1\n2\n"),
            ("-H 'Content-Type: application/jsonl; charset=UTF-8' -d '1\n2' URL/values", "1\n2\n"),
            (
                "-H 'Content-Type: application/json-seq' -H 'Accept: application/x-ndjson' --data-binary '\u{1E}1\n\u{1E}[2]\n' URL/values",
                "1\n[2]\n"
            ),
            ("-H 'Content-Type: application/json' -d '[1,\n2]' URL/values", "[1,2]"),
            ("-H 'Content-Type: application/vnd.x+json' -d '{\"a\":1}' URL/values", "{\"a\":1}"),
            (
                "-H 'Content-Type: application/xml' -d '<r><a/><b>t</b></r>' URL/elements",
                "<records>\n<a/><b>t</b></records>"
            ),
            // Without one, by the route's.
            ("-H 'Content-Type:' -d '1\n2\n' URL/values", "1\n2\n"),
            ("-H 'Content-Type: application/octet-stream' -d '<r><a/></r>' URL/elements", "<records>\n<a/></records>"),
        ])
        func `An upload is framed by its type, or else as the route has it`(arguments: String, answer: String)
            async throws
        {
            try await withServer(routes) { port in
                let said = try await Peers.curl(arguments, port)
                #expect(said == answer)
            }
        }

        @Test(arguments: [
            (
                "--data-binary '{\"a\":1}\n{\"b\": x}\n' URL/count",
                #"400 {"title":"Bad Request","status":400,"detail":"expected a value but found 'x'","code":"syntax","record":1,"#
                    + #""offset":14,"line":2,"column":7,"path":"/b"}"#
            ),
            (
                "--data-binary '[1' URL/count",
                #"400 {"title":"Bad Request","status":400,"detail":"expected ',' or ']' after an element but the text ends","#
                    + #""code":"truncated","record":0,"offset":2,"line":1,"column":3}"#
            ),
            (
                "--data-binary '\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"' URL/small",
                #"413 {"title":"Content Too Large","status":413,"detail":"a record is longer than 32 bytes (the limit "#
                    + #"recordBytes)","code":"limitExceeded","record":0,"offset":0,"line":1,"column":1}"#
            ),
            (
                "-X POST -H 'Content-Length: 101' URL/small",
                #"413 {"title":"Content Too Large","status":413,"detail":"the stream is longer than 100 bytes (the limit "#
                    + #"streamBytes)"}"#
            ),
            (
                "-H 'Content-Type: text/plain' -d 1 URL/count",
                #"415 {"title":"Unsupported Media Type","status":415,"detail":"the route takes application/x-ndjson, "#
                    + #"application/json-seq, application/json"}"#
            ),
            (
                "-H 'Content-Type: application/json; charset=latin1' -d 1 URL/count",
                #"415 {"title":"Unsupported Media Type","status":415,"detail":"the route takes application/x-ndjson, "#
                    + #"application/json-seq, application/json"}"#
            ),
            (
                "-H 'Content-Type: application/json' -d 1 URL/elements",
                #"415 {"title":"Unsupported Media Type","status":415,"detail":"the route takes application/xml"}"#
            ),
            (
                "-H 'Content-Encoding: br' -d 1 URL/count",
                #"415 {"title":"Unsupported Media Type","status":415,"detail":"the route takes no compression but gzip"}"#
            ),
            (
                "-H 'Accept: text/html, application/xml;q=0.9' -d 1 URL/count",
                #"406 {"title":"Not Acceptable","status":406,"detail":"the answer can be had as application/x-ndjson, "#
                    + #"application/json-seq, application/json"}"#
            ),
            (
                "-X DELETE URL/count",
                #"405 {"title":"Method Not Allowed","status":405,"detail":"the path takes OPTIONS, POST"}"#
            ),
            ("URL/nowhere", #"404 {"title":"Not Found","status":404,"detail":"there is nothing here"}"#),
            (
                "-d 1 URL/odd",
                #"500 {"title":"Internal Server Error","status":500,"detail":"the request could not be handled"}"#
            ),
            ("-d 1 URL/refused", #"409 {"title":"Conflict","status":409,"detail":"it is there \u0001already"}"#),
            ("-d 1 URL/teapot", "418"),
        ])
        func `What is wrong with a request is its answer`(arguments: String, answer: String) async throws {
            try await withServer(routes) { port in
                let type = arguments.contains("Content-Type") ? "" : "-H 'Content-Type: application/x-ndjson' "
                let line = type + "-o - -w '\n%{http_code}' " + arguments
                let parts = try await Peers.curl(line, port).split(separator: "\n")
                #expect(([parts.last ?? ""] + parts.dropLast()).joined(separator: " ") == answer)
            }
        }

        @Test func `Other methods: what a path takes, and what is there`() async throws {
            try await withServer(routes) { port in
                #expect(try await Peers.curl("-i -X DELETE URL/count", port).contains("\r\nAllow: OPTIONS, POST\r\n"))
                let options = try await Peers.curl("-i -X OPTIONS URL/things/1", port)
                #expect(options.hasPrefix("HTTP/1.1 204") && options.contains("\r\nAllow: GET, HEAD, OPTIONS, PUT\r\n"))
                let head = try await Peers.curl("-I -H 'Accept: application/json' URL/things/1", port)
                #expect(head.hasPrefix("HTTP/1.1 200") && head.contains("\r\nContent-Type: application/json\r\n"))
                #expect(try await Peers.curl("-i -d '' -H Content-Type: URL/nothing", port).hasPrefix("HTTP/1.1 204"))
            }
        }

        @Test func `Heads come without bodies: the next answer is found behind them`() async throws {
            try await withServer(routes) { port in
                let said = try await Peers.python(
                    port,
                    #"""
                    for path, status, fixed in [("/nowhere", 404, True), ("/count", 405, True), ("/status", 200, True),
                            ("/", 200, True), ("/things/1", 200, False), ("/status/events", 200, False)]:
                        s = connect()
                        s.sendall(head(path, method="HEAD"))
                        answer = until(s, b"\r\n\r\n")
                        assert answer.startswith(b"HTTP/1.1 %d " % status), answer
                        # As `GET` has it: a stream is in chunks, and nothing follows its head but the end.
                        assert (b"\r\nContent-Length: " in answer) == fixed, answer
                        assert (b"\r\nConnection: close\r\n" in answer) != fixed, answer
                        assert b"\r\nContent-Length: 0\r\n" not in answer, answer
                        s.sendall(head("/nowhere", "Connection: close", method="GET"))
                        s.shutdown(socket.SHUT_WR)
                        answer = rest(s)
                        assert answer.startswith(b"HTTP/1.1 404 ") if fixed else answer == b"", (path, answer)
                    """#)
                #expect(said == "")
            }
        }

        @Test func `Header fields of an answer without records are sent`() async throws {
            try await withServer(routes) { port in
                let head = try await Peers.curl("-i -H Content-Type: -d 1 URL/head", port)
                #expect(head.hasPrefix("HTTP/1.1 204 No Content\r\n") && head.contains("\r\nLocation: /things/1\r\n"))
                #expect(head.hasSuffix("\r\n\r\n") && !head.contains("Content-Length"))
                let gone = try await Peers.curl("-i -H Content-Type: -d 1 URL/gone", port)
                #expect(gone.hasPrefix("HTTP/1.1 404 Not Found\r\n") && gone.contains("\r\nLocation: /things/2\r\n"))
                #expect(gone.hasSuffix("\r\n\r\n"))
            }
        }

        @Test func `Paths have names, and requests queries`() async throws {
            try await withServer(routes) { port in
                #expect(try await Peers.curl("'URL/things/7?q=a%20b'", port) == "{\"id\":\"7\",\"query\":\"a b\"}\n")
                let put = try await Peers.curl("-i -X PUT -H Content-Type: -d 1 URL/things/8", port)
                #expect(put.hasPrefix("HTTP/1.1 201 Created\r\n") && put.hasSuffix("{\"id\":\"8\"}\n"))
            }
        }

        @Test func `A compressed upload is read as it arrives`() async throws {
            try await withServer(routes) { port in
                let post = "curl -sS --max-time 60 -H Content-Type: -H 'Content-Encoding: gzip' --data-binary @-"
                let url = "http://127.0.0.1:\(port)"
                let two = "{ seq 20000 | gzip; seq 20000 | gzip; }"
                #expect(try await Peers.shell("\(two) | \(post) \(url)/count").output == "{\"records\":40000}\n")
                let cut = try await Peers.shell("seq 20000 | gzip 2>/dev/null | head -c 1000 | \(post) \(url)/count")
                    .output
                #expect(
                    cut == #"{"title":"Bad Request","status":400,"detail":"the request's body cannot be decompressed: "#
                        + "the compressed data is cut short\"}\n")
                let plain = try await Peers.shell("seq 10 | \(post) \(url)/count").output
                #expect(
                    plain
                        == #"{"title":"Bad Request","status":400,"detail":"the request's body cannot be decompressed: "#
                        + "it is not gzip\"}\n")
                let bomb = try await Peers.shell(
                    "head -c 12000000 /dev/zero | tr '\\0' '\\n' | gzip | \(post) \(url)/count"
                ).output
                #expect(
                    bomb
                        == #"{"title":"Content Too Large","status":413,"detail":"the request's body is compressed to less than "#
                        + "1/250 of its length\"}\n")
            }
        }

        @Test func `What passed through is counted`() async throws {
            let statistics = StreamStatistics()
            try await withServer(statistics: statistics, routes) { port in
                _ = try await Peers.curl("-H Content-Type: --data-binary '1\n2\n3\n' URL/values", port)
                _ = try await Peers.curl("-H Content-Type: --data-binary '1\nx\n' URL/count", port)
                // Each request that failed counts once, wherever it was noticed.
                _ = try await Peers.curl("-H Content-Type: -H 'Content-Encoding: gzip' -d 'x' URL/count", port)
                _ = try await Peers.curl("-H Content-Type: -d 1 URL/teapot", port)
                let snapshot = statistics.snapshot()
                #expect(snapshot.connectionsTotal == 4)
                #expect(snapshot.recordsReceived == 4)
                #expect(snapshot.recordsSent == 3)
                #expect(snapshot.bytesReceived == 11)
                #expect(snapshot.bytesSent == 6)
                #expect(snapshot.errors == 3)
            }
        }
    }
}
#endif
