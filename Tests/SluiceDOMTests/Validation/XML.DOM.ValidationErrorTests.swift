import SluiceDOM
import SluiceXML
import Testing

@Suite struct `XML.DOM.ValidationError` {
    private static let schema = "<element name='a' xmlns='http://relaxng.org/ns/structure/1.0'><empty/></element>"

    @Test func `It tells place, node and libxml2's number`() throws {
        let document = try XML.DOM.Document(string: "<a>\n<b/></a>", name: "a.xml")
        let error = try #require(XML.DOM.Schema(string: Self.schema).validate(document).first)
        #expect(error.sourceName == "a.xml")
        #expect(error.path.hasPrefix("/a"))
        #expect(error.code != 0)
        #expect(error.description.hasPrefix("a.xml:"))
        #expect(!error.description.contains("\n"))
    }

    @Test func `What was not parsed has no line`() throws {
        let document = XML.DOM.Document()
        try document.appendChild(document.createElement("b"))
        let error = try #require(XML.DOM.Schema(string: Self.schema).validate(document).first)
        #expect(error.line == nil)
        #expect(error.description == "error: Expecting element a, got b (/b)")
    }

    @Test func `The path of an attribute's fault is its element's`() throws {
        let rules = "<attribute name='n'><data type='int'/></attribute>"
        let schemas = try [
            XML.DOM.Schema(
                string: "<element name='a' xmlns='http://relaxng.org/ns/structure/1.0' "
                    + "datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'>\(rules)</element>"),
            XML.DOM.Schema(
                string: "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='a'><xs:complexType>"
                    + "<xs:attribute name='n' type='xs:int'/></xs:complexType></xs:element></xs:schema>"),
            XML.DOM.Schema(string: "<!ELEMENT a EMPTY><!ATTLIST a n (1|2) #REQUIRED>", kind: .dtd),
        ]
        for schema in schemas {
            let document = try XML.DOM.Document(string: "<a n='x'/>")
            let paths = try schema.validate(document).map(\.path)
            #expect(Set(paths) == ["/a"], "\(schema.kind)")
        }
    }
}
