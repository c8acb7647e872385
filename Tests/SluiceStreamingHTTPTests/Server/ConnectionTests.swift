#if Services
import Hummingbird
import SluiceStreamingHTTP
import SluiceTestSupport
import Synchronization
import Testing

extension WithPeers {
    @Suite(.enabled(if: Peers.hasPython, "python3 is missing")) struct ConnectionTests {
        @Test func `A client that asks and never reads is let go`() async throws {
            var limits = DocumentHTTPLimits()
            limits.sendTimeout = .milliseconds(300)
            try await withServer(limits: limits) { _ in
            } _: { port in
                let said = try await Peers.python(
                    port,
                    #"""
                    s = connect(SO_RCVBUF=4096)
                    s.setblocking(False)
                    asked = head("/", method="GET") * 100
                    # Asks until nothing more is taken: the answers wait in the server. Then it is closed.
                    try:
                        while True:
                            select.select([], [s], [], 60)
                            s.send(asked)
                    except BlockingIOError: pass
                    except (BrokenPipeError, ConnectionResetError): pass
                    import time
                    begin = time.monotonic()
                    while time.monotonic() - begin < 45:
                        if json.loads(ask("/status")[1])["connections"]["open"] == 1: break
                        select.select([], [], [], 0.02)
                    else: raise AssertionError("it is held")
                    """#)
                #expect(said == "")
            }
        }

        @Test func `An answer that is taken bit by bit may take longer than no byte of it`() async throws {
            var limits = DocumentHTTPLimits()
            limits.sendTimeout = .milliseconds(1500)
            try await withServer(limits: limits) { routes in
                routes.post("/much") { _, reply in
                    try await reply.write(text: "\"" + String(repeating: "x", count: 16_000_000) + "\"")
                }
            } _: { port in
                let said = try await Peers.python(
                    port,
                    #"""
                    import time
                    s = connect(SO_RCVBUF=65536)
                    s.sendall(head("/much", "Content-Type: application/json", "Content-Length: 1") + b"1")
                    assert until(s, b"\r\n\r\n").startswith(b"HTTP/1.1 200")
                    # It lasts for longer than the limit, and never waits for as long.
                    begin, read = time.monotonic(), 0
                    while read < 16_000_002:
                        part = s.recv(400_000)
                        assert part, read
                        read += len(part)
                        if time.monotonic() - begin < 4: select.select([], [], [], 0.02)
                    """#)
                #expect(said == "")
            }
        }

        @Test func `Behind the last answer no request is looked at`() async throws {
            let handled = Atomic(0)
            try await withServer { routes in
                routes.post("/refused") { _, _ in throw Problem(.conflict, "no") }
                routes.post("/done") { records, _ in
                    for try await _ in records {}
                    handled.wrappingAdd(1, ordering: .relaxed)
                }
            } _: { port in
                let said = try await Peers.python(
                    port,
                    #"""
                    s = connect()
                    def post(path): return head(path, "Content-Type: application/x-ndjson", "Content-Length: 2") + b"1\n"
                    s.sendall(post("/done") + post("/refused") + post("/done") * 10)
                    s.shutdown(socket.SHUT_WR)
                    answers = rest(s)
                    assert answers.count(b"HTTP/1.1 ") == 2, answers
                    assert b"HTTP/1.1 409 " in answers and b"\r\nConnection: close\r\n" in answers, answers
                    """#)
                #expect(said == "")
                #expect(handled.load(ordering: .relaxed) == 1)
            }
        }
    }
}
#endif
