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
}
