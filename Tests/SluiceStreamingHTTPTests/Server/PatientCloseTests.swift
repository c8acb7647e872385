#if Services
import Hummingbird
import ServiceLifecycle
import SluiceStreamingHTTP
import SluiceTestSupport
import Testing

extension WithPeers {
    @Suite(.enabled(if: Peers.hasPython, "python3 is missing")) struct PatientCloseTests {
        private static let length = 32_000_000

        /// Answers with much at once, and tells when it has.
        private func routes(_ routes: DocumentRoutes<BasicRequestContext>, begun: Signal = Signal()) {
            routes.post("/much") { records, reply in
                for try await _ in records {}
                try await reply.write(text: "\"" + String(repeating: "x", count: Self.length) + "\"")
                begun.send()
            }
        }

        @Test func `A client that has ended its side reads the answer to its end, however slowly`() async throws {
            try await withServer { routes in
                self.routes(routes)
                // An answer that is there as a whole is given to the connection with its end.
                routes.post("/whole") { _, _ in throw Problem(.conflict, String(repeating: "x", count: Self.length)) }
            } _: { port in
                let said = try await Peers.python(
                    port,
                    #"""
                    for path in "/much", "/whole":
                        s = connect(SO_RCVBUF=65536)
                        s.sendall(head(path, "Content-Type: application/json", "Content-Length: 1") + b"1")
                        s.shutdown(socket.SHUT_WR)
                        assert until(s, b"\r\n\r\n").startswith(b"HTTP/1.1 ")
                        # Others are served meanwhile: this one has ended for the server.
                        for i in range(20): assert ask("/status")[0] == 200
                        answer = rest(s)
                        assert len(answer) > 32_000_000 and answer.endswith((b"\r\n0\r\n\r\n", b'xxx"}\n')), len(answer)
                    """#)
                #expect(said == "")
            }
        }

        @Test func `A graceful shutdown lets the answer be read to its end`() async throws {
            let begun = Signal()
            let server = DocumentHTTPServer(.tcp(host: "127.0.0.1", port: 0), logger: .silent) {
                routes($0, begun: begun)
            }
            let group = ServiceGroup(services: [server], logger: .silent)
            async let running: Void = group.run()
            let port = try await server.address().port ?? 0
            async let said = Peers.python(
                port,
                #"""
                idle = connect()
                idle.sendall(head("/nothing", method="HEAD"))
                until(idle, b"\r\n\r\n")
                s = connect(SO_RCVBUF=65536)
                s.sendall(head("/much", "Content-Type: application/json", "Content-Length: 1") + b"1")
                assert until(s, b"\r\n\r\n").startswith(b"HTTP/1.1 200")
                # The server has begun to end when it lets go of who asks for nothing.
                assert rest(idle) == b""
                answer = rest(s)
                assert len(answer) > 32_000_000 and answer.endswith(b"\r\n0\r\n\r\n"), len(answer)
                """#)
            await begun.wait()
            await group.triggerGracefulShutdown()
            let output = try await said
            #expect(output == "")
            try await running
        }
    }
}
#endif
