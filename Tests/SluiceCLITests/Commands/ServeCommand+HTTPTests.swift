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

    @Test func `What was good before a bad record is kept, and how much that was is told`() throws {
        let sluice = try Sluice(["in.ndjson": "[1]\n[2]\n[\n[4]\n"])
        let outcome = try sluice.serving(
            "--http --to out.ndjson",
            "curl -s -H 'Content-Type: application/x-ndjson' --data-binary @in.ndjson ${address}/records")
        #expect(
            outcome.output
                == #"{"title":"Bad Request","status":400,"detail":"expected a value or ']' but the record ends","code":"syntax","#
                + #""record":2,"offset":9,"line":3,"column":2,"path":"/0","received":2}"# + "\n")
        #expect(try sluice.text(of: "out.ndjson") == "[1]\n[2]\n")
    }

    @Test func `Records are there while the upload goes on`() throws {
        let outcome = try Sluice().shell(
            """
            mkfifo log out in
            sluice serve --http --listen tcp://127.0.0.1:0 2>log >out &
            server=$!
            exec 3<log 4<out
            read -r first <&3
            address=${first#*address=}
            curl -s -H 'Content-Type: application/x-ndjson' -T in -X POST ${address%% *}/records >answer &
            exec 5>in
            for number in 1 2 3
            do
                echo $number >&5
                read -r record <&4
                echo got $record
            done
            exec 5>&-
            wait $!
            cat answer
            kill -INT $server
            wait $server
            """)
        #expect(outcome == .init(output: "got 1\ngot 2\ngot 3\n{\"received\":3}\n"))
    }

    @Test func `An idle client is let go when --idle says`() throws {
        let outcome = try Sluice().serving(
            "--http --echo --idle 0.3",
            """
            python3 -c '
            import socket, sys
            host, port = sys.argv[1].split("/")[2].split(":")
            s = socket.create_connection((host, int(port)), timeout=30)
            try: print(s.recv(1))
            except ConnectionResetError: print(b"")
            ' $address
            """)
        #expect(outcome.output == "b''\n")
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
