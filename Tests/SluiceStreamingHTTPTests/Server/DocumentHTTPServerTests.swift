#if Services
import Hummingbird
import ServiceLifecycle
import SluiceStreamingHTTP
import SluiceTestSupport
import Testing

extension WithPeers {
    @Suite(.enabled(if: Peers.hasPython, "python3 is missing")) struct DocumentHTTPServerTests {
        private func routes(_ routes: DocumentRoutes<BasicRequestContext>) {
            routes.post("/count") { records, reply in
                var count = 0
                for try await _ in records { count += 1 }
                try await reply.write(["records": JSON(count)])
            }
            routes.post("/first") { records, reply in
                var iterator = records.makeAsyncIterator()
                if let record = try await iterator.next() { try await reply.write(record) }
            }
        }

        private func check(
            limits: DocumentHTTPLimits = .default, _ script: String, location: SourceLocation = #_sourceLocation
        ) async throws {
            try await withServer(limits: limits, routes) { port in
                let said = try await Peers.python(port, script)
                #expect(said == "", sourceLocation: location)
            }
        }

        // MARK: Heads

        @Test func `An upload that is expected is asked for when the handler wants it`() async throws {
            try await check(
                #"""
                s = connect()
                s.sendall(head("/count", "Expect: 100-continue", "Content-Length: 4", "Content-Type: application/x-ndjson"))
                assert until(s, b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
                s.sendall(b"1\n2\n")
                assert until(s, b'{"records":2}\n').startswith(b"HTTP/1.1 200 OK\r\n")
                # One that is refused is never asked for, and the connection ends.
                s.sendall(head("/count", "Expect: 100-continue", "Content-Length: 4", "Content-Type: text/plain"))
                answer = rest(s)
                assert b"HTTP/1.1 415 " in answer and b"100 Continue" not in answer, answer
                assert b"\r\nConnection: close\r\n" in answer, answer
                """#)
        }

        @Test func `Requests that come together are answered one after the other`() async throws {
            try await check(
                #"""
                s = connect()
                one = head("/count", "Content-Length: 4", "Content-Type: application/x-ndjson") + b"1\n2\n"
                other = head("/nowhere", method="GET")
                s.sendall((one + other) * 20)
                s.shutdown(socket.SHUT_WR)
                answers = rest(s)
                assert answers.count(b"HTTP/1.1 200 OK") == answers.count(b'{"records":2}\n') == 20, answers
                assert answers.count(b"HTTP/1.1 404 Not Found") == 20
                """#)
        }

        @Test func `Heads without end are refused`() async throws {
            try await check(
                #"""
                def flood(line, count):
                    s = connect()
                    try:
                        s.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
                        for i in range(count): s.sendall(line % i)
                        s.sendall(b"\r\n")
                        return rest(s)
                    except (BrokenPipeError, ConnectionResetError): return b""
                for answer in flood(b"X-%d: y\r\n", 1000), flood(b"X-%d: " + b"y" * 9000 + b"\r\n", 50):
                    assert answer == b"" or answer.startswith(b"HTTP/1.1 4"), answer
                # Others are served.
                assert ask("/count", "POST", "1", Content_Type="application/x-ndjson") == (200, '{"records":1}\n')
                """#)
        }

        @Test func `Every answer says when it was given`() async throws {
            try await check(
                #"""
                import email.utils, time
                c = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
                c.request("GET", "/nowhere")
                date = email.utils.parsedate_to_datetime(c.getresponse().headers["Date"])
                assert abs(date.timestamp() - time.time()) < 3600, date
                """#)
        }

        // MARK: Uploads that end badly

        @Test func `An upload that ends early is answered, and harms no other`() async throws {
            try await check(
                #"""
                ends = b'"detail":"the request\'s body ends early, or is not framed as HTTP wants it"'
                for field, body in [("Content-Length: 1000", b"1\n2\n"), ("Transfer-Encoding: chunked", chunk(b"1\n2\n")),
                        ("Transfer-Encoding: chunked", b"5\r\n1\n"), ("Transfer-Encoding: chunked", b"zz\r\n1\n")]:
                    s = connect()
                    s.sendall(head("/count", field, "Content-Type: application/x-ndjson") + body)
                    s.shutdown(socket.SHUT_WR)
                    answer = rest(s)
                    assert answer.startswith(b"HTTP/1.1 400 ") and ends in answer, (field, body, answer)
                # Without a word, and by force.
                for i in range(20):
                    s = connect()
                    s.sendall(head("/count", "Content-Length: 1000", "Content-Type: application/x-ndjson") + b"1\n")
                    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    s.close()
                assert ask("/count", "POST", "1", Content_Type="application/x-ndjson") == (200, '{"records":1}\n')
                """#)
        }

        @Test func `A client may read its answer before its upload is through`() async throws {
            try await check(
                #"""
                # Refused at its second record, of many megabytes: the answer arrives all the same.
                for path, body, status in ("/count", b"1\nx\n", b"400"), ("/first", b"7\n", b"200"):
                    s = connect()
                    total = 20_000_000
                    s.sendall(head(path, f"Content-Length: {total}", "Content-Type: application/x-ndjson") + body)
                    answer = until(s, b"\r\n\r\n")
                    assert answer.startswith(b"HTTP/1.1 " + status), answer
                    try:
                        for i in range(100): s.sendall(b"1\n" * 100_000)
                    except (BrokenPipeError, ConnectionResetError): pass
                assert ask("/count", "POST", "1", Content_Type="application/x-ndjson") == (200, '{"records":1}\n')
                """#)
        }

        // MARK: Clients that are slow

        @Test func `An upload that stops coming is given up`() async throws {
            var limits = DocumentHTTPLimits()
            limits.bodyTimeout = .milliseconds(200)
            try await check(
                limits: limits,
                #"""
                s = connect()
                s.sendall(head("/count", "Content-Length: 1000", "Content-Type: application/x-ndjson") + b"1\n")
                answer = rest(s)
                assert answer.startswith(b"HTTP/1.1 408 "), answer
                assert b'"detail":"the request\'s body stopped coming"' in answer
                """#)
        }

        @Test func `An upload of a byte now and then is given up`() async throws {
            var limits = DocumentHTTPLimits()
            limits.bodyTimeout = .milliseconds(500)
            limits.minimumRate = 1_000_000
            try await check(
                limits: limits,
                #"""
                s = connect()
                s.sendall(head("/count", "Content-Length: 1000000", "Content-Type: application/x-ndjson"))
                s.setblocking(False)
                answer = b""
                while b"too slowly" not in answer and b"stopped coming" not in answer:
                    if select.select([s], [], [], 0.05)[0]:
                        part = s.recv(65536)
                        assert part, answer
                        answer += part
                    elif not answer: s.send(b"1\n")
                assert answer.startswith(b"HTTP/1.1 408 "), answer
                """#)
        }

        @Test func `A head that does not come is not waited for`() async throws {
            var limits = DocumentHTTPLimits()
            limits.headTimeout = .milliseconds(200)
            try await check(
                limits: limits,
                #"""
                s = connect()
                s.sendall(b"GET / HTTP/1.1\r\nHos")
                try: assert rest(s) == b""
                except ConnectionResetError: pass
                # Nor is a second one.
                s = connect()
                s.sendall(head("/nowhere", method="GET"))
                assert rest(s).startswith(b"HTTP/1.1 404 ")
                # Nor is one of which a byte comes now and then.
                s = connect()
                for byte in b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 2000:
                    if select.select([s], [], [], 0.02)[0]: break
                    try: s.send(bytes([byte]))
                    except OSError: break
                else: raise AssertionError("it may drip for ever")
                """#)
        }

        @Test func `Connections beyond the limit wait for their turn`() async throws {
            var limits = DocumentHTTPLimits()
            limits.connections = 2
            try await check(
                limits: limits,
                #"""
                held = [connect() for _ in range(2)]
                for s in held: s.sendall(head("/count", "Content-Length: 4", "Content-Type: application/x-ndjson") + b"1\n")
                third = connect()
                third.sendall(head("/nowhere", "Connection: close", method="GET"))
                assert not select.select([third], [], [], 0.2)[0]
                held[0].close()
                assert rest(third).startswith(b"HTTP/1.1 404 ")
                """#)
        }

        // MARK: Its end

        @Test func `A graceful shutdown lets requests end, and events end at once`() async throws {
            let (begun, listening, go) = (Signal(), Signal(), Signal())
            let server = DocumentHTTPServer(.tcp(host: "127.0.0.1", port: 0), logger: .silent) { routes in
                routes.post("/held") { records, reply in
                    begun.send()
                    await go.wait()
                    var count = 0
                    for try await _ in records { count += 1 }
                    try await reply.write(["records": JSON(count)])
                }
                routes.events("/events") { _, _ in
                    listening.send()
                    try await Task.sleep(for: .seconds(3600))
                }
            }
            let group = ServiceGroup(services: [server], logger: .silent)
            async let running: Void = group.run()
            let port = try await server.address().port ?? 0
            async let held = Peers.curl("-H Content-Type: -d '1\n2\n' URL/held", port)
            async let events = Peers.curl("-N URL/events", port)
            await begun.wait()
            await listening.wait()
            await group.triggerGracefulShutdown()
            #expect(try await events.allSatisfy { ":\n".contains($0) })
            go.send()
            #expect(try await held == "{\"records\":2}\n")
            try await running
        }

        @Test func `A socket is taken over from no server that lives, and left to nobody`() async throws {
            let directory = try TemporaryDirectory()
            let path = directory.file("socket")
            // One that was killed has left its socket there.
            let leave = "python3 -c \"import socket; socket.socket(socket.AF_UNIX).bind('\(path)')\""
            #expect(try await Peers.shell("\(leave); test -S '\(path)'").status == 0)
            let server = DocumentHTTPServer(.unix(path), logger: .silent) { _ in }
            let running = Task { try await server.run() }
            #expect(try await server.address() == .unix(path))
            let second = DocumentHTTPServer(.unix(path), logger: .silent) { _ in }
            let error = await #expect(throws: ConnectionError.self) { try await second.run() }
            #expect(
                error?.description == "unix:\(path): the address is in use: take port 0, or end what listens there")
            let status = "curl -sS --max-time 60 --unix-socket '\(path)' http://x/status | grep -c uptime"
            #expect(try await Peers.shell(status).output == "1\n")
            running.cancel()
            _ = await running.result
            #expect(try await Peers.shell("test -e '\(path)'").status == 1)
        }

        @Test func `What does not end in time is cancelled`() async throws {
            let begun = Signal()
            var limits = DocumentHTTPLimits()
            limits.shutdownTimeout = .milliseconds(100)
            let server = DocumentHTTPServer(.tcp(host: "127.0.0.1", port: 0), limits: limits, logger: .silent) {
                routes in
                routes.post("/held") { _, _ in
                    begun.send()
                    try await Task.sleep(for: .seconds(3600))
                }
            }
            let group = ServiceGroup(services: [server], logger: .silent)
            async let running: Void = group.run()
            let port = try await server.address().port ?? 0
            async let held = Peers.curl("-H Content-Type: -d 1 URL/held", port)
            await begun.wait()
            await group.triggerGracefulShutdown()
            try await running
            _ = try await held
        }

        @Test func `An address that cannot be bound is an error for all who wait`() async throws {
            try await withServer(routes) { port in
                let server = DocumentHTTPServer(.tcp(host: "127.0.0.1", port: port), logger: .silent) { _ in }
                let waiting = Task { try await server.address() }
                for wait in [{ try await server.run() }, { _ = try await waiting.value }] {
                    let error = await #expect(throws: ConnectionError.self) { try await wait() }
                    #expect(
                        error?.description
                            == "tcp://127.0.0.1:\(port): the address is in use: take port 0, or end what listens there")
                }
            }
            let idle = DocumentHTTPServer(.tcp(host: "127.0.0.1", port: 0), logger: .silent) { _ in }
            let waiting = Task { try await idle.address() }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
        }
    }
}
#endif
