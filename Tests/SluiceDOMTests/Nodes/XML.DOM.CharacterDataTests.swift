import SluiceDOM
import SluiceXML
import Testing

@Suite struct `XML.DOM.CharacterData` {
    private let document = XML.DOM.Document()

    @Test func `Text is changed by places in characters`() throws {
        let text = document.createTextNode("héllo")
        #expect(text.length == 5)
        #expect(try text.substringData(1, 3) == "éll")
        try text.insertData(0, ">")
        try text.deleteData(1, 2)
        text.appendData("!")
        try text.replaceData(0, 1, "<")
        #expect(text.data == "<llo!")
        #expect(throws: XML.DOM.Exception.self) { try text.substringData(6, 1) }
        #expect(throws: XML.DOM.Exception.self) { try text.insertData(-1, "x") }
        #expect(try text.substringData(4, 100) == "!")
    }

    @Test func `A text is cut in two, and is one with its neighbours`() throws {
        let root = try document.appendChild(document.createElement("a"))
        let text = try root.appendChild(document.createTextNode("onetwo"))
        let rest = try text.splitText(3)
        #expect(root.childNodes.length == 2)
        #expect(rest.data == "two")
        #expect(rest.wholeText == "onetwo")
        text.replaceWholeText("x")
        #expect(root.childNodes.length == 1)
        #expect(rest.parentNode == nil)
        #expect(try root.toxml() == "<a>x</a>")
    }

    @Test func `What XML cannot hold is replaced or refused when it is written`() throws {
        let text = document.createTextNode("a\0b")
        #expect(text.data == "a\u{FFFD}b")
        text.data = "\u{1}"
        #expect(throws: (any Error).self) { try text.toxml() }
        #expect(throws: (any Error).self) { try document.createComment("a--b").toxml() }
        #expect(try document.createCDATASection("a]]>b").toxml() == "<![CDATA[a]]]]><![CDATA[>b]]>")
    }

    @Test func `Instructions have a target and data`() throws {
        let instruction = try document.createProcessingInstruction("go", "on")
        instruction.data = "off"
        #expect(try instruction.toxml() == "<?go off?>")
        #expect(instruction.nodeName == "go")
    }

    @Test func `White space in element content is known by the document type`() throws {
        let document = try XML.DOM.Document(
            string: "<!DOCTYPE a [<!ELEMENT a (b)><!ELEMENT b ANY>]><a> <b> </b></a>")
        let root = try #require(document.documentElement)
        #expect((root.firstChild as? XML.DOM.Text)?.isWhitespaceInElementContent == true)
        #expect((root.lastChild?.firstChild as? XML.DOM.Text)?.isWhitespaceInElementContent == false)
    }
}
