import SluiceCore
import SluiceDOM
import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct `Parsing into a DOM` {
    private static let text = """
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <!DOCTYPE a [<!ENTITY e "<i>in</i>"><!ATTLIST a d CDATA "given">]>
        <a x="1">one&e;<![CDATA[two]]>three<!--c--><?p i?>
        <b/></a>
        """

    @Test func `The tree is the same from every source and in every cut`() throws {
        let whole = try XML.DOM.Document(string: Self.text).toxml()
        #expect(whole.contains("<a x=\"1\" d=\"given\">one<i>in</i><![CDATA[two]]>three<!--c--><?p i?>\n<b/></a>"))
        let bytes = Array(Self.text.utf8)
        #expect(try XML.DOM.Document(bytes.span).toxml() == whole)
        for feeding in [Feeding.every(1), .every(2), .every(7), .random(seed: 1)] {
            let source = Chunks(bytes, feeding)
            #expect(try XML.DOM.Document(source).toxml() == whole, "\(feeding)")
        }
    }

    @Test func `A document that is not well-formed is refused with its place`() throws {
        let error = #expect(throws: ParseError.self) { try XML.DOM.Document(string: "<a>\n<b></a>", name: "x.xml") }
        #expect(error?.description.hasPrefix("x.xml:2:4: error: ") == true)
    }

    @Test func `Limits are those of the parser`() throws {
        var options = XML.DOM.ParsingOptions()
        options.parser.limits.depth = 3
        #expect(throws: ParseError.self) { try XML.DOM.Document(string: "<a><a><a><a/></a></a></a>", options: options) }
    }

    @Test func `Lines are known, however many`() throws {
        let document = try XML.DOM.Document(string: "<a>" + String(repeating: "\n", count: 70_000) + "<b/></a>")
        #expect(document.documentElement?.sourceLine == 1)
        #expect(document.documentElement?.firstElementChild?.sourceLine == 70_001)
    }

    @Test func `Attributes of the document type are not specified, until they are set`() throws {
        let root = try #require(try XML.DOM.Document(string: Self.text).documentElement)
        #expect(root.getAttributeNode("x")?.specified == true)
        #expect(root.getAttributeNode("d")?.specified == false)
        try root.setAttribute("d", "mine")
        #expect(root.getAttributeNode("d")?.specified == true)
    }

    @Test func `A reference to an entity that nobody read stays one`() throws {
        let text = "<!DOCTYPE a [<!ENTITY e SYSTEM \"e.xml\">]><a>1&e;2</a>"
        let document = try XML.DOM.Document(string: text)
        #expect(document.documentElement?.childNodes.item(1)?.nodeType == .entityReference)
        #expect(try document.documentElement?.toxml() == "<a>1&e;2</a>")
    }

    @Test func `A document is recovered only when that is asked for, and its faults are listed`() throws {
        let text = "<a>1 & 2<b>3</a>"
        #expect(throws: ParseError.self) { try XML.DOM.Document(string: text) }
        var options = XML.DOM.ParsingOptions()
        options.parser.recovers = true
        let document = try XML.DOM.Document(string: text, options: options, name: "x.xml")
        #expect(try document.documentElement?.toxml() == "<a>1 &amp; 2<b>3</b></a>")
        #expect(document.faultCount == 2)
        #expect(document.faults.map(\.position.column) == [7, 13])
        #expect(document.faults.first?.sourceName == "x.xml")
        let list = XML.FaultList()
        let heard = try XML.DOM.Document(Array(text.utf8).span, options: options, errorHandler: list)
        #expect(list.total == 2)
        #expect(heard.faults.isEmpty)
        #expect(heard.isEqualNode(document))
        let file = try XML.DOM.Document(MemorySource(Array(text.utf8)), options: options)
        #expect(file.faultCount == 2)
        #expect(try XML.DOM.Document(string: "<a/>", options: options).faults.isEmpty)
        #expect(try XML.DOM.Document(string: "", options: options).documentElement == nil)
    }
}
