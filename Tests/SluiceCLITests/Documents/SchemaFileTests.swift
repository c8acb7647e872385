#if Services
import Foundation
import Testing

@Suite struct SchemaFileTests {
    private func schema(_ include: String, type: String = "t") -> String {
        """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">\(include.isEmpty ? "" : "<xs:include schemaLocation='\(include)'/>")
        <xs:element name="a\(include.utf8.count)" type="\(type)"/></xs:schema>
        """
    }

    private func sluice(_ include: String) throws -> Sluice {
        let sluice = try Sluice([
            "main.xsd": schema(include), "x.xsd": schema("", type: "xs:int"), "d.xml": "<a0>1</a0>",
            "t.xsd": "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:simpleType name='t'>"
                + "<xs:restriction base='xs:int'/></xs:simpleType></xs:schema>",
            "broken.xsd": "<!-- -->\n\n" + schema("", type: "nothing"),
        ])
        _ = try sluice.shell(
            "mkdir -p 'a b/sub'; mv main.xsd 'a b/main one.xsd'; cp t.xsd broken.xsd 'a b'; cp t.xsd 'a b/sub'")
        return sluice
    }

    @Test(arguments: ["t.xsd", "sub/t.xsd", "sub/../t.xsd"])
    func `What a schema includes is beside it`(include: String) throws {
        let arguments = ["check", "--schema", "a b/main one.xsd"]
        let sluice = try sluice(include)
        #expect(
            try sluice.run(arguments, input: "<a\(include.utf8.count)>1</a\(include.utf8.count)>")
                == .init(output: "-: ok\n"))
        #expect(try sluice.shell("cd 'a b' && sluice check --schema 'main one.xsd' ../d.xml").status == 1)
    }

    @Test(arguments: [
        ("../x.xsd", "leads out of the folder 'a b' of --schema"),
        ("http://localhost/x.xsd", "is an address, and --schema reads files in 'a b' only"),
        ("/etc/x.xsd", "is an absolute path, and --schema reads files in 'a b' only"),
    ])
    func `What lies elsewhere is refused`(include: String, reason: String) throws {
        let outcome = try sluice(include).run(["check", "--schema", "a b/main one.xsd", "d.xml"])
        let expected =
            "sluice: error: a b/main one.xsd: a part of the schema is not read: its system identifier '\(include)' \(reason)\n"
        #expect(outcome == .init(complaints: expected, status: 2))
    }

    @Test func `A broken schema has its faults under its own name`() throws {
        let words =
            "error: element decl. 'a0', attribute 'type': The QName value 'nothing' does not resolve to a(n) type definition."
        let sluice = try sluice("broken.xsd")
        #expect(
            try sluice.run(["check", "--schema", "broken.xsd", "d.xml"])
                == .init(complaints: "broken.xsd:4: \(words)\n", status: 2))
        let included = try sluice.run(["check", "--schema", "a b/main one.xsd", "d.xml"])
        #expect(included.complaints.hasPrefix("a b/broken.xsd:4: \(words)\n"))
        #expect(included.status == 2)
    }

    @Test func `What is no schema cannot be used`() throws {
        let sluice = try sluice("")
        let none = "d.xml: error: the document is no schema of RELAX NG, XML Schema or Schematron\n"
        #expect(try sluice.run(["check", "--schema", "d.xml", "d.xml"]) == .init(complaints: none, status: 2))
        #expect(try sluice.run(["check", "--schema", "none.xsd", "d.xml"]).status == 2)
        try sluice.write(.init("<a>".utf8), to: "cut.xsd")
        #expect(try sluice.run(["check", "--schema", "cut.xsd", "d.xml"]).status == 2)
    }
}
#endif
