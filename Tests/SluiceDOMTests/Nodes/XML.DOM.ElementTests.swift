import SluiceDOM
import SluiceXML
import Testing

@Suite struct `XML.DOM.Element` {
    private func root(_ text: String) throws -> XML.DOM.Element {
        try #require(try XML.DOM.Document(string: text).documentElement)
    }

    @Test func `Attributes are set, found and taken out by name`() throws {
        let root = try root("<a x='1' p:y='2' xmlns:p='u'/>")
        #expect(root.getAttribute("x") == "1")
        #expect(root.getAttribute("p:y") == "2")
        #expect(root.getAttributeNS("u", "y") == "2")
        #expect(root.getAttribute("none") == nil)
        try root.setAttribute("x", "3")
        try root.setAttribute("z", "a \"b\" & <c>")
        try root.setAttributeNS("u", "q:y", "4")
        root.removeAttribute("none")
        #expect(root.attributes?.keys() == ["xmlns:p", "x", "q:y", "z"])
        #expect(
            try root.toxml()
                == "<a xmlns:p=\"u\" x=\"3\" p:y=\"4\" z=\"a &quot;b&quot; &amp; &lt;c&gt;\"/>")
        root.removeAttribute("x")
        root.removeAttributeNS("u", "y")
        #expect(!root.hasAttribute("x"))
        #expect(root.attributes?.length == 2)
    }

    @Test func `An attribute's node goes with its value, and may go to another element`() throws {
        let (one, two) = (try root("<a x='1'/>"), try root("<b x='2'/>"))
        let node = try #require(one.getAttributeNode("x"))
        #expect(throws: XML.DOM.Exception.self) { try two.setAttributeNode(node) }
        try one.removeAttributeNode(node)
        #expect(node.ownerElement == nil)
        #expect(node.value == "1")
        let old = try two.setAttributeNode(node)
        #expect(old?.value == "2")
        #expect(node.ownerElement === two)
        node.value = "5"
        #expect(try two.toxml() == "<b x=\"5\"/>")
    }

    @Test func `Declarations of namespaces are attributes that change no name`() throws {
        let root = try root("<p:a xmlns:p='u' xmlns='v'><b/></p:a>")
        #expect(root.getAttribute("xmlns") == "v")
        #expect(root.getAttributeNS(XML.DOM.Namespace.xmlns, "p") == "u")
        let declaration = try #require(root.getAttributeNode("xmlns:p"))
        #expect(declaration.namespaceURI == XML.DOM.Namespace.xmlns)
        #expect(declaration.ownerElement === root)
        root.removeAttribute("xmlns:p")
        #expect(declaration.ownerElement == nil)
        #expect(declaration.value == "u")
        #expect(root.namespaceURI == "u")
        #expect(try root.toxml() == "<p:a xmlns=\"v\" xmlns:p=\"u\"><b/></p:a>")
        try root.setAttributeNode(declaration)
        #expect(root.getAttributeNode("xmlns:p") === declaration)
    }

    @Test func `Elements are found by name, in document order`() throws {
        let root = try root("<a><b n='1'/><c><b n='2'/><p:b xmlns:p='u' n='3'/></c><b n='4'/></a>")
        #expect(root.getElementsByTagName("b").map { $0.getAttribute("n") } == ["1", "2", "4"])
        #expect(root.getElementsByTagName("*").length == 5)
        #expect(root.getElementsByTagNameNS("u", "b").map { $0.getAttribute("n") } == ["3"])
        #expect(root.getElementsByTagNameNS("*", "b").count == 4)
    }

    @Test func `IDs are those of the document type, xml:id, and what is made one`() throws {
        let document = try XML.DOM.Document(
            string: "<!DOCTYPE a [<!ATTLIST b key ID #IMPLIED>]><a><b key='one'/><c xml:id='two'/><d name='three'/></a>"
        )
        #expect(document.getElementById("one")?.nodeName == "b")
        #expect(document.getElementById("two")?.nodeName == "c")
        #expect(document.getElementById("three") == nil)
        let d = try #require(document.getElementsByTagName("d").first)
        try d.setIdAttribute("name")
        #expect(document.getElementById("three") === d)
        try d.setAttribute("name", "four")
        #expect(document.getElementById("three") == nil)
        #expect(document.getElementById("four") === d)
        try d.parentNode?.removeChild(d)
        #expect(document.getElementById("four") == nil)
        let copy = try #require(d.cloneNode(true) as? XML.DOM.Element)
        try document.documentElement?.appendChild(copy)
        #expect(document.getElementById("four") === copy)
        d.getAttributeNode("name")?.firstChild?.nodeValue = "five"
        try document.documentElement?.appendChild(d)
        #expect(document.getElementById("five") === d)
    }

    @Test func `An element says whether it has attributes, of any name or of one`() throws {
        let root = try root("<a><b xmlns='v'/><c p:y='1' xmlns:p='u'/></a>")
        #expect(!root.hasAttributes)
        #expect(root.firstElementChild?.hasAttributes == true)
        let c = try #require(root.lastElementChild)
        #expect(c.hasAttributeNS("u", "y"))
        #expect(c.hasAttributeNS(XML.DOM.Namespace.xmlns, "p"))
        #expect(!c.hasAttributeNS(nil, "y"))
        #expect(!c.hasAttributeNS("u", "z"))
        c.removeAttributeNS("u", "y")
        c.removeAttributeNS(XML.DOM.Namespace.xmlns, "p")
        #expect(!c.hasAttributes)
        #expect(!XML.DOM.Document().createTextNode("t").hasAttributes)
    }

    @Test func `An attribute is made an ID by its namespace or its node, and is one no longer`() throws {
        let document = try XML.DOM.Document(string: "<a><b p:k='one' xmlns:p='u'/><c k='two'/></a>")
        let (b, c) = (
            try #require(document.getElementsByTagName("b").first),
            try #require(document.getElementsByTagName("c").first)
        )
        try b.setIdAttributeNS("u", "k")
        #expect(document.getElementById("one") === b)
        #expect(b.getAttributeNodeNS("u", "k")?.isId == true)
        try b.setIdAttributeNS("u", "k", false)
        #expect(document.getElementById("one") == nil)
        let key = try #require(c.getAttributeNode("k"))
        try c.setIdAttributeNode(key)
        #expect(document.getElementById("two") === c)
        #expect(key.isId)
        #expect(throws: XML.DOM.Exception.self) { try b.setIdAttributeNode(key) }
        #expect(throws: XML.DOM.Exception.self) { try b.setIdAttributeNS(nil, "k") }
        try c.setIdAttributeNode(key, false)
        #expect(document.getElementById("two") == nil)
        #expect(!key.isId)
    }

    @Test func `Elements know the elements beside them`() throws {
        let root = try root("<a>t<b/>u<!--c--><c/><?p?><d/>v</a>")
        let b = try #require(root.firstElementChild)
        #expect(b.previousElementSibling == nil)
        #expect(b.nextElementSibling?.nodeName == "c")
        #expect(b.nextElementSibling?.nextElementSibling === root.lastElementChild)
        #expect(root.lastElementChild?.nextElementSibling == nil)
        #expect(root.lastElementChild?.previousElementSibling?.nodeName == "c")
        #expect(root.firstChild?.nextElementSibling === b)
        #expect(root.lastChild?.previousElementSibling?.nodeName == "d")
        #expect(root.nextElementSibling == nil)
    }
}
