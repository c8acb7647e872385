import SluiceDOM
import SluiceXML
import Testing

@Suite struct `Places of nodes` {
    private let document: XML.DOM.Document
    private let root: XML.DOM.Element

    init() throws {
        document = try XML.DOM.Document(
            string: "<a xmlns:p='u' x='1'>one<b/><b><p:c xmlns='d'/></b>two<?i?><!--c--><d xmlns='v'/></a>")
        root = try #require(document.documentElement)
    }

    @Test func `A node's path leads to it`() throws {
        var paths: [String] = []
        for node in try document.xpath("//node() | //@*") {
            paths.append(node.nodePath)
            #expect(try document.xpath(node.nodePath, namespaces: ["p": "u"]).contains { $0 === node })
        }
        #expect(
            paths == [
                "/a", "/a/@x", "/a/text()[1]", "/a/b[1]", "/a/b[2]", "/a/b[2]/p:c", "/a/text()[2]",
                "/a/processing-instruction('i')", "/a/comment()", "/a/*[3]",
            ])
        #expect(document.nodePath == "/")
    }

    @Test func `Nodes stand before, behind, in one another`() throws {
        let (b, c) = (root.childNodes[1], try #require(root.childNodes[2].firstChild))
        #expect(b.compareDocumentPosition(c) == .following)
        #expect(c.compareDocumentPosition(b) == .preceding)
        #expect(root.compareDocumentPosition(c) == [.containedBy, .following])
        #expect(c.compareDocumentPosition(root) == [.contains, .preceding])
        #expect(c.compareDocumentPosition(c) == [])
        #expect(b.compareDocumentPosition(try document.createElement("x")).contains(.disconnected))
        #expect(root.contains(c))
        #expect(!c.contains(root))
    }

    @Test func `Nodes are equal when they say the same`() throws {
        let copy = root.cloneNode(true)
        #expect(root.isEqualNode(copy))
        copy.lastChild?.textContent = "x"
        #expect(!root.isEqualNode(copy))
        let (one, two) = (
            try XML.DOM.Document(string: "<a x='1' y='2'><b/>t</a>"),
            try XML.DOM.Document(string: "<a y='2' x='1'><b/>t</a>")
        )
        #expect(one.isEqualNode(two))
        try two.documentElement?.appendChild(two.createElement("z"))
        #expect(!one.isEqualNode(two))
        #expect(!two.isEqualNode(one))
    }

    @Test func `Namespaces in force are found by prefix and by URI`() throws {
        let c = try #require(root.childNodes[2].firstChild)
        #expect(c.lookupNamespaceURI("p") == "u")
        #expect(c.lookupNamespaceURI(nil) == "d")
        #expect(root.lookupNamespaceURI(nil) == nil)
        #expect(c.lookupPrefix("u") == "p")
        #expect(c.lookupPrefix("none") == nil)
        #expect(document.lookupNamespaceURI("xml") == XML.DOM.Namespace.xml)
        #expect(root.lastChild?.isDefaultNamespace("v") == true)
    }
}
