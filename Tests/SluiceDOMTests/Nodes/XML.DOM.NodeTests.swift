import SluiceDOM
import SluiceXML
import Testing

@Suite struct `XML.DOM.Node` {
    private func document(_ text: String) throws -> XML.DOM.Document { try XML.DOM.Document(string: text) }

    @Test func `A document is read and written as it was`() throws {
        let text =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!--a--><a xmlns=\"u\" xmlns:p=\"v\" x=\"1 &amp; &lt;\"><p:b p:y=\"2\">text &lt; <![CDATA[<raw>]]></p:b><?go on?><c/>tail</a>"
        #expect(try document(text).toxml() == text)
    }

    @Test func `A node has one object`() throws {
        let document = try document("<a><b/>text</a>")
        let root = try #require(document.documentElement)
        #expect(root === document.firstChild)
        #expect(root.firstChild === root.childNodes[0])
        #expect(root.firstChild?.nextSibling === root.lastChild)
        #expect(root.ownerDocument === document)
        #expect(root.firstChild?.parentNode === root)
    }

    @Test func `A node outlives its document's object and its place`() throws {
        var node: XML.DOM.Element?
        do {
            let document = try document("<a><b><c x='1'/>text</b></a>")
            node = document.documentElement?.firstElementChild
            try document.documentElement?.removeChild(#require(node))
        }
        #expect(try node?.toxml() == "<b><c x=\"1\"/>text</b>")
        #expect(node?.ownerDocument?.documentElement?.nodeName == "a")
        #expect(node?.parentNode == nil)
    }

    @Test func `Nodes go from one document to another`() throws {
        let (one, two) = (try document("<a xmlns:p='u'><p:b id='x'>text<c/></p:b></a>"), try document("<z/>"))
        let moved = try #require(one.documentElement?.firstElementChild)
        let inner = try #require(moved.lastChild)
        try two.documentElement?.appendChild(moved)
        #expect(moved.ownerDocument === two)
        #expect(inner.ownerDocument === two)
        #expect(inner === moved.lastChild)
        #expect(try one.documentElement?.toxml() == "<a xmlns:p=\"u\"/>")
        #expect(try two.documentElement?.toxml() == "<z><p:b xmlns:p=\"u\" id=\"x\">text<c/></p:b></z>")
    }

    @Test func `A node is the same as itself alone, and has the features of its implementation`() throws {
        let root = try #require(document("<a><b/></a>").documentElement)
        #expect(root.isSameNode(root))
        #expect(root.firstChild.map { $0.parentNode?.isSameNode(root) } == true)
        #expect(!root.isSameNode(root.cloneNode(true)))
        #expect(root.isSupported("XML", "1.0") && root.isSupported("core") && root.isSupported("Core", "3.0"))
        #expect(!root.isSupported("Core", "4.0") && !root.isSupported("Traversal", "2.0"))
    }
}
