#if Services
import Testing

@Suite struct CheckCommandTests {
    @Test func `A good file is ok, and quietly so if asked`() throws {
        let sluice = try Sluice(["a.json": #"{"a": [1, true, null]}"#])
        #expect(try sluice.run(["check", "a.json"]) == .init(output: "a.json: ok\n"))
        #expect(try sluice.run(["check", "-q", "a.json"]) == .init())
    }

    @Test func `A bad file is an error with its place, its line and a caret`() throws {
        let outcome = try Sluice.run("check", "bad.json", files: ["bad.json": "{\n  \"a\": [1 2]\n}\n"])
        let expected = """
            bad.json:2:11: error: expected ',' or ']' after an element but found '2'
              "a": [1 2]
                      ^

            """
        #expect(outcome == .init(complaints: expected, status: 1))
    }

    @Test func `Every file is reported, and one bad one is enough for status 1`() throws {
        let files = ["1.json": "[]", "2.json": "[", "3.json": "{}"]
        let outcome = try Sluice.run("check", "1.json", "2.json", "3.json", files: files)
        #expect(outcome.output == "1.json: ok\n3.json: ok\n")
        #expect(outcome.complaints.hasPrefix("2.json:1:2: error: "))
        #expect(outcome.status == 1)
    }

    @Test func `A file that is not there is status 2, and the others are still checked`() throws {
        let outcome = try Sluice.run("check", "none.json", "a.json", files: ["a.json": "1"])
        let expected = "sluice: error: cannot open 'none.json': No such file or directory\n"
        #expect(outcome == .init(output: "a.json: ok\n", complaints: expected, status: 2))
    }

    @Test(arguments: [["check"], ["check", "-"]])
    func `Standard input is read where no file is named, and by a dash`(arguments: [String]) throws {
        let sluice = try Sluice()
        #expect(try sluice.run(arguments, input: "[1]") == .init(output: "-: ok\n"))
        let bad = try sluice.run(arguments, input: "[1,]")
        #expect(bad.complaints.hasPrefix("<stdin>:1:4: error: "))
        #expect(bad.status == 1)
    }

    @Test func `Compressed files are read as they are`() throws {
        let sluice = try Sluice(["a.json": "[1, 2]"])
        #expect(try sluice.shell("gzip a.json && sluice check a.json.gz") == .init(output: "a.json.gz: ok\n"))
    }

    @Test func `Every bad line of NDJSON is reported under its own number`() throws {
        let outcome = try Sluice.run("check", "a.ndjson", files: ["a.ndjson": "{}\n{]\n\n[1]\r\n[}\n"])
        #expect(outcome.output == "")
        #expect(outcome.complaints.contains("a.ndjson:2:2: error: "))
        #expect(outcome.complaints.contains("a.ndjson:5:2: error: "))
        #expect(outcome.complaints.split(separator: "error: ").count == 3)
        #expect(outcome.status == 1)
    }

    @Test func `Colours are only for terminals`() throws {
        let outcome = try Sluice.run("check", "a.json", files: ["a.json": "["])
        #expect(!outcome.complaints.contains("\u{1B}"))
    }

    @Test func `XML is checked by its name or its first byte`() throws {
        let files = ["a.xml": "<a/>", "b": " <a><b></a>", "c.json": "<"]
        let outcome = try Sluice.run("check", "a.xml", "b", "c.json", files: files)
        #expect(outcome.output == "a.xml: ok\n")
        #expect(outcome.complaints.hasPrefix("b:1:8: error: expected '</b>' but found '</a>'\n <a><b></a>\n       ^\n"))
        #expect(outcome.complaints.contains("c.json:1:1: error: "))
        #expect(outcome.status == 1)
    }

    private let type = "<!ELEMENT r (a*)><!ELEMENT a (#PCDATA)><!ATTLIST a k CDATA #REQUIRED>"

    @Test func `All that is not valid is reported, each with its place`() throws {
        let files = [
            "d.xml": "<!DOCTYPE r>\n<r><a/>\n<b/></r>", "r.dtd": type, "good.xml": "<!DOCTYPE r><r><a k=''/></r>",
        ]
        let outcome = try Sluice.run("check", "--dtd", "r.dtd", "d.xml", "good.xml", files: files)
        #expect(outcome.output == "good.xml: ok\n")
        #expect(
            outcome.complaints == """
                d.xml:2:4: error: the element 'a' lacks the attribute 'k'
                <r><a/>
                   ^
                d.xml:3:1: error: expected 'a' or the end of 'r' but found the element 'b'
                <b/></r>
                ^
                d.xml:3:1: error: the element 'b' is not declared
                <b/></r>
                ^

                """)
        #expect(outcome.status == 1)
    }

    @Test func `A document is held to the type that it brings, where all of that is read`() throws {
        let files = [
            "own.xml": "<!DOCTYPE r [\(type)]><r/>", "other.xml": "<!DOCTYPE r SYSTEM 'r.dtd'><r/>", "r.dtd": type,
            "none.xml": "<r/>",
        ]
        #expect(try Sluice.run("check", "--validate", "own.xml", files: files) == .init(output: "own.xml: ok\n"))
        #expect(
            try Sluice.run("check", "--validate", "other.xml", files: files)
                == .init(
                    complaints:
                        "sluice: error: other.xml: its document type is in 'r.dtd', which is read with --dtd FILE or --entities FOLDER\n",
                    status: 1))
        #expect(
            try Sluice.run("check", "--validate", "--entities", ".", "other.xml", files: files)
                == .init(output: "other.xml: ok\n"))
        #expect(
            try Sluice.run("check", "--dtd", "r.dtd", "none.xml", files: files) == .init(output: "none.xml: ok\n"))
        #expect(
            try Sluice.run("check", "--validate", "none.xml", files: files).complaints.hasPrefix(
                "none.xml:1:1: error: the document has no type to be valid by\n"))
    }

    @Test func `Many faults are counted, and a hundred of them said`() throws {
        let text = "<!DOCTYPE r><r>" + String(repeating: "<a/>", count: 150) + "</r>"
        let outcome = try Sluice.run("check", "--dtd", "r.dtd", "d.xml", files: ["d.xml": text, "r.dtd": type])
        #expect(outcome.complaints.split(separator: "lacks the attribute").count == 101)
        #expect(outcome.complaints.hasSuffix("sluice: warning: 50 more faults are not shown\n"))
    }
}
#endif
