import SluiceCore
import SluiceDOM
import SluiceTestSupport
import SluiceXML
import Testing

/// The examples of the documentation of Python's `xml.dom` and `xml.dom.minidom`.
@Suite struct MinidomExamplesTests {
    @Test func `A text is parsed, and its element has the name`() throws {
        let document = try XML.DOM.Document(string: "<myxml>Some data<empty/> some more data</myxml>")
        #expect(document.documentElement?.tagName == "myxml")
        #expect(document.documentElement?.childNodes.map(\.nodeName) == ["#text", "empty", "#text"])
    }

    @Test func `A source is parsed`() throws {
        let source = MemorySource(Array("<?xml version='1.0'?><a b='c'>text</a>".utf8))
        #expect(try XML.DOM.Document(source).documentElement?.getAttribute("b") == "c")
    }

    @Test func `A file is parsed by its name`() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(Array("<myxml>Some data<empty/> some more data</myxml>".utf8), to: "mydata.xml")
        #expect(try XML.DOM.Document(contentsOf: path).documentElement?.tagName == "myxml")
    }

    /// `with xml.dom.minidom.parse(datasource) as dom`, and `dom.unlink()`, which nobody needs here.
    @Test func `A document goes when nobody works with it any more`() throws {
        weak var gone: XML.DOM.Document?
        do {
            let document = try XML.DOM.Document(string: Self.slideshow)
            gone = document
            #expect(document.documentElement?.tagName == "slideshow")
        }
        #expect(gone == nil)
        let document = try XML.DOM.Document(string: Self.slideshow)
        let title = document.getElementsByTagName("title")[0]
        document.unlink()
        #expect(document.documentElement == nil)
        #expect(title.textContent == "Demo slideshow")
    }

    @Test func `A document is created, and gets text`() throws {
        let implementation = XML.DOM.DOMImplementation()
        let document = try implementation.createDocument(nil, "some_tag", nil)
        let top = try #require(document.documentElement)
        let text = document.createTextNode("Some textual content.")
        try top.appendChild(text)
        #expect(try document.documentElement?.toxml() == "<some_tag>Some textual content.</some_tag>")
        #expect(text.parentNode === top)
    }

    @Test func `A document is written with its declaration, or prettily`() throws {
        let document = try XML.DOM.Document(string: "<a><b>text</b><c/></a>")
        let declaration = #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n"
        #expect(try document.toxml() == declaration + "<a><b>text</b><c/></a>")
        #expect(try document.toprettyxml() == declaration + "<a>\n\t<b>text</b>\n\t<c/>\n</a>\n")
        #expect(try document.toprettyxml(indent: "  ") == declaration + "<a>\n  <b>text</b>\n  <c/>\n</a>\n")
        document.standalone = true
        #expect(try document.toxml().hasPrefix(#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#))
    }

    // MARK: The slide show

    private static let slideshow = """
        <slideshow>
        <title>Demo slideshow</title>
        <slide><title>Slide title</title>
        <point>This is a demo</point>
        <point>Of a program for processing slides</point>
        </slide>

        <slide><title>Another demo slide</title>
        <point>It is important</point>
        <point>To have more than</point>
        <point>one slide</point>
        </slide>
        </slideshow>

        """

    private func text(of nodes: XML.DOM.NodeList) -> String {
        nodes.filter { $0.nodeType == .text }.compactMap(\.nodeValue).joined()
    }

    private func title(of element: XML.DOM.Element) -> String {
        text(of: element.getElementsByTagName("title")[0].childNodes)
    }

    private func page(of slideshow: XML.DOM.Element) -> [String] {
        let slides = slideshow.getElementsByTagName("slide")
        let contents = slides.map { "<p>\(title(of: $0))</p>" }
        let pages = slides.flatMap { slide in
            let points = slide.getElementsByTagName("point").map { "<li>\(text(of: $0.childNodes))</li>" }
            return ["<h2>\(title(of: slide))</h2>", "<ul>"] + points + ["</ul>"]
        }
        return ["<html>", "<title>\(title(of: slideshow))</title>"] + contents + pages + ["</html>"]
    }

    @Test func `The slide show becomes a page`() throws {
        let document = try XML.DOM.Document(string: Self.slideshow)
        #expect(
            page(of: try #require(document.documentElement)) == [
                "<html>", "<title>Demo slideshow</title>", "<p>Slide title</p>", "<p>Another demo slide</p>",
                "<h2>Slide title</h2>", "<ul>", "<li>This is a demo</li>",
                "<li>Of a program for processing slides</li>", "</ul>", "<h2>Another demo slide</h2>", "<ul>",
                "<li>It is important</li>", "<li>To have more than</li>", "<li>one slide</li>", "</ul>", "</html>",
            ])
    }

    // MARK: Lists and maps

    @Test func `A list of nodes has a length, items, and order`() throws {
        let document = try XML.DOM.Document(string: Self.slideshow)
        let points = document.getElementsByTagName("point")
        #expect(points.length == 5)
        #expect(points.item(2)?.textContent == "It is important")
        #expect(points.item(5) == nil)
        #expect(points.map { $0 === points[0] } == [true, false, false, false, false])
    }

    @Test func `A map of attributes is asked by name and by place`() throws {
        let element = try #require(XML.DOM.Document(string: "<a b='1' c='2'/>").documentElement)
        let map = try #require(element.attributes)
        #expect(map.length == 2)
        #expect(map.item(0)?.name == "b")
        #expect(map["c"]?.value == "2")
        #expect(map["d"] == nil)
        #expect(map.items().map { "\($0.name)=\($0.value)" } == ["b=1", "c=2"])
    }

    // MARK: pulldom

    private static let items =
        "<items><item price='20'>a</item><item price='60'>b<c/></item><item price='70'/></items>"

    @Test func `Items that cost more than 50 are expanded out of the stream`() throws {
        var events = XML.events(Array(Self.items.utf8))
        var expensive: [String] = []
        while let event = try events.next() {
            guard event == .startElement, events.name.local == "item" else { continue }
            guard let price = events.attributes["price"].flatMap({ Int($0) }), price > 50 else { continue }
            if let item = try events.expandNode() { expensive.append(try item.toxml()) }
        }
        #expect(expensive == [#"<item price="60">b<c/></item>"#, #"<item price="70"/>"#])
    }
}
