import SluiceDOM
import SluiceXML
import Testing

@Suite struct `Paths of nodes` {
    @Test func `Each path names its node and no other`() throws {
        let text = """
            <a xmlns:p="u">1<b/><!--c-->2<b/><p:b/><c xmlns="v"/><?i?><?j?><?i?><d><c xmlns="v"/></d><![CDATA[3]]>\
            <d><c xmlns="v"/><e/></d><!--d--></a>
            """
        let document = try XML.DOM.Document(string: text)
        var paths: [String] = []
        for node in try document.xpath("//node()") {
            paths.append(node.nodePath)
            let found = try document.xpath(node.nodePath, namespaces: ["p": "u"])
            #expect(found.count == 1 && found.first === node, "\(node.nodePath)")
        }
        #expect(
            paths == [
                "/a", "/a/text()[1]", "/a/b[1]", "/a/comment()[1]", "/a/text()[2]", "/a/b[2]", "/a/p:b", "/a/*[4]",
                "/a/processing-instruction('i')[1]", "/a/processing-instruction('j')",
                "/a/processing-instruction('i')[2]", "/a/d[1]", "/a/d[1]/*", "/a/text()[3]", "/a/d[2]", "/a/d[2]/*[1]",
                "/a/d[2]/e", "/a/comment()[2]",
            ])
    }

    @Test func `Nodes that are in no document have paths from the top`() throws {
        let document = try XML.DOM.Document(string: "<a b='1'><c/></a>")
        #expect(document.nodePath == "/")
        let root = try #require(document.documentElement)
        #expect(root.getAttributeNode("b")?.nodePath == "/a/@b")
        try document.removeChild(root)
        #expect(root.firstChild?.nodePath == "/a/c")
        let fragment = document.createDocumentFragment()
        try fragment.appendChild(root)
        #expect(root.firstChild?.nodePath == "/a/c")
        #expect(try document.createAttribute("x").nodePath == "@x")
    }
}
