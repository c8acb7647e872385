import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct XMLTreeBuilderTests {
    @Test func `Events of one's own make a tree`() throws {
        let builder = XML.TreeBuilder(insertsComments: true, insertsProcessingInstructions: true)
        try builder.data("outside")
        try builder.start("{urn:a}a", ["x": "1"])
        try builder.data("t")
        try builder.data("u")
        try builder.start("b")
        try builder.end("b")
        try builder.comment(" c ")
        try builder.data("v")
        try builder.pi("go", "on")
        #expect(builder.depth == 1)
        #expect(!builder.isComplete)
        try builder.end("{urn:a}a")
        #expect(builder.isComplete)
        let element = try builder.close()
        #expect(
            element
                == XML.Element(
                    "{urn:a}a", ["x": "1"], text: "tu",
                    children: [XML.Element("b"), .comment(" c ", tail: "v"), .processingInstruction("go", "on")]))
        #expect(element.sourceLine == nil)

        try builder.start("second")
        try builder.end("second")
        #expect(try builder.close().tag == "second")
    }

    @Test func `What makes no tree is refused`() throws {
        let builder = XML.TreeBuilder()
        func refusal(_ body: () throws -> Void) -> String {
            do { try body() } catch { return "\(error)" }
            return "accepted"
        }
        #expect(refusal { _ = try builder.close() } == "missing toplevel element")
        #expect(refusal { try builder.end("a") } == "the end of 'a', and no element is open")
        try builder.start("a")
        #expect(refusal { _ = try builder.close() } == "missing end tags")
        #expect(refusal { try builder.end("b") } == "end tag mismatch (expected a, got b)")
        try builder.end("a")
        #expect(refusal { try builder.start("a") } == "a second root element")
    }

    @Test func `A parser's events make the document's tree, in every chunking`() throws {
        let text = """
            <a xmlns='urn:a' xmlns:p='urn:p' p:x='1' y='2'>t<!-- c -->u<p:b p:x='3'/>v<?go on?><b><![CDATA[<]]>&amp;</b>
            </a>
            """
        let options = XML.TreeOptions(insertsComments: true, insertsProcessingInstructions: true)
        let expected = try XML.Element(parsing: text, options: options)
        for feeding in Feeding.all(for: text.utf8.count) {
            let builder = XML.TreeBuilder(insertsComments: true, insertsProcessingInstructions: true)
            var parser = XML.Parser(handler: builder, handlers: XML.Handlers(lexical: builder))
            for piece in feeding.pieces(of: Array(text.utf8)) { try parser.feed(piece) }
            #expect(try parser.finish().close() == expected, "\(feeding)")
        }
    }

    @Test func `A handler builds elements of a document that streams by`() throws {
        struct Items: XML.ContentHandler {
            let builder = XML.TreeBuilder()
            var texts: [String] = []

            mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) throws {
                if builder.depth > 0 || name.local == "item" { try builder.startElement(name, attributes) }
            }
            mutating func characters(_ text: XML.Text) throws { try builder.characters(text) }
            mutating func endElement(_ name: XML.Name) throws {
                guard builder.depth > 0 else { return }
                try builder.endElement(name)
                if builder.isComplete { texts.append(try builder.close().tostring()) }
            }
        }
        var items = Items()
        try XML.parse("<a>x<item n='1'>y<b/></item>z<item n='2'/></a>".utf8.span, handler: &items)
        #expect(items.texts == ["<item n=\"1\">y<b /></item>", "<item n=\"2\" />"])
    }
}
