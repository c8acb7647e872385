#if Services
import Testing

@Suite struct QueryOptionsTests {
    @Test(arguments: [
        (["--ns", "p=u"], "--ns goes with XML."), (["--to", "xml"], "--to xml goes with XML and HTML."),
        (["--dtd", "x"], "--dtd goes with XML."),
    ])
    func `Of JSON, what goes with XML is wrong usage`(options: [String], words: String) throws {
        let sluice = try Sluice(["a.json": "{\"a\": 1}"])
        for outcome in [
            try sluice.run(["query"] + options + ["/a", "a.json"]),
            try sluice.run(["query"] + options + ["/a"], input: "{}"),
        ] {
            #expect(outcome.complaints.contains(words))
            #expect(outcome.status == 2)
        }
    }

    @Test func `Text is what raw is`() throws {
        let sluice = try Sluice(["a.json": "{\"a\": \"x\"}"])
        for options in [["--raw"], ["--to", "text"], ["--raw", "--to", "text"]] {
            #expect(try sluice.run(["query"] + options + ["/a", "a.json"]) == .init(output: "x\n"))
        }
        #expect(try sluice.run(["query", "--to", "json", "/a", "a.json"]) == .init(output: "\"x\"\n"))
    }
}
#endif
