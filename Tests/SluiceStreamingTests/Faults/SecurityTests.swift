#if Services
import Logging
import NIOSSL
@testable import SluiceStreaming
import SluiceTestSupport
import Testing

/// TLS that is none, is refused, or is cut.
@Suite(.timeLimit(.minutes(5)), .enabled(if: Certificates.areMade, "openssl is missing")) struct SecurityTests {
    private let certificates: Certificates

    init() throws { certificates = try .shared }

    /// What a client says that connects, sends a record and waits for it; `nil` where it comes back.
    private func attempt(_ address: StreamAddress, _ tls: StreamTLS?) async -> String? {
        await caught {
            var options = ClientOptions()
            options.linger = .zero
            try await DocumentClient(address, framing: .ndjson, tls: tls, options: options)
                .withConnection { connection in
                    try await connection.writer.write([1])
                    var records = connection.records.makeAsyncIterator()
                    guard try await records.next()?.json == [1] else {
                        throw ConnectionError(.closed, "the server said nothing")
                    }
                }
        }
    }

    @Test func `Who trusts the server's authority is served`() async throws {
        let fault = try await serving(.ndjson, tls: certificates.server(), handler: echo) { address in
            await attempt(address, try certificates.client())
        }
        #expect(fault == nil)
    }

    @Test(arguments: [
        ("expired", "ca", "certificate verify failed"), ("alone", "ca", "certificate verify failed"),
        ("good", "other-ca", "certificate verify failed"),
        ("wrong-host", "ca", "the server's certificate is for another host"),
    ])
    func `A server's certificate that is not good is refused`(name: String, authority: String, reason: String)
        async throws
    {
        let log = Notes()
        let fault = try await serving(
            .ndjson, tls: certificates.server(name), logger: Logger(noting: log), handler: echo
        ) { address in
            let fault = await attempt(address, try certificates.client(trusting: authority))
            // The server goes on, for those who can use it.
            let other = try certificates.client(trusting: name == "alone" ? "alone" : "ca", as: "elsewhere.example")
            if name == "wrong-host" { #expect(await attempt(address, other) == nil) }
            return fault
        }
        #expect(fault == "tls: TLS failed: \(reason)")
        #expect(log.value.contains { $0.hasPrefix("error") } == false)
    }

    @Test func `A certificate that signs itself can be trusted as it is`() async throws {
        let fault = try await serving(.ndjson, tls: certificates.server("alone"), handler: echo) { address in
            await attempt(address, try certificates.client(trusting: "alone"))
        }
        #expect(fault == nil)
    }

    @Test func `A client shows its certificate, and the handler sees it`() async throws {
        let notes = Notes()
        try await serving(.ndjson, tls: certificates.server(clients: "ca")) { connection in
            notes.add("\(connection.peerCertificate?.description.contains("client") == true)")
            try await echo(connection)
        } _: { address in
            let fault = await attempt(address, try certificates.client("client"))
            #expect(fault == nil)
        }
        #expect(notes.value == ["true"])
    }

    @Test func `Without certificates of clients there is none to see`() async throws {
        let notes = Notes()
        try await serving(.ndjson, tls: certificates.server()) { connection in
            notes.add("\(connection.peerCertificate == nil)")
            try await echo(connection)
        } _: { address in
            let seen = try await DocumentClient(address, framing: .ndjson, tls: certificates.client())
                .withConnection { $0.peerCertificate != nil }
            #expect(seen)
        }
        #expect(notes.value == ["true"])
    }

    @Test(arguments: [nil, "other-client"])
    func `A client whose certificate is missing or untrusted is not served`(name: String?) async throws {
        let notes = Notes()
        let log = Notes()
        let fault = try await serving(
            .ndjson, tls: certificates.server(clients: "ca"), logger: Logger(noting: log), handler: notes.take
        ) { address in
            let fault = await attempt(address, try certificates.client(name))
            _ = try await log.wait { $0.contains { $0.contains("no connection") } }
            return fault
        }
        #expect(fault?.hasPrefix("tls: TLS failed: ") == true, "\(fault ?? "no fault")")
        #expect(notes.value == [])
        #expect(log.value.contains { $0.hasPrefix("info no connection reason=TLS failed: ") }, "\(log.value)")
    }

    @Test(
        arguments: ["{\"a\":1}\n", "GET / HTTP/1.1\r\n\r\n", "\n", String(repeating: "x", count: 100_000)])
    func `Plain text at a port of TLS is refused, and handlers never see it`(text: String) async throws {
        let notes = Notes()
        let log = Notes()
        try await serving(.ndjson, tls: certificates.server(), logger: Logger(noting: log)) { connection in
            for try await record in connection.records {
                notes.add(StreamOutcome.describe(record))
                try await connection.writer.write(record)
            }
        } _: { address in
            try await RawPeer.with(address) { peer in
                try? await peer.send(text)
                try? await peer.finish()
                _ = try await peer.rest()
            }
            #expect(await attempt(address, try certificates.client()) == nil)
        }
        #expect(notes.value == ["[1]"])
        #expect(log.value.contains { $0.hasPrefix("info no connection reason=TLS failed: ") }, "\(log.value)")
    }

    @Test func `TLS at a port of plain text is a bad record, and the client is told of no answer`() async throws {
        let notes = Notes()
        var options = ClientOptions()
        options.timeouts.handshake = .seconds(30)
        let fault = try await serving(.ndjson, handler: notes.take) { address in
            await attempt(address, try certificates.client())
        }
        #expect(fault != nil)
        #expect(try await notes.first(1).first?.hasPrefix("syntax: ") == true, "\(notes.value)")
    }

    @Test func `A version of TLS that is too old is refused`() async throws {
        var old = TLSConfiguration.makeClientConfiguration()
        old.minimumTLSVersion = .tlsv1
        old.maximumTLSVersion = .tlsv11
        old.certificateVerification = .none
        let fault = try await serving(.ndjson, tls: certificates.server(), handler: echo) { address in
            await attempt(address, StreamTLS(old))
        }
        #expect(fault?.hasPrefix("tls: TLS failed: ") == true, "\(fault ?? "no fault")")
    }

    // MARK: - Cuts

    @Test func `A stream of TLS that is cut is an error, and not an end`() async throws {
        let notes = Notes()
        // As an attacker would: everything as it should be, until the connection is closed in the clear.
        try await serving(.ndjson, tls: certificates.server(), handler: notes.take) { address in
            let passed = Watched(false)
            let proxy = try await CuttingProxy(to: address) { _ in .init() }
            _ = await caught {
                try await DocumentClient(
                    proxy.address, framing: .ndjson, tls: try certificates.client(as: "localhost")
                ).withConnection { connection in
                    try await connection.writer.write([1])
                    _ = try await notes.first(1)
                    proxy.cutAll()
                    passed.update { $0 = true }
                    try await notes.wait { $0.count >= 2 }
                }
            }
            await proxy.close()
        }
        #expect(
            notes.value == [
                "[1]", "tls: the peer ended the connection without TLS's closing message: what came may be cut short",
            ])
    }

    @Test func `Clients, too, take a stream of TLS that is cut for an error`() async throws {
        try await serving(.ndjson, tls: certificates.server(), handler: echo) { address in
            let proxy = try await CuttingProxy(to: address) { _ in .init() }
            let fault = await caught {
                try await DocumentClient(
                    proxy.address, framing: .ndjson, tls: try certificates.client(as: "localhost")
                ).withConnection { connection in
                    try await connection.writer.write([1])
                    var records = connection.records.makeAsyncIterator()
                    _ = try await records.next()
                    proxy.cutAll()
                    _ = try await records.next()
                }
            }
            #expect(
                fault
                    == "tls: the peer ended the connection without TLS's closing message: what came may be cut short")
            await proxy.close()
        }
    }

    @Test(.enabled(if: Command.exists("python3"), "python3 is missing"))
    func `Python leaves without TLS's closing message, and the handler is told`() async throws {
        let notes = Notes()
        let status = try await serving(.ndjson, tls: certificates.server(), handler: notes.take) { address in
            guard case .tcp(_, let port) = address else { return Int32(-1) }
            let result = try await Shell.python(
                """
                import socket, ssl, sys
                context = ssl.create_default_context(cafile=sys.argv[2])
                s = context.wrap_socket(socket.create_connection(("127.0.0.1", int(sys.argv[1]))), server_hostname="localhost")
                s.sendall(b"[1]\\n")
                s.close()
                """, "\(port)", certificates.certificate("ca"))
            _ = try await notes.first(2)
            return result.status
        }
        #expect(status == 0)
        #expect(
            notes.value == [
                "[1]", "tls: the peer ended the connection without TLS's closing message: what came may be cut short",
            ])
    }

    @Test func `A peer that negotiates once more is let go, and no other is`() async throws {
        let folder = try TemporaryDirectory()
        let input = folder.file("input")
        let notes = Notes()
        let output = try await serving(.ndjson, tls: certificates.server(), handler: notes.take) { address in
            guard case .tcp(_, let port) = address else { return "" }
            return try await DocumentClient(address, framing: .ndjson, tls: certificates.client())
                .withConnection { connection in
                    try await connection.writer.write([1])
                    try await notes.wait { $0.contains("[1]") }
                    // A line that begins with R has it negotiate; its input stays open.
                    let result = try await Shell.run(
                        """
                        mkfifo '\(input)'; exec 3<>'\(input)'; echo R >&3
                        timeout 60 openssl s_client -tls1_2 -connect 127.0.0.1:\(port) <&3
                        """)
                    try await notes.wait { $0.contains("tls: TLS failed: no renegotiation") }
                    try await connection.writer.write([2])
                    return result.output
                }
        }
        #expect(output.contains("RENEGOTIATING"))
        let answers = notes.value.filter { $0 != "tls: TLS failed: no renegotiation" }
        #expect(answers == ["[1]", "[2]", "end"])
    }

    /// A record of TLS holds 16 KiB: documents around its edges, and around several.
    @Test func `Documents at the edges of TLS's records come whole`() async throws {
        let sizes = [16 << 10, 32 << 10, 64 << 10].flatMap { edge in (-3...3).map { edge + $0 } }
        let answers = try await serving(.ndjson, tls: certificates.server(), handler: echo) { address in
            try await DocumentClient(address, framing: .ndjson, tls: certificates.client())
                .withConnection { connection in
                    for size in sizes {
                        // The quotes and the line feed count, too.
                        try await connection.writer.write(
                            text: "\"" + String(repeating: "x", count: size - 3) + "\"")
                    }
                    try await connection.writer.finish()
                    var answers: [Int] = []
                    for try await record in connection.records {
                        answers.append((record.json?.string?.utf8.count ?? 0) + 3)
                    }
                    return answers
                }
        }
        #expect(answers == sizes)
    }
}
#endif
