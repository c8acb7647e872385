#if Services
import Testing

@Suite struct XMLEventLinesTests {
    @Test func `Each event is a line, and adjacent text is one`() throws {
        let document = """
            <?xml version="1.0"?>
            <a xmlns="urn:a" xmlns:p="urn:p" p:x="1 &lt; 2" y="é"><!--c-->t &amp; u<b/>v<![CDATA[<w>]]><?go on?></a>
            """
        let expected = #"""
            ["startDocument"]
            ["startPrefixMapping","","urn:a"]
            ["startPrefixMapping","p","urn:p"]
            ["startElement","{urn:a}a",[["{urn:p}x","1 < 2"],["y","é"]]]
            ["comment","c"]
            ["characters","t & u"]
            ["startElement","{urn:a}b",[]]
            ["endElement","{urn:a}b"]
            ["characters","v"]
            ["startCDATA"]
            ["characters","<w>"]
            ["endCDATA"]
            ["processingInstruction","go","on"]
            ["endElement","{urn:a}a"]
            ["endPrefixMapping","p"]
            ["endPrefixMapping",""]
            ["endDocument"]

            """#
        #expect(try Sluice.run("events", input: document) == .init(output: expected))
        #expect(try Sluice.run("events", "--format", "xml", "-", input: document) == .init(output: expected))
    }

    @Test func `What came before a fault is written`() throws {
        let outcome = try Sluice.run("events", "a.xml", files: ["a.xml": "<a>t</b>"])
        #expect(
            outcome.output == #"""
                ["startDocument"]
                ["startElement","a",[]]
                ["characters","t"]

                """#)
        #expect(outcome.complaints == "a.xml:1:5: error: expected '</a>' but found '</b>'\n<a>t</b>\n    ^\n")
        #expect(outcome.status == 1)
    }
}
#endif
