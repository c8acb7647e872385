import SluiceDOM
import SluiceXML
import Testing

@Suite struct `XML.DOM.ParsingOptions` {
    private func read(_ text: String, _ change: (inout XML.DOM.ParsingOptions) -> Void) throws -> String? {
        var options = XML.DOM.ParsingOptions()
        change(&options)
        return try XML.DOM.Document(string: text, options: options).documentElement?.toxml()
    }

    @Test func `What is not wanted is left out`() throws {
        let text = "<a>\n <b> </b>\n <c>x <d/> </c><!--c--><?p i?></a>"
        #expect(try read(text) { _ in } == text)
        #expect(
            try read(text) { $0.removesBlankText = true } == "<a><b> </b><c>x <d/> </c><!--c--><?p i?></a>")
        #expect(try read(text) { $0.removesComments = true }?.contains("<!--") == false)
        #expect(try read(text) { $0.removesProcessingInstructions = true }?.contains("<?") == false)
        #expect(try read("<a>1<![CDATA[<]]>2</a>") { $0.mergesCDATA = true } == "<a>1&lt;2</a>")
    }
}
