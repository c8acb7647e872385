import SluiceCore
import SluiceDOM
import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct `Nodes out of a cursor` {
    private static let text = """
        <?xml version="1.0"?><!--top-->
        <lib xmlns:b="urn:b"><b:book id="1"><title>One</title></b:book>
        <book xmlns="urn:c" xmlns:d="urn:d" xml:id="x" d:e="&amp;">a<!--c--><?p i?><![CDATA[<]]>&#10;<inner/></book><end/></lib>
        """

    private func events(_ text: String = Self.text, _ feeding: Feeding = .whole) -> XML.Events {
        XML.events(in: Chunks(Array(text.utf8), feeding))
    }

    @Test(arguments: [Feeding.whole, .every(1), .every(3), .random(seed: 4)])
    func `An element is expanded, and the stream goes on behind it`(_ feeding: Feeding) throws {
        var events = events(Self.text, feeding)
        var seen: [String] = []
        while let event = try events.next() {
            guard event == .startElement else { continue }
            guard events.name.local == "book" else {
                seen.append(String(events.name.qualified))
                continue
            }
            let book = try #require(try events.expandNode())
            seen.append(try book.toxml())
            #expect(events.event == .endElement)
            #expect(events.depth == 1)
            #expect(book.ownerDocument?.documentElement === book)
            #expect(book.sourceLine == (seen.count == 2 ? 2 : 3))
        }
        #expect(
            seen == [
                "lib", "<b:book xmlns:b=\"urn:b\" id=\"1\"><title>One</title></b:book>",
                "<book xmlns=\"urn:c\" xmlns:d=\"urn:d\" xml:id=\"x\" d:e=\"&amp;\">a<!--c--><?p i?>&lt;\n<inner/></book>",
                "end",
            ])
    }

    @Test func `A document that is there takes the elements`() throws {
        let document = try XML.DOM.Document(string: "<all/>")
        var events = events()
        #expect(try events.expandNode(in: document) == nil)
        while let event = try events.next() {
            if event == .startElement, events.name.local == "book", let book = try events.expandNode(in: document) {
                #expect(book.ownerDocument === document)
                #expect(book.parentNode == nil)
                try document.documentElement?.appendChild(book)
            }
        }
        #expect(document.documentElement?.childElementCount == 2)
        #expect(document.getElementById("x")?.nodeName == "book")
    }

    @Test func `A fault in the element is thrown, and the given document is as it was`() throws {
        let document = try XML.DOM.Document(string: "<all/>")
        var events = events("<a><b><c>1</c></a>")
        _ = try events.next()
        _ = try events.next()
        let error = #expect(throws: ParseError.self) { try events.expandNode(in: document) }
        #expect(error?.position.column == 15)
        #expect(try document.toxml().contains("<all/>"))
        #expect(throws: ParseError.self) { try events.next() }
    }

    @Test func `A document is read from where the cursor stands`() throws {
        var whole = events()
        let document = try XML.DOM.Document(&whole)
        let same = try XML.DOM.Document(string: Self.text.replacing("<![CDATA[<]]>", with: "&lt;"))
        #expect(document.isEqualNode(same))
        #expect(try whole.next() == nil)
        var part = events()
        while let event = try part.next() { if event == .startElement, part.name.local == "book" { break } }
        #expect(try XML.DOM.Document(&part).documentElement?.id == "1")
        let error = #expect(throws: XML.DOM.Exception.self) { try XML.DOM.Document(&part) }
        #expect(error?.description == "INVALID_STATE_ERR: the cursor stands within an element")
        #expect(try part.next() == .text)
    }

    @Test func `Options leave out what is not wanted`() throws {
        var options = XML.DOM.ParsingOptions()
        options.removesComments = true
        options.removesProcessingInstructions = true
        options.removesBlankText = true
        var events = events("<a> <b/><!--c--><?p i?> </a>")
        #expect(try XML.DOM.Document(&events, options: options).documentElement?.toxml() == "<a><b/></a>")
    }

    @Test func `What is recovered is expanded, and its faults are listed`() throws {
        var options = XML.ParserOptions()
        options.recovers = true
        var events = XML.events(Array("<a><b>1 & 2</b><c x=y></a>".utf8), options: options)
        let document = try XML.DOM.Document(&events)
        #expect(try document.documentElement?.toxml() == "<a><b>1 &amp; 2</b><c x=\"y\"/></a>")
        #expect(events.faultCount == 3)
    }
}
