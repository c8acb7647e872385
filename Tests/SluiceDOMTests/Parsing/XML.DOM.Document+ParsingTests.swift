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

    @Test func `Columns are bytes of UTF-8, in every cut`() throws {
        let text = "<a\n>é<b/>\r\n  <c>\n\n<d/> <e/></c>&e;</a>"
        let document = "<!DOCTYPE a [<!ENTITY e '<f/>'>]>" + text
        for feeding in [Feeding.whole, .every(1), .every(2), .every(5), .random(seed: 3)] {
            let root = try #require(try XML.DOM.Document(Chunks(Array(document.utf8), feeding)).documentElement)
            let places = [root] + root.getElementsByTagName("*").map { $0 }
            #expect(
                places.map { "\($0.tagName) \($0.sourceLine ?? 0):\($0.sourceColumn ?? 0)" } == [
                    "a 1:34", "b 2:4", "c 3:3", "d 5:1", "e 5:6", "f 5:14",
                ], "\(feeding)")
        }
        #expect(try XML.DOM.Document(string: "<a/>").createElement("b").sourceColumn == nil)
    }

    @Test func `A text is what was written, however long and in however many parts`() throws {
        for (first, second) in (0...40).flatMap({ first in (0...20).map { (first, $0) } }) {
            let (head, tail) = (String(repeating: "x", count: first), String(repeating: "y", count: second))
            let document = try XML.DOM.Document(
                string:
                    "<a v='\(head)&lt;\(tail)'>\(head)&amp;\(tail)<![CDATA[\(tail)\(head)]]><!--\(head)--><?p \(tail)?></a>"
            )
            let root = try #require(document.documentElement)
            #expect(root.getAttribute("v") == head + "<" + tail)
            #expect(root.childNodes.map { $0.nodeValue } == [head + "&" + tail, tail + head, head, tail])
            let text = try #require(root.firstChild as? XML.DOM.Text)
            text.appendData("z")
            #expect(text.data == head + "&" + tail + "z")
            let copy = try XML.DOM.Document(string: "<b/>").importNode(root, true)
            #expect(copy.textContent == head + "&" + tail + "z" + tail + head)
        }
    }

    @Test func `A text of many megabytes comes in parts, and nodes behind it are whole`() throws {
        let parts = 200_000
        let text = "<a>" + String(repeating: "0123456789abcdef&lt;", count: parts) + "<b c='d'/>e</a>"
        let root = try #require(try XML.DOM.Document(string: text).documentElement)
        #expect(root.firstChild?.nodeValue == String(repeating: "0123456789abcdef<", count: parts))
        #expect(root.lastChild?.nodeValue == "e")
        #expect(root.firstElementChild?.getAttribute("c") == "d")
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
