import SluiceDOM
import SluiceXML
import Testing

@Suite struct `Elements and nodes` {
    private static let texts = [
        "<a/>",
        "<a b=\"1\">t<c>u</c>v<d/>w</a>",
        "<a xmlns=\"urn:a\" xmlns:b=\"urn:b\" b:c=\"1\" xml:lang=\"de\"><b:d/><e xmlns=\"\"><f/></e><a/></a>",
        "<b:a xmlns:b=\"urn:b\"><b:c xmlns:b=\"urn:c\" b:d=\"1\"><b:e/></b:c><b:f/></b:a>",
        "<a><b xmlns=\"urn:b\"><c/></b><b/></a>",
    ]

    private func root(_ text: String) throws -> XML.DOM.Element {
        try #require(try XML.DOM.Document(string: text).documentElement)
    }

    @Test(arguments: texts)
    func `A node is the element that the text is`(_ text: String) throws {
        let element = try XML.Element(try root(text))
        #expect(element == (try XML.fromstring(text)))
    }

    @Test(arguments: texts)
    func `From a node to an element and back it is the same`(_ text: String) throws {
        let node = try root(text)
        let back = try XML.DOM.Document().importElement(XML.Element(node))
        #expect(back.isEqualNode(node))
        // A tree that was parsed, too.
        let parsed = try XML.DOM.Document().importElement(XML.fromstring(text))
        #expect(parsed.isEqualNode(node))
        #expect(try parsed.toxml() == node.toxml())
    }

    @Test func `Comments and processing instructions come along where they are wanted`() throws {
        let node = try root("<a>1<!--c-->2<?p i n?>3<?q?><![CDATA[4]]></a>")
        #expect(try XML.Element(node).text == "1234")
        let all = try XML.Element(node, insertsComments: true, insertsProcessingInstructions: true)
        #expect(all.children.map(\.kind) == [.comment, .processingInstruction, .processingInstruction])
        #expect(all.children.map(\.tail) == ["2", "3", "4"])
        let back = try XML.DOM.Document().importElement(all)
        #expect(try back.toxml() == "<a>1<!--c-->2<?p i n?>3<?q?>4</a>")
    }

    @Test func `A part of a document, and one that is edited`() throws {
        let node = try root("<a xmlns:b='urn:b'><b:c d='1'>x</b:c>tail</a>")
        var element = try XML.Element(try #require(node.firstElementChild))
        #expect(element.tag == "{urn:b}c")
        #expect(element.tail == nil)
        element.set("{urn:e}f", "2")
        element.append(XML.Element("{urn:e}g", text: "y"))
        let document = XML.DOM.Document()
        let made = try document.appendChild(document.importElement(element))
        #expect(made.ownerDocument === document)
        #expect(
            try made.toxml()
                == "<b:c xmlns:b=\"urn:b\" xmlns:ns0=\"urn:e\" d=\"1\" ns0:f=\"2\">x<g xmlns=\"urn:e\">y</g></b:c>")
    }

    @Test func `Attributes without a prefix get one that is free`() throws {
        let inner = XML.Element(XML.QName("c", uri: "urn:1", prefix: "ns0"), ["{urn:3}x": "1", "{urn:2}y": "2"])
        let element = XML.Element("a", ["{urn:2}b": "1"], children: [inner])
        let made = try XML.DOM.Document().importElement(element)
        let parsed = try root(try made.toxml())
        #expect(parsed.getAttributeNS("urn:2", "b") == "1")
        #expect(parsed.firstElementChild?.namespaceURI == "urn:1")
        #expect(parsed.firstElementChild?.getAttributeNS("urn:3", "x") == "1")
        #expect(parsed.firstElementChild?.getAttributeNS("urn:2", "y") == "2")
    }

    @Test func `What no node can be is refused`() throws {
        let document = XML.DOM.Document()
        func refusal(_ element: XML.Element) -> String {
            #expect(throws: XML.DOM.Exception.self) { try document.importElement(element) }?.description ?? ""
        }
        #expect(refusal(.comment("c")) == "NOT_SUPPORTED_ERR: #comment is no element")
        #expect(refusal(XML.Element("a b")) == "INVALID_CHARACTER_ERR: 'a b' is not a name of XML")
        #expect(
            refusal(XML.Element("a", children: [XML.Element("b", ["": "1"])]))
                == "INVALID_CHARACTER_ERR: '' is not a name of XML")
        #expect(
            refusal(XML.Element("a", ["xmlns:b": "urn:b"]))
                == "NAMESPACE_ERR: 'xmlns:b' has a prefix and no namespace")
        #expect(
            refusal(XML.Element("a", children: [.processingInstruction("1")]))
                == "INVALID_CHARACTER_ERR: '1' is not a name of XML")
        #expect(
            refusal(XML.Element(XML.QName("a", uri: "urn:a", prefix: "xml")))
                == "NAMESPACE_ERR: the prefix 'xml' is that of http://www.w3.org/XML/1998/namespace")
    }

    @Test func `Deep elements are no recursion`() throws {
        var options = XML.DOM.ParsingOptions()
        options.parser.limits.depth = 60_000
        let text = String(repeating: "<a>", count: 50_001) + String(repeating: "</a>", count: 50_001)
        let document = try XML.DOM.Document(string: text, options: options)
        let element = try XML.Element(try #require(document.documentElement))
        #expect(try document.importElement(element).getElementsByTagName("a").count == 50_000)
    }
}
