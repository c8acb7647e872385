#if Services
import Testing

@Suite struct RecordsCommandTests {
    private let shop = #"{"orders": [{"id": 1}, {"id": 2}], "x": {"orders": 3}, "refunds": [{"id": 9}]}"#

    @Test func `Records come one a line`() throws {
        let outcome = try Sluice.run("records", "--at", "$.orders[*]", "-", input: shop)
        #expect(outcome == .init(output: "{\"id\":1}\n{\"id\":2}\n"))
    }

    @Test func `Several paths are looked for in one pass`() throws {
        let outcome = try Sluice.run("records", "--at", "/orders/*", "--at", "$.refunds[*]", input: shop)
        #expect(outcome == .init(output: "{\"id\":1}\n{\"id\":2}\n{\"id\":9}\n"))
    }

    @Test func `Without a path all that the document holds are records`() throws {
        #expect(
            try Sluice.run("records", input: "[1, {\"a\": [2]}, \"x\"]") == .init(output: "1\n{\"a\":[2]}\n\"x\"\n"))
    }

    @Test func `The limit ends the work, whatever follows`() throws {
        #expect(try Sluice.run("records", "--limit", "1", input: "[1, 2, }") == .init(output: "1\n"))
    }

    @Test func `What came before a fault is written`() throws {
        let outcome = try Sluice.run("records", input: "[1, 2, }")
        #expect(outcome.output == "1\n2\n")
        #expect(outcome.complaints.hasPrefix("<stdin>:1:8: error: "))
        #expect(outcome.status == 1)
    }

    @Test func `Bad lines can be left out, and are named`() throws {
        let sluice = try Sluice(["a.ndjson": "1\n{]\n3\n"])
        let stopped = try sluice.run(["records", "a.ndjson"])
        #expect(stopped.output == "1\n")
        #expect(stopped.complaints.hasPrefix("a.ndjson:2:2: error: "))
        #expect(stopped.status == 1)
        let skipped = try sluice.run(["records", "--skip-bad", "a.ndjson"])
        #expect(skipped.output == "1\n3\n")
        #expect(skipped.complaints == stopped.complaints)
        #expect(skipped.status == 0)
    }

    @Test(arguments: ["$[*]", "lines"])
    func `Ranges that part a file part its records`(at: String) throws {
        let lines = (0..<100).map { "{\"id\":\($0)}" }
        let isLines = at == "lines"
        let text = isLines ? lines.joined(separator: "\n") + "\n" : "[" + lines.joined(separator: ", ") + "]"
        let file = isLines ? "a.ndjson" : "a.json"
        let sluice = try Sluice([file: text])
        var all = ""
        for start in stride(from: 0, to: text.utf8.count, by: 97) {
            let range = "\(start)-\(start + 97)"
            let paths = isLines ? [] : ["--at", at]
            let outcome = try sluice.run(["records", "--range", range] + paths + [file])
            #expect(outcome.status == 0)
            all += outcome.output
        }
        #expect(all == lines.joined(separator: "\n") + "\n")
    }

    @Test func `Several workers give the same, in order`() throws {
        let numbers = (0..<50_000).map(String.init)
        let input = "[" + numbers.joined(separator: ",") + "]"
        let outcome = try Sluice.run("records", "--workers", "3", input: input)
        #expect(outcome == .init(output: numbers.joined(separator: "\n") + "\n"))
        let unordered = try Sluice.run("records", "--workers", "3", "--unordered", input: input)
        #expect(Set(unordered.output.split(separator: "\n").map(String.init)) == Set(numbers))
    }

    @Test func `Statistics go to standard error`() throws {
        let outcome = try Sluice.run("records", "--stats", input: "[1, 2]")
        #expect(outcome.output == "1\n2\n")
        #expect(outcome.complaints.hasPrefix("2 records, 6 B in "))
        #expect(outcome.complaints.contains(", peak memory "))
    }

    @Test func `A reader that has seen enough is no fault`() throws {
        let input = "[" + String(repeating: "1234567,", count: 200_000) + "1]"
        let outcome = try Sluice().shell("{ sluice records; echo $? > status; } | head -n 1; cat status", input: input)
        #expect(outcome == .init(output: "1234567\n0\n"))
    }

    @Test(arguments: [
        (["--workers", "0"], "--workers is a count of threads: 1 or more."),
        (["--limit=-1"], "--limit is a count of records: 0 or more."),
        (["--columns", "a"], "--columns goes with --to csv."),
        (
            ["--format", "ndjson", "--at", "/a"],
            "The records of NDJSON are its lines; sluice query takes a part of each."
        ),
        (["--at", "$..a"], "records cannot be selected by '..'"),
        (["--range", "5"], "The value '5' is invalid for '--range <A-B>'"),
    ])
    func `Options that make no sense are wrong usage`(options: [String], message: String) throws {
        let outcome = try Sluice().run(["records"] + options)
        #expect(outcome.complaints.contains(message))
        #expect(outcome.output == "")
        #expect(outcome.status == 2)
    }

    private static let catalog = """
        <catalog><book id="1"><title>A &amp; B</title><by>C</by><by>D</by></book>
        <book id="2"><title>E, F</title></book><cd id="3"/></catalog>
        """

    @Test func `Elements of XML become lines, tables and XML`() throws {
        let files = ["a.xml": Self.catalog]
        #expect(
            try Sluice.run("records", "--at", "/catalog/book", "a.xml", files: files)
                == .init(
                    output: """
                        {"@id":"1","title":"A & B","by":["C","D"]}
                        {"@id":"2","title":"E, F"}

                        """))
        #expect(
            try Sluice.run(
                "records", "--at", "//book", "--to", "csv", "--columns", "@id,title", "-", input: Self.catalog)
                == .init(output: "@id,title\n1,A & B\n2,\"E, F\"\n"))
        #expect(
            try Sluice.run("records", "--to", "xml", "--limit", "1", "a.xml", files: files)
                == .init(
                    output: """
                        <records>
                        <book id="1"><title>A &amp; B</title><by>C</by><by>D</by></book>
                        </records>

                        """))
        #expect(
            try Sluice.run("records", "--at", "//by", "--to", "raw", "a.xml", files: files) == .init(output: "C\nD\n"))
    }

    @Test func `Options that do not go with the format are wrong usage`() throws {
        let files = ["a.xml": Self.catalog, "a.json": "[1]"]
        for arguments in [["--skip-bad", "a.xml"], ["--at", "a b", "a.xml"], ["--to", "xml", "a.json"]] {
            #expect(try Sluice(files).run(["records"] + arguments).status == 2)
        }
    }

    @Test func `Records before a fault in XML are written`() throws {
        let outcome = try Sluice.run("records", input: "<a><b>1</b><b>2</c></a>")
        #expect(outcome.output == "\"1\"\n")
        #expect(outcome.complaints.hasPrefix("<stdin>:1:16: error: expected '</b>' but found '</c>'"))
        #expect(outcome.status == 1)
    }
}
#endif
