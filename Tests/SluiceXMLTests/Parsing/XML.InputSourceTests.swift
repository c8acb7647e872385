import SluiceCore
import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct XMLInputSourceTests {
    @Test func `A text is UTF-8, whatever it declares; bytes are what they declare`() throws {
        let text = "<?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>"
        let source = XML.InputSource(text, publicID: "p", systemID: "s.xml")
        #expect(source.encoding == "UTF-8" && source.publicID == "p" && source.systemID == "s.xml")
        #expect(try XML.parse(source, handler: XMLEventLog()).events == ["<a", "'é", "</a", "end"])
        let bytes = XML.InputSource(Array(text.utf8))
        #expect(try XML.parse(bytes, handler: XMLEventLog()).events == ["<a", "'Ã©", "</a", "end"])
    }

    @Test func `Errors call the document by its system identifier`() {
        let error = #expect(throws: ParseError.self) {
            _ = try XML.parse(XML.InputSource("<a>", systemID: "s.xml"), handler: XMLEventLog())
        }
        #expect(error?.sourceName == "s.xml")
    }
}
