#if Services
import Testing

@Suite struct SchemaCommandTests {
    private let files = [
        "a.xsd": """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a"><xs:complexType><xs:sequence>
        <xs:element name="b" type="xs:int" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element></xs:schema>
        """,
        "a.rng": """
        <element name="a" xmlns="http://relaxng.org/ns/structure/1.0"><oneOrMore><element name="b"><data type="int"
        datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"/></element></oneOrMore></element>
        """,
        "a.sch": """
        <schema xmlns="http://purl.oclc.org/dsdl/schematron"><pattern><rule context="b">
        <assert test="number(.) = number(.)">b is a number</assert></rule></pattern></schema>
        """,
        "a.dtd": "<!ELEMENT a (b+)><!ELEMENT b EMPTY>", "good.xml": "<a>\n<b>1</b></a>",
        "bad.xml": "<a>\n<b>x</b></a>",
    ]

    @Test(arguments: [
        ("a.xsd", "bad.xml:2:1: error: Element 'b': 'x' is not a valid value of the atomic type 'xs:int'. (/a/b)\n"),
        (
            "a.rng",
            "bad.xml:2:1: error: Type int doesn't allow value 'x' (/a/b)\n"
                + "bad.xml:2:1: error: Error validating datatype int (/a/b)\n"
                + "bad.xml:2:1: error: Element b failed to validate content (/a/b)\n"
        ), ("a.sch", "bad.xml:2:1: error: b is a number (/a/b)\n"),
    ])
    func `All that is not valid is reported`(schema: String, complaints: String) throws {
        let sluice = try Sluice(files)
        let outcome = try sluice.run(["check", "--schema", schema, "good.xml", "bad.xml"])
        #expect(outcome == .init(output: "good.xml: ok\n", complaints: complaints, status: 1))
        let piped = try sluice.run(["check", "-q", "--schema", schema], input: sluice.text(of: "good.xml"))
        #expect(piped == .init())
    }

    @Test func `A DTD is a schema as --dtd is`() throws {
        let outcome = try Sluice.run(
            "check", "--schema", "a.dtd", "d.xml", files: files.merging(["d.xml": "<!DOCTYPE a><a/>"]) { $1 })
        #expect(outcome.complaints.hasPrefix("d.xml:1:"))
        #expect(outcome.status == 1)
    }

    @Test func `A document that is not well-formed is status 1`() throws {
        let outcome = try Sluice.run(
            "check", "--schema", "a.xsd", "c.xml", files: files.merging(["c.xml": "<a><b>1</a>"]) { $1 })
        #expect(outcome.complaints.hasPrefix("c.xml:1:8: error: expected '</b>' but found '</a>'\n"))
        #expect(outcome.status == 1)
    }

    @Test func `Many faults are cut short`() throws {
        let text = "<a>" + String(repeating: "<b>x</b>", count: 150) + "</a>"
        let outcome = try Sluice.run(
            "check", "--schema", "a.xsd", "c.xml", files: files.merging(["c.xml": text]) { $1 })
        #expect(outcome.complaints.split(separator: "error:").count == 101)
        #expect(outcome.complaints.hasSuffix("sluice: warning: more faults are not shown\n"))
    }

    @Test func `It goes with XML alone, and one thing to be valid by`() throws {
        let sluice = try Sluice(files.merging(["a.json": "[]"]) { $1 })
        #expect(
            try sluice.run(["check", "--schema", "a.xsd", "a.json"]).complaints.contains("--schema goes with XML."))
        for arguments in [["--validate", "--schema", "a.xsd"], ["--dtd", "a.dtd", "--schema", "a.dtd"]] {
            #expect(try sluice.run(["check"] + arguments + ["good.xml"]).status == 2)
        }
    }
}
#endif
