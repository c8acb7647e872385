#if Services
import Logging
import Testing

@testable import SluiceStreamCLI

@Suite struct TerminalLogTests {
    @Test func `Who, what, why, and the rest in order`() {
        #expect(
            TerminalLog.line("bad record", ["reason": "no JSON", "peer": "tcp://10.0.0.1:1"])
                == "sluice: tcp://10.0.0.1:1: bad record: no JSON\n")
        #expect(
            TerminalLog.line("listening", ["tls": "true", "address": "unix:a"])
                == "sluice: listening address=unix:a tls=true\n")
    }
}
#endif
