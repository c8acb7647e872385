#if Services
import Testing

@Suite struct ServeCommandHTTPTests {
    @Test func `Records come by HTTP`() throws {
        let sluice = try Sluice(["in.ndjson": "[1]\n{\"a\": 2}\n"])
        let outcome = try sluice.serving(
            "--http --to out.ndjson",
            "curl -s -H 'Content-Type: application/x-ndjson' --data-binary @in.ndjson ${address}/records")
        #expect(outcome.output == "{\"received\":2}\n")
        #expect(try sluice.text(of: "out.ndjson") == "[1]\n{\"a\":2}\n")
    }

    @Test func `They come back, where that is asked for; a bad one is told with its place`() throws {
        let sluice = try Sluice(["in.ndjson": "[1]\n", "bad.ndjson": "[\n"])
        let outcome = try sluice.serving(
            "--http --echo",
            """
            for file in in bad
            do curl -s -H 'Content-Type: application/x-ndjson' --data-binary @$file.ndjson ${address}/records
            done
            """)
        #expect(outcome.output.hasPrefix("[1]\n{"))
        #expect(outcome.output.contains("\"status\":400"))
    }

    @Test func `What HTTP does not do is said`() throws {
        let outcome = try Sluice.run("serve", "--http", "--exec", "cat")
        #expect(outcome.status == 2)
        #expect(
            outcome.complaints.hasPrefix(
                "Error: --http goes without --exec, --page and --tls-cert: put a proxy before it for TLS\n"))
    }
}
#endif
