import SluiceXML
import Testing

@Suite struct XMLElementDetachingTests {
    @Test(arguments: [
        "<b/>", "<b>t</b>", "<b x='1' y='&amp;'>t<c/>u<d>v</d>w</b>", "<b> <c> <d/> </c> </b>",
        "<b xmlns='urn:b' xmlns:p='urn:p' p:a='1'><p:c/></b>",
    ])
    func `A detached element is the same element, without its tail`(text: String) throws {
        let tree = try XML.ElementTree(string: "<a>\(text)tail</a>")
        let element = try #require(tree.root.children.first)
        let detached = element.detached()
        #expect(element.tail == "tail")
        #expect(detached.tail == nil)
        var other = element
        other.tail = nil
        #expect(detached == other)
        #expect(try detached.tostring() == other.tostring())
    }

    @Test func `Deep elements are detached without recursion`() throws {
        var options = XML.TreeOptions()
        options.parser.limits.depth = .max
        let deep = String(repeating: "<a>", count: 50_000) + String(repeating: "</a>", count: 50_000)
        let tree = try XML.ElementTree(string: deep, options: options)
        #expect(tree.root.detached() == tree.root)
    }

    @Test func `An element that was changed stays as it is`() {
        var element = XML.Element("a", ["x": "1"])
        element.append(XML.Element("b"))
        #expect(element.detached() == element)
    }
}
