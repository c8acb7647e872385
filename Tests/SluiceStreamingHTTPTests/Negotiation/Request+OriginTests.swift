#if Services
import Hummingbird
import SluiceStreamingHTTP
import SluiceTestSupport
import Testing

extension WithPeers {
    @Suite(.enabled(if: Peers.hasCurl, "curl is missing")) struct RequestOriginTests {
        @Test(arguments: [
            // What a page of others can send without being asked about it.
            ("-H Content-Type: -H 'Sec-Fetch-Site: cross-site'", 403),
            ("-H Content-Type: -H 'Sec-Fetch-Site: same-site'", 403),
            ("-H Content-Type: -H 'Origin: http://example.com'", 403),
            ("-H Content-Type: -H 'Origin: null'", 403),
            // Its own pages, programs, and what a browser asks the server about.
            ("-H Content-Type: -H 'Sec-Fetch-Site: same-origin' -H 'Origin: http://127.0.0.1'", 204),
            ("-H Content-Type: -H 'Sec-Fetch-Site: none'", 204),
            ("-H Content-Type: -H 'Origin: http://sluice.test:7000' -H 'Host: Sluice.test:7000'", 204),
            ("-H Content-Type:", 204),
            ("-H 'Content-Type: application/x-ndjson' -H 'Origin: http://example.com'", 204),
        ])
        func `What has no type is not taken of pages of others`(fields: String, status: Int) async throws {
            try await withServer { routes in
                routes.post("/in") { records, _ in for try await _ in records {} }
            } _: { port in
                let said = try await Peers.curl("-o - -w '%{http_code}' \(fields) -d 1 URL/in", port)
                let problem =
                    #"{"title":"Forbidden","status":403,"detail":"pages of other origins have to say the type of what they send"}"#
                #expect(said == (status == 403 ? problem + "\n403" : "\(status)"))
            }
        }
    }
}
#endif
