import SluiceDOM
import SluiceXML
import Testing

@Suite struct `XML.DOM.NodeList` {
    @Test func `It is the children, live, and the one in hand may go`() throws {
        let root = try #require(try XML.DOM.Document(string: "<a><b/><c/><d/></a>").documentElement)
        let children = root.childNodes
        #expect(children.length == 3)
        #expect(children.item(1)?.nodeName == "c")
        #expect(children.item(3) == nil)
        #expect(children.item(-1) == nil)
        for child in children where child.nodeName != "d" { try root.removeChild(child) }
        #expect(children.map(\.nodeName) == ["d"])
        #expect(children.first === children.last)
        #expect(root.children.item(0)?.nodeName == "d")
    }
}
