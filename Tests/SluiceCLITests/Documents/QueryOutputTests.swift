#if Services
import Testing

@Suite struct QueryOutputTests {
    private let files = ["a.xml": "<r><a k='&lt;'>x<b>y &amp;</b></a><!-- c --></r>"]

    @Test(arguments: [
        ([], "<a k=\"&lt;\">x<b>y &amp;</b></a>\n<\nx\n<!-- c -->\n"), (["--raw"], "xy &\n<\nx\n c \n"),
        (["--to", "text"], "xy &\n<\nx\n c \n"),
        (["--to", "xml"], "<a k=\"&lt;\">x<b>y &amp;</b></a>\nk=\"&lt;\"\nx\n<!-- c -->\n"),
        (["--to", "json"], ##"{"@k":"<","b":"y &","#text":"x"}"## + "\n\"<\"\n\"x\"\n\" c \"\n"),
    ])
    func `Nodes are written in each layout`(options: [String], expected: String) throws {
        let sluice = try Sluice(files)
        let arguments = ["query"] + options + ["//a | //@k | //a/text() | //comment()", "a.xml"]
        #expect(try sluice.run(arguments) == .init(output: expected))
    }

    @Test(arguments: [
        ("'a&\"'", "\"a&\\\"\"\n"), ("2 > 1", "true\n"), ("3", "3\n"), ("1 div 4", "0.25\n"), ("1 div 0", "null\n"),
    ])
    func `Other results are JSON, too`(expression: String, expected: String) throws {
        #expect(try Sluice.run("query", "--to", "json", expression, "a.xml", files: files) == .init(output: expected))
    }

    @Test func `As XML, strings are escaped`() throws {
        #expect(try Sluice.run("query", "--to", "xml", "'a<b'", "a.xml", files: files) == .init(output: "a&lt;b\n"))
    }

    @Test func `A document is the whole of it`() throws {
        #expect(
            try Sluice.run("query", "/", "a.xml", files: ["a.xml": "<a/>"])
                == .init(output: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a/>\n"))
    }
}
#endif
