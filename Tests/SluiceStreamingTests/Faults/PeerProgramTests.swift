#if Services
import SluiceJSON
import SluiceStreaming
import SluiceTestSupport
import Testing

/// Programs of others at the other end.
@Suite(.timeLimit(.minutes(5))) struct PeerProgramTests {
    private static let hasPython = Command.exists("python3")

    private func port(_ address: StreamAddress) -> Int {
        if case .tcp(_, let port) = address { port } else { 0 }
    }

    @Test(.enabled(if: hasPython, "python3 is missing")) func `Python is our client over TCP and by a path`()
        async throws
    {
        let folder = try TemporaryDirectory()
        for address in [StreamAddress.tcp(host: "127.0.0.1", port: 0), .unix(folder.file("socket"))] {
            let result = try await serving(.ndjson, at: address, handler: echo) { bound in
                try await Shell.python(
                    """
                    import json, socket, sys
                    if sys.argv[1].startswith("unix:"):
                        s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1][5:])
                    else:
                        s = socket.create_connection(("127.0.0.1", int(sys.argv[1].rsplit(":", 1)[1])))
                    f = s.makefile("rw", encoding="utf-8")
                    for n in range(100):
                        f.write(json.dumps({"n": n, "text": "é\\n"}) + "\\n"); f.flush()
                        assert json.loads(f.readline()) == {"n": n, "text": "é\\n"}
                    s.shutdown(socket.SHUT_WR)
                    assert f.read() == ""
                    """, "\(bound)")
            }
            #expect(result.status == 0, "\(result.output)")
        }
    }

    @Test(.enabled(if: hasPython && Certificates.areMade, "python3 or openssl is missing"))
    func `Python is our client over TLS, with a certificate of its own`() async throws {
        let certificates = try Certificates.shared
        let result = try await serving(.ndjson, tls: certificates.server(clients: "ca"), handler: echo) { address in
            try await Shell.python(
                """
                import json, socket, ssl, sys
                port, ca, certificate, key = sys.argv[1:]
                for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
                    context = ssl.create_default_context(cafile=ca)
                    context.load_cert_chain(certificate, key)
                    context.minimum_version = context.maximum_version = version
                    with socket.create_connection(("127.0.0.1", int(port))) as plain:
                        with context.wrap_socket(plain, server_hostname="localhost") as s:
                            s.sendall(b'"' + b"x" * 100000 + b'"\\n')
                            got = b""
                            while not got.endswith(b"\\n"): got += s.recv(65536)
                            assert len(got) == 100003, len(got)
                            # Closes TLS in order: the server answers in kind.
                            s.unwrap()
                """, "\(port(address))", certificates.certificate("ca"), certificates.certificate("client"),
                certificates.key("client"))
        }
        #expect(result.status == 0, "\(result.output)")
    }

    @Test(.enabled(if: hasPython, "python3 is missing")) func `Python is our server, and breaks off`() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("python")
        async let server = Shell.python(
            """
            import socket, sys
            s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen()
            # One that answers, and one that leaves in the middle of a record.
            c, _ = s.accept(); f = c.makefile("rwb")
            assert f.readline() == b"[1]\\n"; f.write(b"[2]\\n[3]\\n"); f.flush()
            assert f.readline() == b""
            f.close(); c.close()
            c, _ = s.accept(); c.sendall(b"[4]\\n[5"); c.close()
            """, path)
        let options = ClientOptions(
            retry: RetryPolicy(attempts: .max, first: .milliseconds(5), longest: .milliseconds(50), total: .seconds(60))
        )
        let client = DocumentClient(.unix(path), framing: .ndjson, options: options)
        let answers = try await client.withConnection { connection in
            try await connection.writer.write([1])
            try await connection.writer.finish()
            return try await connection.records.reduce(into: []) { $0.append($1.json) }
        }
        #expect(answers == [[2], [3]])
        let notes = Notes()
        let found = await caught { try await client.withConnection { try await notes.take($0) } }
        #expect(notes.value == ["[4]", "truncated: expected ',' or ']' after an element but the text ends"])
        #expect(found == notes.value.last)
        let result = try await server
        #expect(result.status == 0, "\(result.output)")
    }

    @Test(.enabled(if: hasPython && Certificates.areMade, "python3 or openssl is missing"))
    func `Python is our server over TLS, and knows who we are`() async throws {
        let certificates = try Certificates.shared
        let folder = try TemporaryDirectory()
        let path = folder.file("python")
        async let server = Shell.python(
            """
            import socket, ssl, sys
            path, ca, certificate, key = sys.argv[1:]
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            context.load_verify_locations(ca)
            context.verify_mode = ssl.CERT_REQUIRED
            s = socket.socket(socket.AF_UNIX); s.bind(path); s.listen()
            with context.wrap_socket(s.accept()[0], server_side=True) as c:
                assert c.getpeercert()["subject"] == ((("commonName", "client"),),), c.getpeercert()
                f = c.makefile("rwb")
                for n in range(1, 101):
                    assert f.readline() == b"[%d]\\n" % n
                    f.write(b"[%d]\\n" % -n); f.flush()
                assert f.readline() == b""
                c.unwrap()
            """, path, certificates.certificate("ca"), certificates.certificate("good"), certificates.key("good"))
        let options = ClientOptions(
            retry: RetryPolicy(attempts: .max, first: .milliseconds(5), longest: .milliseconds(50), total: .seconds(60))
        )
        let client = DocumentClient(
            .unix(path), framing: .ndjson, tls: try certificates.client("client", as: "localhost"), options: options)
        let answers = try await client.withConnection { connection in
            var answers: [JSON?] = []
            var records = connection.records.makeAsyncIterator()
            for number in 1...100 {
                try await connection.writer.write([JSON(number)])
                answers.append(try await records.next()?.json)
            }
            try await connection.writer.finish()
            #expect(try await records.next() == nil)
            return answers
        }
        #expect(answers == (1...100).map { [JSON(-$0)] })
        let result = try await server
        #expect(result.status == 0, "\(result.output)")
    }

    @Test(.enabled(if: Certificates.areMade, "openssl is missing"))
    func `openssl pipes records into us`() async throws {
        let certificates = try Certificates.shared
        let notes = Notes()
        let result = try await serving(.ndjson, tls: certificates.server(), handler: notes.take) { address in
            let result = try await Shell.run(
                "seq 1 20000 | timeout 120 openssl s_client -connect 127.0.0.1:\(port(address)) -CAfile '\(certificates.certificate("ca"))' -verify_return_error -quiet -no_ign_eof"
            )
            try await notes.wait { $0.last.map { !$0.allSatisfy(\.isNumber) } ?? false }
            return result
        }
        #expect(result.status == 0, "\(result.output)")
        #expect(notes.value == (1...20_000).map { "\($0)" } + ["end"])
    }

    @Test(.enabled(if: Command.exists("curl"), "curl is missing")) func `curl talks to us`() async throws {
        let result = try await serving(.ndjson) { connection in
            for try await record in connection.records {
                try await connection.writer.write(record)
                if record.json == [2] { return }
            }
        } _: { address in
            try await Shell.run("printf '[1]\\n[2]\\n' | curl -sS --max-time 120 telnet://127.0.0.1:\(port(address))")
        }
        #expect(result.output == "[1]\n[2]\n", "\(result.status)")
    }

    @Test(.enabled(if: Command.exists("nc"), "nc is missing")) func `nc talks to us`() async throws {
        let result = try await serving(.ndjson, handler: echo) { address in
            try await Shell.run("printf '[1]\\n[2]' | nc -N 127.0.0.1 \(port(address))")
        }
        #expect(result.output == "[1]\n[2]\n", "\(result.status)")
    }
}
#endif
