#if Services
import Testing

@Suite struct EntityOptionsTests {
    private let files = [
        "d.xml": """
        <?xml version="1.0" standalone="no"?>
        <!DOCTYPE r SYSTEM "http://nowhere/r.dtd">
        <r><a>M&uuml;ller</a><a l="y"/></r>
        """,
        "r.dtd": "<!ENTITY uuml '&#252;'><!ATTLIST a l CDATA 'x'><!ELEMENT r (a*)><!ELEMENT a (#PCDATA)>",
    ]

    @Test func `Entities and defaults of the document type are in force in every command`() throws {
        let sluice = try Sluice(files)
        let records = ##"{"@l":"x","#text":"Müller"}"## + "\n" + #"{"@l":"y"}"# + "\n"
        for workers in ["1", "2"] {
            #expect(
                try sluice.run(["records", "--dtd", "r.dtd", "--workers", workers, "d.xml"]) == .init(output: records))
        }
        #expect(
            try sluice.run(["events", "--dtd", "r.dtd", "d.xml"]).output.contains(
                #"["startElement","a",[["l","x"]]]"# + "\n" + #"["characters","Müller"]"#))
        #expect(
            try sluice.run(["format", "--dtd", "r.dtd", "--ascii", "d.xml"])
                == .init(
                    output: """
                        <?xml version="1.0" encoding="US-ASCII" standalone="no"?>
                        <!DOCTYPE r SYSTEM "http://nowhere/r.dtd">
                        <r>
                          <a l="x">M&#252;ller</a>
                          <a l="y"/>
                        </r>

                        """))
        #expect(
            try sluice.run(["format", "--dtd", "r.dtd", "--canonical", "d.xml"])
                == .init(output: #"<r><a l="x">Müller</a><a l="y"></a></r>"#))
        #expect(try sluice.run(["check", "--dtd", "r.dtd", "d.xml"]) == .init(output: "d.xml: ok\n"))
    }

    @Test func `A document that names no type is read and checked by the one that is given`() throws {
        let sluice = try Sluice(files.merging(["n.xml": "<r><a>M&uuml;ller</a></r>", "m.xml": "<r><b/></r>"]) { $1 })
        #expect(try sluice.run(["check", "--dtd", "r.dtd", "n.xml"]) == .init(output: "n.xml: ok\n"))
        #expect(
            try sluice.run(["format", "--compact", "--dtd", "r.dtd", "n.xml"])
                == .init(output: #"<r><a l="x">Müller</a></r>"# + "\n"))
        let bad = try sluice.run(["check", "--dtd", "r.dtd", "m.xml"])
        #expect(bad.complaints.hasPrefix("m.xml:1:4: error: expected 'a' or the end of 'r' but found the element 'b'"))
        #expect(bad.status == 1)
    }

    @Test func `Without it, text that is missing is an error that names the remedy`() throws {
        let sluice = try Sluice(files)
        let note =
            "sluice: note: --dtd FILE reads the document type from FILE, --entities FOLDER what else the document refers to\n"
        let records = try sluice.run(["records", "d.xml"])
        #expect(
            records.complaints.hasPrefix(
                "d.xml:3:8: error: the entity 'uuml' was not read, so that its text is missing"))
        #expect(records.complaints.hasSuffix(note))
        #expect(records.status == 1)
        let canonical = try sluice.run(["format", "--canonical", "d.xml"])
        #expect(canonical.complaints.hasPrefix("d.xml:3:8: error: the entity 'uuml' was not read"))
        #expect(canonical.complaints.hasSuffix(note))
        #expect(canonical.status == 1)
    }

    @Test func `It goes with XML alone`() throws {
        let sluice = try Sluice(["a.json": "[]", "r.dtd": ""])
        for command in ["check", "events", "format", "records"] {
            let outcome = try sluice.run([command, "--dtd", "r.dtd", "a.json"])
            #expect(outcome.complaints.contains("--dtd goes with XML."))
            #expect(outcome.status == 2)
        }
        #expect(
            try sluice.run(["check", "--entities", ".", "a.json"]).complaints.contains("--entities goes with XML."))
    }
}
#endif
