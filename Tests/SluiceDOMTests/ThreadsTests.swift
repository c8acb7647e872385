import SluiceCore
import SluiceDOM
import SluiceXML
import Testing

/// Documents share nothing, nor do expressions and schemas: each thread has its own.
@Suite struct `Documents on several threads` {
    private static let schemas: [(text: String, kind: XML.DOM.Schema.Kind)] = [
        (
            """
            <element name="books" xmlns="http://relaxng.org/ns/structure/1.0"
              datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"><oneOrMore><element name="book">
              <attribute name="n"><data type="integer"/></attribute><text/></element></oneOrMore></element>
            """, .relaxNG
        ),
        (
            """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:include schemaLocation="book.xsd"/>
            <xs:element name="books"><xs:complexType><xs:sequence>
            <xs:element name="book" type="book" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>
            </xs:schema>
            """, .xsd
        ),
        (
            """
            <schema xmlns="http://purl.oclc.org/dsdl/schematron"><pattern><rule context="book">
            <assert test="number(@n) = number(@n)">n is a number</assert></rule></pattern></schema>
            """, .schematron
        ),
        ("<!ELEMENT books (book+)><!ELEMENT book (#PCDATA)><!ATTLIST book n NMTOKEN #REQUIRED>", .dtd),
    ]

    /// What the schemas and documents of one thread ask for.
    private final class Library: XML.EntityResolver {
        func resolveEntity(_ name: String, publicID: String?, systemID: String) -> XML.InputSource? {
            let text =
                systemID == "book.xsd"
                ? """
                <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:complexType name="book"><xs:simpleContent>
                <xs:extension base="xs:string"><xs:attribute name="n" type="xs:integer"/></xs:extension>
                </xs:simpleContent></xs:complexType></xs:schema>
                """ : "<book n='4'>included</book>"
            return XML.InputSource(text, systemID: systemID)
        }
    }

    /// All that one thread does, with its own of everything; what came of it.
    private static func work(_ thread: Int, rounds: Int) throws -> [String] {
        var results: Set<String> = []
        for _ in 0..<rounds {
            let (rules, kind) = schemas[thread % schemas.count]
            let schema = try XML.DOM.Schema(string: rules, kind: kind, resolver: Library())
            let document = try XML.DOM.Document(
                string: "<books xmlns:xi='http://www.w3.org/2001/XInclude'><book n='1'>a &amp; b</book>"
                    + "<book n='2'>é</book><xi:include href='b.xml'/></books>")
            let root = try #require(document.documentElement)
            try document.include(resolver: Library())
            root.removeAttribute("xmlns:xi")
            root.lastElementChild?.removeAttribute("xml:base")
            let query = try XML.DOM.XPath(
                "sum(//book[@n > $least]/@n) + f:one()", namespaces: ["f": "urn:f"],
                functions: ["f:one": { _, _ in .number(1) }])
            let sum = try query.number(in: document, variables: ["least": 1])
            let valid = try schema.validate(document)
            try root.lastElementChild?.setAttribute("n", "x y")
            let invalid = try schema.validate(document)
            let stream = try schema.validate(MemorySource(Array(root.toxml().utf8)))
            let unknown = String(describing: try? XML.DOM.XPath("//f:book[").nodes(in: document))
            let page = try XML.DOM.Document(html: "<p>one<p>two</b>").getElementsByTagName("p").count
            let other = try XML.DOM.Document(string: "<copies/>")
            let copy = try other.importNode(root, true)
            try other.documentElement?.appendChild(copy)
            try other.adoptNode(root)
            let text = try other.toxml() + other.canonicalize(XML.DOM.CanonicalForm(.exclusive))
            results.insert("\(sum) \(valid.count) \(invalid.isEmpty) \(stream.isEmpty) \(unknown) \(page)\n" + text)
        }
        return Array(results)
    }

    @Test func `They are read, asked, held to schemas and written at once`() throws {
        let alone = try (0..<4).map { try Self.work($0, rounds: 1) }
        #expect(alone.allSatisfy { $0.first?.hasPrefix("7.0 0 false false nil 2\n") == true }, "\(alone)")
        let results = Monitor<[Int: [String]]>([:])
        let threads = (0..<8).compactMap { number in
            WorkerThread {
                let found = (try? Self.work(number, rounds: 40)) ?? []
                results.update { $0[number] = found }
            }
        }
        #expect(threads.count == 8)
        for thread in threads { thread.join() }
        let found = results.update { $0 }
        for number in 0..<8 { #expect(found[number] == alone[number % 4]) }
    }
}
