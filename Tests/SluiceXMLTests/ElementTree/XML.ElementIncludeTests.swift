import SluiceXML
import Testing

@Suite struct XMLElementIncludeTests {
    private static let xi = "xmlns:xi='http://www.w3.org/2001/XInclude'"

    private func included(_ text: String, maxDepth: Int? = 6) throws -> String {
        let documents = [
            "b.xml": "<b>B<xi:include \(Self.xi) href='c.xml'/>!</b>", "c.xml": "<c/>",
            "loop.xml": "<l><xi:include \(Self.xi) href='loop.xml'/></l>",
        ]
        let include = XML.ElementInclude(maxDepth: maxDepth) { href, kind in
            switch kind {
            case .xml: return try documents[href].map { .element(try XML.Element(parsing: $0)) }
            case .text(let encoding): return .text("<\(href) \(encoding ?? "-")>")
            }
        }
        var element = try XML.Element(parsing: text)
        do { try include.include(in: &element) } catch { return "\(error)" }
        return try element.tostring()
    }

    @Test func `Documents and texts take the place of includes`() throws {
        #expect(
            try included("<a \(Self.xi)>1<x><xi:include href='b.xml'/>2</x><xi:include href='c.xml'/>3</a>")
                == "<a>1<x><b>B<c />!</b>2</x><c />3</a>")
        #expect(
            try included(
                "<a \(Self.xi)>1<xi:include href='t' parse='text'/>2<x/>3<xi:include href='u' parse='text' encoding='e'/>4</a>"
            )
                == "<a>1&lt;t -&gt;2<x />3&lt;u e&gt;4</a>")
    }

    @Test(arguments: [
        ("<xi:include href='loop.xml'/>", "recursive include of loop.xml"),
        ("<xi:include href='none.xml'/>", "cannot load 'none.xml' as 'xml'"),
        ("<xi:include href='c.xml' parse='other'/>", "unknown parse type in xi:include tag ('other')"),
        ("<xi:include/>", "an include has no href"),
        (
            "<xi:fallback/>",
            "xi:fallback tag must be child of xi:include ('{http://www.w3.org/2001/XInclude}fallback')"
        ),
    ])
    func `What cannot be included is an error`(include: String, message: String) throws {
        #expect(try included("<a \(Self.xi)>\(include)</a>") == message)
    }

    @Test func `Documents include one another only so deep`() throws {
        let text = "<a \(Self.xi)><xi:include href='b.xml'/></a>"
        #expect(try included(text, maxDepth: 2) == "<a><b>B<c />!</b></a>")
        #expect(try included(text, maxDepth: 1) == "maximum xinclude depth reached when including file c.xml")
        #expect(try included(text, maxDepth: nil) == "<a><b>B<c />!</b></a>")
    }
}
