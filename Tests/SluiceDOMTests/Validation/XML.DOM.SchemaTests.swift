import SluiceCore
import SluiceDOM
import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct `XML.DOM.Schema` {
    private func document(_ text: String) throws -> XML.DOM.Document {
        try XML.DOM.Document(string: text, name: "d.xml")
    }

    private func faults(_ schema: XML.DOM.Schema, _ text: String) throws -> [String] {
        try schema.validate(document(text)).map(\.description)
    }

    private func compileFaults(_ text: String, _ kind: XML.DOM.Schema.Kind? = nil) -> [String] {
        do {
            _ = try XML.DOM.Schema(string: text, kind: kind, name: "s")
            return []
        } catch let error as XML.DOM.SchemaError {
            return error.faults.map(\.description)
        } catch {
            return ["\(error)"]
        }
    }

    private static let relaxNG = """
        <element name="books" xmlns="http://relaxng.org/ns/structure/1.0"
            datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
          <zeroOrMore><element name="book"><attribute name="price"><data type="decimal"/></attribute><text/></element>
          </zeroOrMore>
        </element>
        """

    private static let xsd = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
          <xs:element name="books"><xs:complexType><xs:sequence>
            <xs:element name="book" maxOccurs="unbounded"><xs:complexType><xs:simpleContent>
              <xs:extension base="xs:string">
                <xs:attribute name="price" type="xs:decimal" use="required"/><xs:attribute name="id" type="xs:ID"/>
              </xs:extension>
            </xs:simpleContent></xs:complexType></xs:element>
          </xs:sequence></xs:complexType></xs:element>
        </xs:schema>
        """

    private static let schematron = """
        <schema xmlns="http://purl.oclc.org/dsdl/schematron"><pattern><rule context="book">
          <assert test="@price &gt; 0">A book costs something</assert><report test="@free">Nothing is free</report>
        </rule></pattern></schema>
        """

    private static let good = "<books>\n<book price='1'>a</book>\n<book price='2'>b</book>\n</books>"
    private static let bad = "<books>\n<book price='1'>a</book>\n<book price='x'>b</book>\n<magazine/>\n</books>"

    @Test func `What stands in the namespace of xml stays there in a schema`() throws {
        let xsd = try XML.DOM.Schema(
            string: """
                <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:annotation>
                  <xs:documentation xml:lang="en">Of books</xs:documentation>
                </xs:annotation><xs:element name="a"/></xs:schema>
                """)
        #expect(try faults(xsd, "<a/>") == [])
        let relaxNG = try XML.DOM.Schema(
            string: """
                <element name="a" xmlns="http://relaxng.org/ns/structure/1.0"><attribute name="xml:lang"/></element>
                """)
        #expect(try faults(relaxNG, "<a xml:lang='en'/>") == [])
        #expect(try faults(relaxNG, "<a lang='en'/>") != [])
    }

    @Test func `References find the IDs that the document type declares`() throws {
        let schema = try XML.DOM.Schema(
            string: """
                <element name="a" xmlns="http://relaxng.org/ns/structure/1.0"
                    datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
                  <zeroOrMore><element name="b"><optional><attribute name="id"><data type="ID"/></attribute></optional>
                  <optional><attribute name="to"><data type="IDREF"/></attribute></optional></element></zeroOrMore>
                </element>
                """)
        let type = "<!DOCTYPE a [<!ATTLIST b id ID #IMPLIED>]>"
        #expect(try faults(schema, "\(type)<a><b to='x'/><b id='x'/></a>") == [])
        #expect(try faults(schema, "\(type)<a><b to='y'/><b id='x'/></a>").count == 1)
        #expect(try faults(schema, "<a><b to='x'/><b id='x'/></a>") == [])
    }

    @Test func `RELAX NG tells what is wrong, and where`() throws {
        let schema = try XML.DOM.Schema(string: Self.relaxNG)
        #expect(schema.kind == .relaxNG)
        let found1 = try faults(schema, Self.good)
        #expect(found1 == [])
        let found2 = try faults(schema, Self.bad)
        #expect(
            found2 == [
                "d.xml:3:1: error: Type decimal doesn't allow value 'x' (/books/book[2])",
                "d.xml:3:1: error: Element book failed to validate attributes (/books/book[2])",
                "d.xml:4:1: error: Did not expect element magazine there (/books/magazine)",
            ])
    }

    @Test func `XML Schema tells all that is wrong`() throws {
        let schema = try XML.DOM.Schema(string: Self.xsd)
        #expect(schema.kind == .xsd)
        let found3 = try faults(schema, Self.good)
        #expect(found3 == [])
        let found4 = try faults(schema, Self.bad)
        #expect(
            found4 == [
                "d.xml:3:1: error: Element 'book', attribute 'price': 'x' is not a valid value of the atomic type 'xs:decimal'. (/books/book[2])",
                "d.xml:4:1: error: Element 'magazine': This element is not expected. Expected is ( book ). (/books/magazine)",
            ])
    }

    @Test func `IDs that a schema tells of are known afterwards`() throws {
        let document = try document("<books><book price='1' id='a'>x</book></books>")
        #expect(try XML.DOM.Schema(string: Self.xsd).isValid(document))
        let book = try #require(document.getElementById("a"))
        #expect(book.nodeName == "book")
        book.removeAttribute("id")
        #expect(document.getElementById("a") == nil)
    }

    @Test func `Schematron tells which rules are broken`() throws {
        let schema = try XML.DOM.Schema(string: Self.schematron)
        #expect(schema.kind == .schematron)
        let found5 = try faults(schema, Self.good)
        #expect(found5 == [])
        let found6 = try faults(schema, "<books>\n<book price='0'/><book price='1' free=''/></books>")
        #expect(
            found6 == [
                "d.xml:2:1: error: A book costs something (/books/book[1])",
                "d.xml:2:18: error: Nothing is free (/books/book[2])",
            ])
    }

    @Test func `A DTD with parameter entities is a schema`() throws {
        let schema = try XML.DOM.Schema(
            string: "<!ENTITY % item 'book'><!ELEMENT books (%item;)*><!ELEMENT book (#PCDATA)>\n"
                + "<!ATTLIST book id ID #REQUIRED of IDREF #IMPLIED>", kind: .dtd)
        let document = try document("<books><book id='a'/><book id='b' of='a'>x</book></books>")
        let found7 = try schema.validate(document)
        #expect(found7 == [])
        #expect(document.getElementById("b")?.textContent == "x")
        #expect(
            try faults(schema, "<books>\n<book id='a'/><book id='a' of='z'/><book><x/></book></books>").count == 5)
    }

    @Test func `A document is held to its own document type`() throws {
        let type = "<!DOCTYPE a [<!ELEMENT a (b*)><!ELEMENT b EMPTY>]>"
        let found8 = try document(type + "<a><b/></a>").validate()
        #expect(found8 == [])
        let found9 = try document(type + "\n<a><b>x</b></a>").validate().map(\.description)
        #expect(
            found9 == [
                "d.xml:2:4: error: Element b was declared EMPTY this one has content (/a/b)"
            ])
        let found10 = try document(type + "<b/>").validate().map(\.description)
        #expect(
            found10 == [
                "d.xml:1:51: error: the document type asks for the root 'a', not 'b' (/b)"
            ])
        let found11 = try document("<a/>").validate().map(\.description)
        #expect(
            found11 == [
                "d.xml:1:1: error: the document has no document type (/a)"
            ])
    }

    @Test func `A broken schema says what is wrong with it`() {
        let undefined = compileFaults(
            "<element name='a' xmlns='http://relaxng.org/ns/structure/1.0'>\n<ref name='b'/></element>")
        #expect(undefined == ["s:2: error: Internal found no define for ref b"])
        let unknown = compileFaults(
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>\n<xs:element name='a' type='b'/></xs:schema>")
        #expect(
            unknown == [
                "s:2: error: element decl. 'a', attribute 'type': The QName value 'b' does not resolve to a(n) type definition."
            ])
        let unclosed = compileFaults("<!ELEMENT a (b>", .dtd).map { String($0.prefix { $0 != "\n" }) }
        #expect(
            unclosed == [
                "s:1:15: error: in the external subset, line 1: expected ',', '|' or ')' in a content model but found '>'"
            ])
        #expect(
            compileFaults("<a/>") == [
                "NOT_SUPPORTED_ERR: the document is no schema of RELAX NG, XML Schema or Schematron"
            ])
    }

    private final class Library: XML.EntityResolver {
        var asked: [String] = []
        let texts: [String: String]
        init(_ texts: [String: String]) { self.texts = texts }
        func resolveEntity(_ name: String, publicID: String?, systemID: String) -> XML.InputSource? {
            asked.append("\(name) \(systemID)")
            return texts[systemID].map { XML.InputSource($0, systemID: systemID) }
        }
    }

    @Test func `What a schema includes comes from the resolver alone`() throws {
        let including = """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:include schemaLocation="types.xsd"/>
            <xs:element name="a" type="digit"/></xs:schema>
            """
        let types = """
            <!DOCTYPE xs:schema [<!ENTITY one "1">]>
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:simpleType name="digit">
            <xs:restriction base="xs:integer"><xs:maxInclusive value="&one;"/></xs:restriction></xs:simpleType></xs:schema>
            """
        let library = Library(["dir/types.xsd": types])
        let schema = try XML.DOM.Schema(string: including, name: "dir/main.xsd", resolver: library)
        #expect(library.asked == ["[schema] dir/types.xsd"])
        let found12 = try faults(schema, "<a>1</a>")
        #expect(found12 == [])
        #expect(try faults(schema, "<a>2</a>").count == 1)
        #expect(throws: XML.DOM.SchemaError.self) { try XML.DOM.Schema(string: including, name: "dir/main.xsd") }

        let ng = "<grammar xmlns='http://relaxng.org/ns/structure/1.0'><include href='b.rng'/></grammar>"
        let part =
            "<grammar xmlns='http://relaxng.org/ns/structure/1.0'><start><element name='a'><empty/></element></start></grammar>"
        let grammar = try XML.DOM.Schema(string: ng, name: "main.rng", resolver: Library(["b.rng": part]))
        let found13 = try faults(grammar, "<a/>")
        #expect(found13 == [])
    }

    @Test func `A document cannot name a schema to be read`() throws {
        let schema = try XML.DOM.Schema(string: Self.xsd)
        let named =
            "<books xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:noNamespaceSchemaLocation='/etc/x.xsd'><book price='1'/></books>"
        let found14 = try faults(schema, named)
        #expect(found14 == [])
    }

    @Test func `What is too deep is refused`() throws {
        let document = XML.DOM.Document()
        var parent = try document.appendChild(document.createElement("a"))
        for _ in 0..<1100 { parent = try parent.appendChild(document.createElement("a")) }
        #expect(throws: XML.DOM.Exception.self) { try XML.DOM.Schema(string: Self.relaxNG).validate(document) }
    }

    @Test func `A schema is read from a file, a DTD by its name`() throws {
        let directory = try TemporaryDirectory()
        for (name, text, kind) in [
            ("a.rng", Self.relaxNG, XML.DOM.Schema.Kind.relaxNG), ("a.xsd", Self.xsd, .xsd),
            ("a.sch", Self.schematron, .schematron),
            ("a.dtd", "<!ELEMENT books (book*)><!ELEMENT book (#PCDATA)><!ATTLIST book price NMTOKEN #REQUIRED>", .dtd),
        ] {
            let schema = try XML.DOM.Schema(contentsOf: directory.write(Array(text.utf8), to: name))
            #expect(schema.kind == kind)
            let path = try directory.write(Array(Self.good.utf8), to: "good.xml")
            #expect(try schema.validate(contentsOf: path).isEmpty, "\(name)")
        }
        let named = try directory.write(Array("<!ELEMENT a EMPTY>".utf8), to: "declarations")
        let schema = try XML.DOM.Schema(contentsOf: named, kind: .dtd)
        #expect(try faults(schema, "<a>x</a>").count == 1)
        #expect(throws: IOFailure.self) { try XML.DOM.Schema(contentsOf: directory.file("none.dtd")) }
    }

    @Test func `A document is held to the external part of its document type, where that is read`() throws {
        let text = "<!DOCTYPE a SYSTEM 'a.dtd' [<!ATTLIST a c CDATA #REQUIRED>]><a><b/></a>"
        let library = Library(["a.dtd": "<!ENTITY % b 'b'><!ELEMENT a (%b;, %b;)><!ELEMENT b EMPTY>"])
        var options = XML.DOM.ParsingOptions()
        options.parser.readsExternalParameterEntities = true
        let document = try XML.DOM.Document(string: text, options: options, name: "d.xml", entityResolver: library)
        #expect(library.asked == ["[dtd] a.dtd"])
        let found = try document.validate().map(\.description)
        #expect(
            found == [
                "d.xml:1:61: error: Element a content does not follow the DTD, expecting (b , b), got (b) (/a)",
                "d.xml:1:61: error: Element a does not carry attribute c (/a)",
            ])
        try document.documentElement?.appendChild(document.createElement("b"))
        try document.documentElement?.setAttribute("c", "")
        #expect(try document.validate().isEmpty)
    }

    @Test func `Schemas import those of other namespaces, and refer to other patterns`() throws {
        let importing = """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t">
            <xs:import namespace="urn:t" schemaLocation="t.xsd"/><xs:element name="a" type="t:digit"/></xs:schema>
            """
        let types = """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t"><xs:simpleType name="digit">
            <xs:restriction base="xs:integer"><xs:maxInclusive value="9"/></xs:restriction></xs:simpleType></xs:schema>
            """
        let library = Library([
            "t.xsd": types, "b.rng": "<element name='b' xmlns='http://relaxng.org/ns/structure/1.0'><empty/></element>",
        ])
        let schema = try XML.DOM.Schema(string: importing, name: "main.xsd", resolver: library)
        #expect(try faults(schema, "<a>9</a>") == [])
        #expect(try faults(schema, "<a>10</a>").count == 1)
        let outer =
            "<element name='a' xmlns='http://relaxng.org/ns/structure/1.0'><externalRef href='b.rng'/></element>"
        let pattern = try XML.DOM.Schema(string: outer, name: "main.rng", resolver: library)
        #expect(try faults(pattern, "<a><b/></a>") == [])
        #expect(try faults(pattern, "<a/>").count == 1)
        #expect(library.asked == ["[schema] t.xsd", "[schema] b.rng"])
        #expect(throws: XML.DOM.SchemaError.self) { try XML.DOM.Schema(string: importing, name: "main.xsd") }
        #expect(throws: XML.DOM.SchemaError.self) { try XML.DOM.Schema(string: outer, name: "main.rng") }
    }
}
