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
}
