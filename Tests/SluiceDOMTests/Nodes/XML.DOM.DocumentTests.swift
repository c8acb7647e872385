import SluiceDOM
import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct `XML.DOM.Document` {
    @Test func `A document is made from nothing`() throws {
        let document = XML.DOM.Document()
        let root = try document.appendChild(document.createElementNS("urn:b", "b:books"))
        let book = try root.appendChild(document.createElementNS("urn:b", "b:book"))
        try book.setAttributeNS("urn:x", "x:id", "1")
        try book.appendChild(document.createTextNode("Salt & Pepper"))
        document.standalone = true
        #expect(
            try document.toxml() == """
                <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
                <b:books xmlns:b="urn:b"><b:book xmlns:x="urn:x" x:id="1">Salt &amp; Pepper</b:book></b:books>
                """)
        #expect(document.documentElement === root)
        #expect(book.isConnected)
        #expect(document.version == "1.0")
    }

    @Test func `Nodes of another document are copied or taken over`() throws {
        let other = try XML.DOM.Document(string: "<a xmlns:p='u'><p:b k='1'>x</p:b></a>")
        let document = try XML.DOM.Document(string: "<z/>")
        let b = try #require(other.documentElement?.firstElementChild)
        let copy = try document.importNode(b, true)
        #expect(copy.ownerDocument === document)
        #expect(copy !== b)
        #expect(try copy.toxml() == "<p:b xmlns:p=\"u\" k=\"1\">x</p:b>")
        #expect(try document.importNode(b, false).toxml() == "<p:b xmlns:p=\"u\" k=\"1\"/>")
        let taken = try document.adoptNode(b)
        #expect(taken === b)
        #expect(b.parentNode == nil)
        #expect(b.ownerDocument === document)
        #expect(try other.documentElement?.toxml() == "<a xmlns:p=\"u\"/>")
        #expect(throws: XML.DOM.Exception.self) { try document.importNode(other, true) }
    }

    @Test func `Elements and attributes get other names and stay the same`() throws {
        let document = try XML.DOM.Document(string: "<a x='1'><b/></a>")
        let root = try #require(document.documentElement)
        try document.renameNode(root, "u", "p:c")
        let attribute = try #require(root.getAttributeNode("x"))
        try document.renameNode(attribute, nil, "y")
        #expect(try root.toxml() == "<p:c xmlns:p=\"u\" y=\"1\"><b/></p:c>")
        #expect(document.documentElement === root)
        #expect(throws: XML.DOM.Exception.self) { try document.renameNode(document.createTextNode(""), nil, "z") }
    }

    @Test func `What a node is told to keep stays with it`() throws {
        let document = try XML.DOM.Document(string: "<a/>")
        document.documentElement?.setUserData("key", 42)
        #expect(document.documentElement?.getUserData("key") as? Int == 42)
        let other = XML.DOM.Document()
        if let root = document.documentElement { try other.appendChild(root) }
        #expect(other.documentElement?.setUserData("key", nil) as? Int == 42)
        #expect(other.documentElement?.getUserData("key") == nil)
    }

    @Test func `A document has the name of its file, or what it was given`() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(Array("<a/>".utf8), to: "a.xml")
        #expect(try XML.DOM.Document(contentsOf: path).documentURI == path)
        let document = try XML.DOM.Document(string: "<a/>", name: "urn:a")
        #expect(document.documentURI == "urn:a")
        document.documentURI = "urn:b"
        #expect(document.documentURI == "urn:b")
        document.documentURI = nil
        #expect(document.documentURI == nil)
        #expect(XML.DOM.Document().documentURI == nil)
    }

    @Test func `A page of XHTML is in its namespace`() throws {
        let page = try XML.DOM.DOMImplementation().createDocument(XML.DOM.Namespace.xhtml, "html")
        #expect(try page.documentElement?.toxml() == "<html xmlns=\"http://www.w3.org/1999/xhtml\"/>")
        #expect(page.documentElement?.namespaceURI == XML.DOM.Namespace.xhtml)
    }
}
