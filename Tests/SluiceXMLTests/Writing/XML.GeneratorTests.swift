import SluiceCore
import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct XMLGeneratorTests {
    private func generated(_ text: [UInt8], options: XML.WriterOptions = .verbatim) throws -> [UInt8] {
        try XML.parse(text.span, handler: XML.Generator(to: MemorySink(), options: options)).finish().bytes
    }

    @Test(arguments: XML.WriterOptions.Encoding.allCases)
    func `The text gives the same events again`(encoding: XML.WriterOptions.Encoding) throws {
        let text = """
            <!DOCTYPE p:a [<!ATTLIST b d CDATA 'def'>]><p:a xmlns:p='urn:p' xmlns='urn:d' x='1&#10;2&#9;"&apos;&lt;' p:y='é'>
            <?go on?>t&amp;u&#13;é&#x1F600;]]&gt;<b xmlns=''/><![CDATA[<&>]]><p:c><p:c xmlns:p='urn:q' p:z=''/></p:c></p:a>
            """
        let first = try XML.parse(string: text, handler: XMLEventLog())
        var options = XML.WriterOptions()
        options.encoding = encoding
        let bytes = try generated(Array(text.utf8), options: options)
        let second = try XML.parse(bytes.span, handler: XMLEventLog())
        // The document type has gone, and with it what it gave.
        #expect(second.events == first.events.map { $0.replacing("d=def*", with: "d=def") })
    }

    @Test func `A failure to write arrives, and an element that is open`() throws {
        let error = #expect(throws: WriterError.self) {
            let sink = MemorySink()
            var generator = XML.Generator(to: sink)
            try generator.startDocument()
            try generator.finish()
        }
        #expect(error != nil)
    }

    @Test(.enabled(if: Corpus.has("cpython-xmltestdata"), "\(Corpus.missing)"))
    func `Python's own test document comes out with the events of what Python makes of it`() throws {
        let ours = try generated(Corpus.bytes("cpython-xmltestdata/test.xml"))
        let theirs = try Corpus.bytes("cpython-xmltestdata/test.xml.out")
        let first = try XML.parse(ours.span, handler: XMLEventLog())
        let second = try XML.parse(theirs.span, handler: XMLEventLog())
        #expect(first.events == second.events)
    }
}
