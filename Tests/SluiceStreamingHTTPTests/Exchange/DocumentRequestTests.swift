#if Services
import Hummingbird
import SluiceStreamingHTTP
import SluiceTestSupport
import Testing

extension WithPeers {
    @Suite(.enabled(if: Peers.hasCurl, "curl is missing")) struct DocumentRequestTests {
        @Test func `A handler sees the head, what its path names, and the query`() async throws {
            try await withServer { routes in
                routes.get("/a/:b") { request, writer in
                    try await writer.write([
                        JSON(request.http.method.rawValue), JSON(request.http.headers[.userAgent] ?? ""),
                        JSON(request.parameters.get("b") ?? ""), JSON(request.query.get("c") ?? ""),
                        request.lastEventID.map { JSON($0) } ?? nil,
                    ])
                }
            } _: { port in
                let said = try await Peers.curl("-A me 'URL/a/x?c=y'", port)
                #expect(said == "[\"GET\",\"me\",\"x\",\"y\",null]\n")
                #expect(
                    try await Peers.curl("-A me -H 'Last-Event-ID: 7' URL/a/x", port)
                        == "[\"GET\",\"me\",\"x\",\"\",\"7\"]\n")
            }
        }
    }
}
#endif
