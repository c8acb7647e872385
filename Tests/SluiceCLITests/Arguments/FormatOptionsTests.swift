#if Services
import Testing

@Suite struct FormatOptionsTests {
    @Test func `Two blanks for a level are the default`() throws {
        let sluice = try Sluice(["a.xml": "<a><b/></a>", "a.json": "[1]"])
        #expect(try sluice.run(["format", "a.xml"]) == .init(output: "<a>\n  <b/>\n</a>\n"))
        #expect(try sluice.run(["format", "--indent", "1", "a.json"]) == .init(output: "[\n 1\n]\n"))
    }

    @Test(arguments: [
        (["--indent=-1"], "--indent is a count of blanks"),
        (["--compact", "--canonical"], "--canonical is compact already."),
        (["--to", "xml"], "--to goes with HTML."),
    ])
    func `What contradicts itself is wrong usage`(options: [String], words: String) throws {
        let outcome = try Sluice(["a.json": "1"]).run(["format"] + options + ["a.json"])
        #expect(outcome.complaints.contains(words))
        #expect(outcome.status == 2)
    }
}
#endif
