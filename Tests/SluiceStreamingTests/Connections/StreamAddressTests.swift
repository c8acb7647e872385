#if Services
import SluiceStreaming
import Testing

@Suite struct StreamAddressTests {
    @Test(arguments: [
        ("tcp://127.0.0.1:4711", StreamAddress.tcp(host: "127.0.0.1", port: 4711)),
        ("tcp://example.org:0", .tcp(host: "example.org", port: 0)), ("tcp://[::1]:80", .tcp(host: "::1", port: 80)),
        ("unix:/run/a.sock", .unix("/run/a.sock")), ("unix:a b:c", .unix("a b:c")),
    ])
    func `An address is read as it is written`(text: String, address: StreamAddress) throws {
        #expect(try StreamAddress(text) == address)
        #expect(address.description == text)
    }

    @Test func `Two slashes may stand before a path`() throws {
        #expect(try StreamAddress("unix:///run/a.sock") == .unix("/run/a.sock"))
    }

    @Test(arguments: [
        "", "tcp", "tcp://", "tcp://:1", "tcp://host", "tcp://host:", "tcp://host:65536", "tcp://host:-1",
        "tcp://host:1x",
        "tcp://::1:80", "tcp://[]:80", "http://host:1", "unix:", "unix://", "host:1", "tcp:/a:1",
    ])
    func `What is no address is told how addresses are written`(text: String) {
        #expect(
            Result { try StreamAddress(text) }.failureText
                == "\"\(text)\" is no address: write tcp://HOST:PORT, tcp://[IPV6]:PORT or unix:PATH")
    }

    @Test func `Control characters of what is no address are written out`() {
        #expect(
            Result { try StreamAddress("a\u{1B}[2J\n") }.failureText
                == "\"a\\u{1b}[2J\\u{a}\" is no address: write tcp://HOST:PORT, tcp://[IPV6]:PORT or unix:PATH")
    }
}

extension Result {
    /// What the error says.
    var failureText: String? {
        if case .failure(let error) = self { "\(error)" } else { nil }
    }
}
#endif
