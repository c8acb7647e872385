import SluiceXML
import Testing

@Suite struct XMLTreeOptionsTests {
    @Test func `What is asked for is kept`() throws {
        let text = "<a><!--c--><?p q?></a>"
        func kinds(_ options: XML.TreeOptions) throws -> [XML.Element.Kind] {
            try XML.Element(parsing: text, options: options).children.map(\.kind)
        }
        #expect(try kinds(.init()) == [])
        #expect(try kinds(.init(insertsComments: true)) == [.comment])
        #expect(try kinds(.init(insertsProcessingInstructions: true)) == [.processingInstruction])
    }

    @Test func `The parser's limits hold`() {
        var options = XML.TreeOptions()
        options.parser.limits.depth = 2
        #expect(throws: ParseError.self) { try XML.Element(parsing: "<a><b><c/></b></a>", options: options) }
    }
}
