import SluiceCore
import SluiceDOM
import SluiceXML
import Testing

@Suite struct `Writing of a DOM` {
    @Test func `Children get lines of their own, and text stays as it is`() throws {
        let document = try XML.DOM.Document(string: "<a><b><c/></b><d>mixed <e/> text</d></a>")
        #expect(
            try document.documentElement?.toprettyxml(indent: "  ")
                == "<a>\n  <b>\n    <c/>\n  </b>\n  <d>mixed <e/> text</d>\n</a>\n")
    }

    @Test func `Namespaces that are not declared are, where they are missing`() throws {
        let document = XML.DOM.Document()
        let root = try document.appendChild(document.createElementNS("u", "a"))
        try root.appendChild(document.createElementNS("u", "b"))
        try root.appendChild(document.createElement("c"))
        let d = try root.appendChild(document.createElementNS("v", "p:d"))
        try d.setAttributeNS("w", "p:x", "1")
        let text = try root.toxml()
        let again = try XML.DOM.Document(string: text)
        #expect(again.getElementsByTagNameNS("u", "b").count == 1)
        #expect(again.getElementsByTagName("c").first?.namespaceURI == nil)
        #expect(again.getElementsByTagNameNS("v", "d").first?.getAttributeNS("w", "x") == "1")
    }

    @Test func `A part of a document is written with what is in force there`() throws {
        let document = try XML.DOM.Document(string: "<p:a xmlns:p='u'><p:b/></p:a>")
        #expect(try document.documentElement?.firstChild?.toxml() == "<p:b xmlns:p=\"u\"/>")
    }

    @Test func `It goes to a sink in pieces, and in other encodings`() throws {
        let document = try XML.DOM.Document(
            string: "<a>" + String(repeating: "<b>é</b>", count: 50_000) + "</a>")
        var sink = MemorySink()
        try document.writexml(to: &sink, options: .init(encoding: .usASCII))
        let text = String(decoding: sink.bytes, as: UTF8.self)
        #expect(text.hasPrefix("<?xml version=\"1.0\" encoding=\"US-ASCII\"?>\n<a><b>&#233;</b>"))
        #expect(try XML.DOM.Document(string: text).toxml() == document.toxml())
    }

    @Test func `What is no XML is refused`() throws {
        let document = try XML.DOM.Document(string: "<a x='1'/>")
        #expect(throws: XML.DOM.Exception.self) { try document.documentElement?.getAttributeNode("x")?.toxml() }
        document.documentElement?.textContent = "\u{1}"
        #expect(throws: WriterError.self) { try document.toxml() }
        #expect(try XML.DOM.Document().toxml() == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
    }
}
