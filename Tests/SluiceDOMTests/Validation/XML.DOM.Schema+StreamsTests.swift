import SluiceCore
import SluiceDOM
import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct `XML.DOM.Schema+Streams` {
    private static let relaxNG = """
        <grammar xmlns="http://relaxng.org/ns/structure/1.0"
            datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
          <start><ref name="list"/></start>
          <define name="list"><element name="list">
            <optional><attribute name="kind"><choice><value>a</value><value>b</value></choice></attribute></optional>
            <zeroOrMore><choice><ref name="item"/><ref name="list"/></choice></zeroOrMore>
            <optional><element name="end"><empty/></element></optional>
          </element></define>
          <define name="item"><element name="item">
            <attribute name="n"><data type="integer"/></attribute>
            <element name="name"><text/></element>
            <zeroOrMore><element name="x:price" xmlns:x="urn:x"><data type="decimal"/></element></zeroOrMore>
            <optional><element name="any"><interleave>
              <optional><element name="p"><text/></element></optional>
              <optional><element name="q"><data type="int"/></element></optional></interleave></element></optional>
          </element></define>
        </grammar>
        """

    private static let xsd = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:x="urn:x">
          <xs:element name="list" type="list"><xs:unique name="once"><xs:selector xpath="item"/><xs:field xpath="@n"/>
            </xs:unique><xs:keyref name="of" refer="once"><xs:selector xpath="end"/><xs:field xpath="@of"/></xs:keyref>
          </xs:element>
          <xs:complexType name="list"><xs:sequence>
            <xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element name="item" type="item"/>
              <xs:element ref="list"/></xs:choice>
            <xs:element name="end" minOccurs="0"><xs:complexType><xs:attribute name="of" type="xs:integer"/></xs:complexType>
            </xs:element></xs:sequence>
            <xs:attribute name="kind"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="a"/>
              <xs:enumeration value="b"/></xs:restriction></xs:simpleType></xs:attribute>
          </xs:complexType>
          <xs:complexType name="item"><xs:sequence><xs:element name="name" type="xs:string"/>
            <xs:element name="price" type="xs:decimal" minOccurs="0" maxOccurs="2"/>
            <xs:element name="any" minOccurs="0"><xs:complexType mixed="true"><xs:all>
              <xs:element name="p" type="xs:QName" minOccurs="0"/><xs:element name="q" type="xs:int" minOccurs="0"/></xs:all>
            </xs:complexType></xs:element></xs:sequence>
            <xs:attribute name="n" type="xs:integer" use="required"/>
          </xs:complexType>
        </xs:schema>
        """

    private func faults(
        _ schema: XML.DOM.Schema, _ text: String
    ) throws -> (tree: [XML.DOM.ValidationError], stream: [XML.DOM.ValidationError]) {
        let tree = try schema.validate(XML.DOM.Document(string: text, name: "d.xml"))
        return try (tree, schema.validate(MemorySource(Array(text.utf8), name: "d.xml")))
    }

    private static let parts = [
        "<item n='1'><name>a</name></item>", "<item n='2'><name/></item>", "<item n='x'><name>a</name></item>",
        "<item><name>&amp;</name></item>", "<item n='3' m='&amp;#38;'>\n<name>a</name></item>", "<item n='4'/>",
        "<list/>", "<list kind='a'>", "</list>", "<list kind='c'>\n", "</list>", "text", " \n ", "<!-- c -->",
        "<?p i?>",
        "<![CDATA[ ]]>", "<![CDATA[x]]>", "<![CDATA[]]>", "a<!-- c -->b", "<end/>", "<end of='1'/>", "<end of='9'/>",
        "<end>x</end>", "<other/>",
        "<other><deep/></other>", "<item n='5'><name>a</name><x:price>1.5</x:price></item>",
        "<item n='6'><name>a</name><price>1.5</price><price>x</price><price/></item>",
        "<item n='7'><name>a<b/></name><any><q>1</q><p>x:y</p></any></item>",
        "<item n='8'><name>a</name><any>\n<q>y</q>\n<p>z:y</p>\n<r/></any></item>",
        "<item n='9'><name>a</name><any>m<q>1</q><!-- c --><q>2</q></any></item>",
        "<item n='1'>x<name>a</name>y</item>",
    ]

    /// A document of parts that a number chooses.
    private func document(_ seed: UInt64) -> String {
        var noise = Noise(seed: seed)
        var text = ""
        var open = 0
        for _ in 0..<Int.random(in: 1...8, using: &noise) {
            let part = Self.parts[Int.random(in: Self.parts.indices, using: &noise)]
            if part == "</list>" {
                if open == 0 { continue }
                open -= 1
            }
            if part.hasPrefix("<list kind") { open += 1 }
            text += part + (Bool.random(using: &noise) ? "\n" : "")
        }
        let root = ["list", "list", "list", "item", "other"].randomElement(using: &noise) ?? "list"
        return "<\(root) xmlns:x='urn:x'>" + text + String(repeating: "</list>", count: open) + "</\(root)>"
    }

    @Test(arguments: [Self.relaxNG, Self.xsd])
    func `Of a document that passes by it says what it says of its tree`(_ text: String) throws {
        let schema = try XML.DOM.Schema(string: text)
        #expect(schema.isStreamable)
        var (valid, invalid) = (0, 0)
        for seed in 0..<4000 as Range<UInt64> {
            let text = document(seed)
            let (tree, stream) = try faults(schema, text)
            // What follows from another fault: libxml2 adds that where attributes have alternatives.
            func isCause(_ fault: XML.DOM.ValidationError) -> Bool { !fault.message.contains(" has extra content:") }
            guard tree.filter(isCause) == stream.filter(isCause), tree.isEmpty == stream.isEmpty else {
                Issue.record("\(text)\n\(tree.map(\.description))\n\(stream.map(\.description))")
                return
            }
            if tree.isEmpty { valid += 1 } else { invalid += 1 }
        }
        #expect(valid > 50 && invalid > 50)
    }

    @Test func `Where libxml2 looks into the tree, the tree is built`() throws {
        let ids = try XML.DOM.Schema(
            string: Self.xsd.replacing("name=\"n\" type=\"xs:integer\"", with: "name=\"n\" type=\"xs:ID\""))
        #expect(!ids.isStreamable)
        let (tree, stream) = try faults(ids, "<list><item n='a'><name/></item><item n='a'><name/></item></list>")
        #expect(tree.count == 2 && tree == stream)
        let rules = try XML.DOM.Schema(
            string: """
                <schema xmlns="http://purl.oclc.org/dsdl/schematron"><pattern><rule context="a">
                <assert test="b">b is missing</assert></rule></pattern></schema>
                """)
        #expect(!rules.isStreamable)
        #expect(try faults(rules, "<a/>").stream.map(\.description) == ["d.xml:1:1: error: b is missing (/a)"])
    }

    @Test func `A path counts elements without a prefix together, others by their names`() throws {
        let schema = try XML.DOM.Schema(
            string: """
                <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:y" xmlns="urn:y">
                  <xs:complexType name="all"><xs:sequence>
                    <xs:any processContents="lax" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
                  <xs:element name="a" type="all"/><xs:element name="b" type="xs:int"/>
                </xs:schema>
                """)
        let (tree, stream) = try faults(
            schema,
            """
            <a xmlns="urn:y" xmlns:p="urn:y" xmlns:q="urn:y"><p:b>1</p:b><b/><q:b/><p:b/><c xmlns=""/><q:c/>
            <p:a><p:b/><q:b/></p:a><p:a><b/></p:a><a><b/><p:b/></a>
            <p:a xmlns:p="urn:z"/><p:a><q:a><q:b/><!-- c --></q:a></p:a></a>
            """)
        #expect(tree == stream)
        #expect(
            stream.map(\.path) == [
                "/*/*[2]", "/*/q:b", "/*/p:b[2]", "/*/p:a[1]/p:b", "/*/p:a[1]/q:b", "/*/p:a[2]/*", "/*/*[9]/*[1]",
                "/*/*[9]/p:b", "/*/p:a[4]/q:a/q:b",
            ])
    }

    @Test func `No more faults are kept than are asked for`() throws {
        let text = "<list>" + String(repeating: "<item/>", count: 100) + "</list>"
        for schema in [Self.relaxNG, Self.xsd] {
            let schema = try XML.DOM.Schema(string: schema)
            #expect(try schema.validate(MemorySource(Array(text.utf8)), atMost: 7).count == 7)
        }
    }

    @Test func `What is not well-formed, too deep or unread is thrown`() throws {
        for text in [Self.relaxNG, Self.xsd] {
            let schema = try XML.DOM.Schema(string: text)
            func error(_ text: String) -> String {
                do {
                    _ = try schema.validate(MemorySource(Array(text.utf8), name: "d.xml"))
                    return ""
                } catch {
                    return "\(error)".split(separator: "\n").first.map(String.init) ?? ""
                }
            }
            #expect(error("<list><item></list>") == "d.xml:1:13: error: expected '</item>' but found '</list>'")
            #expect(error(String(repeating: "<list>", count: 1100)).contains("1024"))
            #expect(
                error("<!DOCTYPE list SYSTEM 'x'><list>&e;</list>")
                    == "d.xml:1:33: error: the entity 'e' was not read, so that its text is missing")
        }
    }

    @Test func `A file is held to a schema, whether its tree is needed or not`() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(Array("<list><item n='x'><name/></item><end/></list>".utf8), to: "d.xml")
        let dtd = "<!ELEMENT list (item*)><!ELEMENT item (name)><!ATTLIST item n ID #IMPLIED><!ELEMENT name EMPTY>"
        for schema in try [
            XML.DOM.Schema(string: Self.relaxNG), XML.DOM.Schema(string: Self.xsd),
            XML.DOM.Schema(string: dtd, kind: .dtd),
        ] {
            let found = try schema.validate(contentsOf: path)
            #expect(try found == schema.validate(XML.DOM.Document(contentsOf: path)))
            #expect(!found.isEmpty && found.allSatisfy { $0.sourceName == path })
            #expect(try schema.validate(contentsOf: path, atMost: 1).count == 1)
            #expect(throws: IOFailure.self) { try schema.validate(contentsOf: directory.file("none.xml")) }
        }
    }
}
