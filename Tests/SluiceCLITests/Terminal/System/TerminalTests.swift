#if Services && os(Linux)
import Foundation
import Testing

/// util-linux's `script` runs a command on a terminal of its own.
private let script = "/usr/bin/script"

@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: script), "there is no \(script)"))
struct TerminalTests {
    @Test func `On a terminal errors are in colour`() throws {
        #expect(try onTerminal().contains("\u{1B}[1;31merror:"))
    }

    @Test(arguments: ["NO_COLOR=1", "TERM=dumb"])
    func `NO_COLOR and a dumb terminal keep them plain`(setting: String) throws {
        let text = try onTerminal(setting)
        #expect(text.contains("a.json:1:2: error: "))
        #expect(!text.contains("\u{1B}"))
    }

    @Test func `What goes wrong is said on a line of its own`() throws {
        let text = try onTerminal(command: "format --compact")
        #expect(text.contains("[\r\n\u{1B}[1ma.json:1:2: "))
    }

    /// What a terminal shows of a command that fails.
    private func onTerminal(_ setting: String = "TERM=xterm", command: String = "check") throws -> String {
        let sluice = try Sluice(["a.json": "["])
        return try sluice.shell("\(script) -qec 'env -u NO_COLOR \(setting) sluice \(command) a.json' /dev/null").output
    }
}
#endif
