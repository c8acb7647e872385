import SluiceDOM
import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct `XML.DOM.Builder` {
    private func build(_ text: String, _ options: XML.DOM.ParsingOptions = .init()) throws -> XML.DOM.Document {
        var builder = XML.DOM.Builder(options: options)
        try XML.parse(
            string: text, handler: &builder, lexicalHandler: builder, dtdHandler: builder, declHandler: builder)
        return try builder.close()
    }

    @Test(arguments: `Events of a tree`.documents)
    func `A parser's events make the tree that the text makes`(_ text: String) throws {
        let (built, read) = (try build(text), try XML.DOM.Document(string: text))
        #expect(built.isEqualNode(read))
        #expect(try built.toxml() == read.toxml())
        #expect(built.documentElement?.sourceLine == read.documentElement?.sourceLine)
    }

    @Test(arguments: `Events of a tree`.documents)
    func `Another tree's events make the same tree`(_ text: String) throws {
        let read = try XML.DOM.Document(string: text)
        var builder = XML.DOM.Builder()
        try read.send(to: &builder, lexicalHandler: builder)
        let built = try builder.close()
        #expect(built.isEqualNode(read))
    }

    @Test func `What a filter leaves out is not there`() throws {
        struct WithoutNotes: XML.Filter {
            var next: XML.DOM.Builder
            var depth = 0
            mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) throws {
                if depth > 0 || name.local == "note" { depth += 1 } else { try next.startElement(name, attributes) }
            }
            mutating func endElement(_ name: XML.Name) throws {
                if depth > 0 { depth -= 1 } else { try next.endElement(name) }
            }
            mutating func characters(_ text: XML.Text) { if depth == 0 { next.characters(text) } }
        }
        let filter = WithoutNotes(next: XML.DOM.Builder())
        let text = "<a>1<note>2<b/></note>3<c>4</c></a>"
        let document = try XML.parse(string: text, handler: filter).next.close()
        #expect(try document.documentElement?.toxml() == "<a>13<c>4</c></a>")
    }

    @Test func `It builds one document behind the other, and leaves out what is not wanted`() throws {
        var options = XML.DOM.ParsingOptions()
        options.removesComments = true
        options.mergesCDATA = true
        options.removesBlankText = true
        var builder = XML.DOM.Builder(options: options)
        for (text, expected) in [
            ("<x:a xmlns:x='1'><!--c--> <b><![CDATA[d]]></b></x:a>", "<b>d</b>"), ("<b> <x/></b>", "<x/>"),
        ] {
            try XML.parse(string: text, handler: &builder, lexicalHandler: builder)
            #expect(builder.isComplete)
            #expect(try builder.close().documentElement?.firstElementChild?.toxml() == expected)
            #expect(!builder.isComplete)
        }
    }

    @Test func `Namespaces that are told as attributes, too, are declared once`() throws {
        var options = XML.ParserOptions()
        options.reportsNamespaceAttributes = true
        var builder = XML.DOM.Builder()
        let text = "<a xmlns=\"urn:a\" xmlns:b=\"urn:b\" b:c=\"\"/>"
        try XML.parse(string: text, handler: &builder, options: options)
        let document = try builder.close()
        #expect(document.documentElement?.attributes?.count == 3)
        #expect(try document.documentElement?.toxml() == text)
    }

    @Test func `Events that make no document are refused`() throws {
        func refusal(_ body: () throws -> Void) -> String {
            #expect(throws: XML.DOM.Exception.self) { try body() }?.description ?? ""
        }
        let builder = XML.DOM.Builder()
        #expect(refusal { _ = try builder.close() } == "INVALID_STATE_ERR: there is no element")
        var twice = builder
        try XML.parse(string: "<a/>", handler: &twice)
        #expect(
            refusal { try XML.parse(string: "<b/>", handler: &twice) }
                == "HIERARCHY_REQUEST_ERR: a document has one element")
        #expect(try builder.close().documentElement?.nodeName == "a")
        struct Cut: XML.ContentHandler {
            let builder: XML.DOM.Builder
            let isStart: Bool
            mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) throws {
                if isStart { try builder.startElement(name, attributes) }
            }
            mutating func endElement(_ name: XML.Name) throws { if !isStart { try builder.endElement(name) } }
        }
        var ends = Cut(builder: builder, isStart: false)
        #expect(
            refusal { try XML.parse(string: "<a/>", handler: &ends) }
                == "HIERARCHY_REQUEST_ERR: an end tag, and no element is open")
        var starts = Cut(builder: builder, isStart: true)
        try XML.parse(string: "<a><b/></a>", handler: &starts)
        #expect(builder.depth == 2)
        #expect(refusal { _ = try builder.close() } == "INVALID_STATE_ERR: 2 elements have not ended")
    }

    @Test func `What comes at odd places does no harm`() throws {
        let builder = XML.DOM.Builder()
        builder.startCDATA()
        builder.endCDATA()
        builder.internalEntityDecl("e", value: "v")
        builder.notationDecl("n", publicID: nil, systemID: "s")
        builder.startDTD("a", publicID: nil, systemID: nil)
        builder.startDTD("b", publicID: nil, systemID: nil)
        builder.endDTD()
        var handler = builder
        try XML.parse(string: "<a/>", handler: &handler)
        builder.startDTD("c", publicID: nil, systemID: nil)
        #expect(try builder.close().childNodes.map(\.nodeName) == ["a", "a"])
    }
}
