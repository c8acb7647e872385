import SluiceDOM
import SluiceXML
import Testing

@Suite struct `XML.DOM.NodeView` {
    @Test func `A walk passes by every node and attribute, in document order`() throws {
        let document = try XML.DOM.Document(string: "<a x='1'><p:b xmlns:p='u' p:y='2'>t</p:b><!--c--><?i d?></a>")
        var seen: [String] = []
        document.forEachNode { node in
            seen.append("\(node.nodeType) \(String(node.localName)) \(String(node.namespaceURI)) \(String(node.data))")
            node.forEachAttribute { seen.append("@\(String($0.prefix)):\(String($0.localName))=\(String($0.data))") }
        }
        #expect(
            seen == [
                "document   ", "element a  ", "@:x=1", "element b u ", "@p:y=2", "text   t", "comment   c",
                "processingInstruction i  d",
            ])
        var found: XML.DOM.Node?
        document.forEachNode { node in if node.localName == "b" { found = node.object } }
        #expect(found === document.documentElement?.firstChild)
    }
}
