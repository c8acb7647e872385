import SluiceCore
import SluiceJSON
import Testing

@testable import SluiceCommandLine

@Suite struct DiagnosticTests {
    private let error = ParseError(
        .syntax, "expected a value", at: TextPosition(offset: 1, line: 1, column: 2), sourceName: "a.json",
        sourceLine: .init(text: "[}", caret: 1))

    @Test func `Without colours it is the error's own text`() {
        #expect(Diagnostic.text(error, coloured: false) == "a.json:1:2: error: expected a value\n[}\n ^\n")
    }

    @Test func `With colours it has the same words`() {
        let coloured = Diagnostic.text(error, coloured: true)
        #expect(coloured.contains("\u{1B}[1;31merror:"))
        #expect(stripped(coloured) == Diagnostic.text(error, coloured: false))
    }

    @Test func `A failure of the system names the tool`() {
        let failure = IOFailure(.open, "a.json", errno: 2, reason: "No such file or directory")
        let expected = "sluice: error: cannot open 'a.json': No such file or directory\n"
        #expect(Diagnostic.text(failure, coloured: false) == expected)
        #expect(stripped(Diagnostic.text(failure, coloured: true)) == expected)
    }

    @Test func `A warning says that it is one`() {
        #expect(Diagnostic.warning("odd", coloured: false) == "sluice: warning: odd\n")
        #expect(stripped(Diagnostic.warning("odd", coloured: true)) == "sluice: warning: odd\n")
    }

    @Test(arguments: [
        ("{}\n[]", "sluice: note: one document a line is read with --format ndjson\n"), ("{} {}", nil), ("1\n}", nil),
    ])
    func `Who seems to read NDJSON as JSON is told how to read it`(text: String, expected: String?) throws {
        let error = try #require(throws: ParseError.self) { try JSON.loads(text) }
        #expect(Diagnostic.hint(error) == expected)
    }

    private func stripped(_ text: String) -> String {
        text.split(separator: "\u{1B}").enumerated()
            .map {
                $0.offset == 0 && !text.hasPrefix("\u{1B}") ? $0.element : $0.element.drop { $0 != "m" }.dropFirst()
            }
            .joined()
    }
}
