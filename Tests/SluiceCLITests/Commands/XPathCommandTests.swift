#if Services
import Testing

@Suite struct XPathCommandTests {
    private let files = [
        "b.xml": """
        <books xmlns:x="urn:x">
          <book id="1"><title>A &amp; B</title></book>
          <x:book id="2"><title>C</title></x:book>
        </books>
        """,
        "f.xml": "<feed xmlns='urn:f'><entry>e</entry></feed>",
    ]

    @Test(arguments: [
        ("//title", "<title>A &amp; B</title>\n<title>C</title>\n"), ("//title/text()", "A & B\nC\n"),
        ("//@id", "1\n2\n"), ("//x:book/title", "<title>C</title>\n"), ("count(//title)", "2\n"),
        ("1 div 3", "0.333333333333333\n"),
        ("//title = 'C'", "true\n"), ("string(//title)", "A & B\n"), ("'none'", "none\n"),
    ])
    func `An expression gives one result a line`(expression: String, expected: String) throws {
        let sluice = try Sluice(files)
        #expect(try sluice.run(["query", expression, "b.xml"]) == .init(output: expected))
        #expect(try sluice.run(["query", expression], input: sluice.text(of: "b.xml")) == .init(output: expected))
    }

    @Test func `No result is status 1`() throws {
        #expect(try Sluice.run("query", "//none", "b.xml", files: files) == .init(status: 1))
    }

    @Test func `Prefixes stand for the namespaces that are given, or else for those of the outermost element`() throws {
        let sluice = try Sluice(files)
        #expect(
            try sluice.run(["query", "--ns", "y=urn:x", "//y:book/@id", "b.xml"]) == .init(output: "2\n"))
        #expect(try sluice.run(["query", "--ns", "x=urn:y", "//x:book/@id", "b.xml"]) == .init(status: 1))
        #expect(
            try sluice.run(["query", "--raw", "--ns", "f=urn:f", "//f:entry", "f.xml"]) == .init(output: "e\n"))
    }

    @Test func `A faulty expression is wrong usage, and is shown with a caret`() throws {
        let sluice = try Sluice(files)
        let broken = "sluice: error: expected ']' behind a predicate\n//book[@id\n          ^\n"
        #expect(try sluice.run(["query", "//book[@id", "b.xml"]) == .init(complaints: broken, status: 2))
        let unknown = "sluice: error: no namespace was given for the prefix 'z'\n//z:book\n  ^\n"
        #expect(try sluice.run(["query", "//z:book", "b.xml"]) == .init(complaints: unknown, status: 2))
        // Before anything is read.
        #expect(try sluice.run(["query", "//", "none.xml"]).complaints.contains("the expression is not one of XPath"))
    }

    @Test func `A bad document is status 1, and one that is not there status 2`() throws {
        let bad = try Sluice.run("query", "//a", "a.xml", files: ["a.xml": "<a>"])
        #expect(bad.complaints.hasPrefix("a.xml:1:4: error: "))
        #expect(bad.status == 1)
        let missing = "sluice: error: cannot open 'none.xml': No such file or directory\n"
        #expect(try Sluice.run("query", "//a", "none.xml") == .init(complaints: missing, status: 2))
    }

    @Test func `HTML is mended and asked like XML`() throws {
        let files = ["p.html": "<!DOCTYPE html><P CLASS=a>One<p>Two<br><b>three"]
        let sluice = try Sluice(files)
        #expect(try sluice.run(["query", "//p/@class", "p.html"]) == .init(output: "a\n"))
        #expect(try sluice.run(["query", "//p[2]", "p.html"]) == .init(output: "<p>Two<br><b>three</b></p>\n"))
        #expect(
            try sluice.run(["query", "--to", "xml", "//p[2]"], input: sluice.text(of: "p.html"))
                == .init(output: "<p>Two<br/><b>three</b></p>\n"))
    }

    @Test func `CSS selects elements`() throws {
        let sluice = try Sluice(["p.html": "<p class='a b'>One<p>Two", "a.json": "{}"])
        #expect(try sluice.run(["query", "--css", "p.b", "p.html"]) == .init(output: "<p class=\"a b\">One</p>\n"))
        #expect(try sluice.run(["query", "--css", "p.c", "p.html"]) == .init(status: 1))
        let broken = try sluice.run(["query", "--css", "p[", "none.html"])
        #expect(broken.complaints.hasSuffix("\np[\n  ^\n"))
        #expect(broken.status == 2)
        #expect(
            try sluice.run(["query", "--css", "/a", "a.json"]).complaints.contains("--css goes with XML and HTML."))
    }

    @Test func `Entities of the document are read where they are named`() throws {
        let files = ["d.xml": "<!DOCTYPE a SYSTEM 'x'><a>&e;</a>", "e.dtd": "<!ENTITY e 'text'>"]
        #expect(
            try Sluice.run("query", "--dtd", "e.dtd", "string(/a)", "d.xml", files: files) == .init(output: "text\n"))
    }
}
#endif
