import SluiceDOM
import SluiceXML
import Testing

@Suite struct `XML.DOM.Attr` {
    @Test func `An attribute is a node with a text`() throws {
        let document = try XML.DOM.Document(string: "<a x='1'/>")
        let attribute = try #require(document.documentElement?.getAttributeNode("x"))
        #expect(attribute.nodeType == .attribute)
        #expect(attribute.parentNode == nil)
        #expect(attribute.nextSibling == nil)
        #expect(attribute.firstChild?.nodeValue == "1")
        try attribute.appendChild(document.createTextNode("2"))
        #expect(attribute.value == "12")
        attribute.normalize()
        #expect(attribute.childNodes.length == 1)
        let text = attribute.firstChild
        attribute.value = "3"
        #expect(text?.nodeValue == "3")
        #expect(attribute.isId == false)
    }

    @Test func `An attribute moves to another document with its element's consent`() throws {
        let (one, two) = (
            try XML.DOM.Document(string: "<a xmlns:p='u' p:x='1'/>"), try XML.DOM.Document(string: "<b/>")
        )
        let attribute = try #require(one.documentElement?.getAttributeNodeNS("u", "x"))
        let declaration = try #require(one.documentElement?.getAttributeNode("xmlns:p"))
        try one.documentElement?.removeAttributeNode(attribute)
        try one.documentElement?.removeAttributeNode(declaration)
        try two.documentElement?.setAttributeNodeNS(attribute)
        try two.documentElement?.setAttributeNode(declaration)
        #expect(attribute.ownerDocument === two)
        #expect(declaration.ownerDocument === two)
        #expect(try two.documentElement?.toxml() == "<b xmlns:p=\"u\" p:x=\"1\"/>")
        #expect(try one.documentElement?.toxml() == "<a/>")
    }

    @Test func `An attribute says whether it is an ID`() throws {
        let document = try XML.DOM.Document(
            string: "<!DOCTYPE a [<!ATTLIST a key ID #IMPLIED>]><a key='1' xml:id='2' id='3' xmlns='u'/>")
        let root = try #require(document.documentElement)
        let ids = root.attributes?.filter(\.isId).map(\.name)
        #expect(ids == ["key", "xml:id"])
        try root.setIdAttribute("id")
        #expect(root.getAttributeNode("id")?.isId == true)
    }

    @Test func `A declaration of a namespace is made and copied as other attributes are`() throws {
        let document = try XML.DOM.Document(string: "<a xmlns:p='u'><b/></a>")
        let declaration = try #require(document.documentElement?.getAttributeNode("xmlns:p"))
        let copy = try #require(declaration.cloneNode(true) as? XML.DOM.Attr)
        #expect(copy !== declaration)
        #expect(copy.name == "xmlns:p" && copy.value == "u" && copy.ownerElement == nil)
        let b = try #require(document.documentElement?.firstElementChild)
        copy.value = "v"
        try b.setAttributeNode(copy)
        let other = try document.createAttribute("xmlns")
        other.value = "w"
        try b.setAttributeNode(other)
        #expect(b.getAttributeNode("xmlns") === other)
        #expect(try document.documentElement?.toxml() == "<a xmlns:p=\"u\"><b xmlns:p=\"v\"/></a>")
        #expect(throws: XML.DOM.Exception.self) { try document.importNode(declaration, true) }
    }
}
