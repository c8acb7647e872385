#if Services
import SluiceStreaming
import SluiceTestSupport
import Testing

@Suite(.enabled(if: Certificates.areMade, "openssl is missing")) struct StreamTLSTests {
    @Test func `A file that is missing, or has no certificate or key in it, is named`() throws {
        let certificates = try Certificates.shared
        let folder = try TemporaryDirectory()
        let (certificate, key) = (certificates.certificate("good"), certificates.key("good"))
        let none = folder.file("none.pem")
        let bad = try folder.write(Array("no PEM\n".utf8), to: "bad.pem")
        for path in [none, bad] {
            #expect(
                Result { try StreamTLS.server(certificate: path, key: key) }.failureText
                    == "there are no certificates to be read from \"\(path)\": PEM is expected")
            #expect(
                Result { try StreamTLS.server(certificate: certificate, key: path) }.failureText
                    == "there is no private key to be read from \"\(path)\": PEM is expected")
            #expect(
                Result { try StreamTLS.server(certificate: certificate, key: key, clientsSignedBy: path) }.failureText
                    == "there are no certificates to be read from \"\(path)\": PEM is expected")
            #expect(
                Result { try StreamTLS.client(trusting: path) }.failureText
                    == "there are no certificates to be read from \"\(path)\": PEM is expected")
        }
    }

    @Test func `A certificate and a key that do not go together are refused before anyone is let in`() async throws {
        let certificates = try Certificates.shared
        let tls = try StreamTLS.server(
            certificate: certificates.certificate("good"), key: certificates.key("expired"))
        let server = DocumentServer(.tcp(host: "127.0.0.1", port: 0), framing: .ndjson, tls: tls, handler: echo)
        let found = await caught { try await server.bind() }
        #expect(found?.hasPrefix("tls: certificate and key do not go together, or cannot be used: ") == true)
    }
}
#endif
