import SluiceXML
import Testing

@Suite struct XMLElementTests {
    private static let text = "<lib><book id='1'>t<title>A</title>x</book><book id='2'/><!--c--><cd/></lib>"
    private func parsed() throws -> XML.Element { try XML.Element(parsing: Self.text) }

    @Test func `A change does not reach copies`() throws {
        let original = try parsed()
        let written = try original.tostring()
        var changes: [(inout XML.Element) -> Void] = []
        changes.append { $0.text = "new" }
        changes.append { $0.tag = "new" }
        changes.append { $0.set("a", "1") }
        changes.append { $0[0][0].text = "new" }
        changes.append { $0[1].attributes["id"] = nil }
        changes.append { $0.children.removeAll { $0.tag == "book" } }
        changes.append { $0.append(XML.Element("b")) }
        changes.append { $0[0].insert(XML.Element("b"), at: 0) }
        changes.append { $0.remove(at: 1) }
        changes.append { $0.clear() }
        for change in changes {
            var copy = original
            change(&copy)
            #expect(copy != original)
            #expect(try original.tostring() == written)
            // Of an edited one, too.
            let before = try copy.tostring()
            var again = copy
            again.append(XML.Element("another"))
            again[again.count - 1].tail = "tail"
            #expect(try copy.tostring() == before)
        }
    }

    @Test func `Changes show`() throws {
        var library = try parsed()
        library[0].set("id", "3")
        library[0].set("lang", "en")
        library[0][0].text = "B"
        library.children[1].tail = "\n"
        library.appendElement("dvd", ["n": "1"]) { $0.appendElement("title", text: "C") }
        library.extend([XML.Element("e"), XML.Element("f")])
        let removed = [library.remove(XML.Element("e")), library.remove(XML.Element("e"))]
        #expect(removed == [true, false])
        library.insert(XML.Element("first"), at: 0)
        #expect(
            try library.tostring() == """
                <lib><first /><book id="3" lang="en">t<title>B</title>x</book><book id="2" />
                <cd /><dvd n="1"><title>C</title></dvd><f /></lib>
                """)
    }

    @Test func `A child is had by its position, far from the start, too`() throws {
        let text = "<a>" + (0..<1000).map { "<b n='\($0)'><c/></b>t" }.joined() + "</a>"
        let element = try XML.Element(parsing: text)
        for i in [0, 1, 15, 16, 17, 500, 998, 999] { #expect(element[i].get("n") == "\(i)") }
        #expect(element.children.count == 1000)
        #expect(element.children.map { $0.get("n") ?? "" } == (0..<1000).map(String.init))
        #expect(element.children[10..<12].map { $0.get("n") ?? "" } == ["10", "11"])
    }

    @Test func `Elements are equal if what is in them is`() throws {
        let a = try XML.Element(parsing: "<a x='1' y='2'>t<b/>u</a>")
        var b = XML.Element("a", ["y": "2", "x": "1"], text: "t", children: [XML.Element("b", tail: "u")])
        #expect(a == b)
        #expect(a.hashValue == b.hashValue)
        b[0].tail = nil
        #expect(a != b)
        for other in ["<a x='1' y='2'>t<c/>u</a>", "<a x='1' y='3'>t<b/>u</a>", "<a x='1'>t<b/>u</a>", "<a/>"] {
            #expect(try a != XML.Element(parsing: other))
        }
        #expect(XML.Element.comment("a") != XML.Element("#comment", text: "a"))
    }

    @Test func `Documents are walked in order`() throws {
        let element = try XML.Element(parsing: "<a>1<b>2<c>3</c>4</b>5<b>6</b>7</a>")
        #expect(element.iter().map(\.tag) == ["a", "b", "c", "b"])
        #expect(element.iter("b").map { $0.text ?? "" } == ["2", "6"])
        #expect(element.iter("*").map(\.tag) == ["a", "b", "c", "b"])
        #expect(Array(element.itertext()) == ["1", "2", "3", "4", "5", "6", "7"])
        #expect(element[0].joinedText == "234")
    }

    @Test func `Names are in James Clark's notation`() throws {
        var element = try XML.Element(parsing: "<p:a xmlns:p='urn:p' xmlns='urn:d'><b p:x='1' x='2'/></p:a>")
        #expect(element.tag == "{urn:p}a")
        #expect(element.qname == XML.QName("a", uri: "urn:p"))
        #expect(element.qname.prefix == "p")
        #expect(element[0].tag == "{urn:d}b")
        #expect(element[0].keys == ["{urn:p}x", "x"])
        #expect(element[0].get("{urn:p}x") == "1")
        #expect(element[0].get("y", default: "0") == "0")
        element.tag = "c"
        #expect(element.tag == "c")
        element.qname = XML.QName("d", uri: "urn:e")
        #expect(element.tag == "{urn:e}d")
    }

    @Test func `Comments and processing instructions can be made`() throws {
        let element = XML.Element(
            "a",
            children: [.comment(" c ", tail: "t"), .processingInstruction("go", "on"), .processingInstruction("stop")])
        #expect(try element.tostring() == "<a><!-- c -->t<?go on?><?stop?></a>")
        #expect(element.children.map(\.kind) == [.comment, .processingInstruction, .processingInstruction])
        #expect(element.itertext().joined() == "t")
        #expect(element.iter("#comment").map(\.tag) == [])
    }

    @Test func `The description is the element without its tail`() throws {
        let element = try XML.Element(parsing: "<a><b x='1'/>t</a>")
        #expect(element[0].description == "<b x=\"1\" />")
        #expect(try element[0].tostring() == "<b x=\"1\" />t")
    }

    @Test func `Cleared, an element keeps its name`() throws {
        var element = try parsed()
        element.clear()
        #expect(try element.tostring() == "<lib />")
        #expect(element.sourceLine == 1)
    }

    @Test func `Text is written so that it is read as it was`() throws {
        let text = "<>&\"'\n\t\r ]]> é€😀"
        let element = XML.Element("a", ["x": text], text: text)
        let written = try element.tostring()
        #expect(
            written == """
                <a x="&lt;&gt;&amp;&quot;'&#10;&#09;&#13; ]]&gt; é€😀">&lt;&gt;&amp;"'
                \t&#13; ]]&gt; é€😀</a>
                """)
        #expect(try XML.Element(parsing: written) == element)
    }

    @Test func `Indented, elements stand on lines of their own, and text stays as it is`() throws {
        var element = try XML.Element(
            parsing: "<a><b><c/> <d/></b><e>text <f/></e><g xml:space='preserve'><h/></g><i>\n</i></a>")
        element.indent()
        #expect(
            try element.tostring() == """
                <a>
                  <b>
                    <c />
                    <d />
                  </b>
                  <e>text <f /></e>
                  <g xml:space="preserve"><h /></g>
                  <i>
                </i>
                </a>
                """)
        var tree = XML.ElementTree(XML.Element("a", children: [XML.Element("b")]))
        tree.indent(space: "\t", level: 1)
        #expect(try tree.root.tostring() == "<a>\n\t\t<b />\n\t</a>")
    }
}
