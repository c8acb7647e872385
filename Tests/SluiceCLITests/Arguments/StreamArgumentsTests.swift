#if Services
import ArgumentParser
import SluiceStreaming
import Testing

@testable import SluiceStreamCLI

@Suite struct StreamArgumentsTests {
    @Test func `Addresses and framings are read as the library reads them`() {
        #expect(StreamAddress(argument: "tcp://[::1]:80") == .tcp(host: "::1", port: 80))
        #expect(StreamAddress(argument: "localhost") == nil)
        #expect(DocumentFraming(argument: "json-sequence") == .jsonSequence)
        #expect(DocumentFraming.allValueStrings.contains("ndjson"))
    }

    @Test func `A certificate and its key go together`() throws {
        #expect(throws: (any Error).self) { try ServerTLSOptions.parse(["--tls-cert", "a.pem"]) }
        #expect(throws: (any Error).self) { try ServerTLSOptions.parse(["--tls-clients", "a.pem"]) }
        #expect(throws: (any Error).self) { try ClientTLSOptions.parse(["--tls-key", "a.pem"]) }
        #expect(try ServerTLSOptions.parse([]).tls() == nil)
        #expect(try ClientTLSOptions.parse(["--tls"]).configuration() != nil)
    }
}
#endif
