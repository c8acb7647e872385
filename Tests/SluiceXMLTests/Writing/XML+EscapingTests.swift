import SluiceCore
import SluiceXML
import Testing

@Suite struct XMLEscapingTests {
    @Test func `What is escaped is text, what is unescaped is what it was`() {
        for text in ["", "a", "<a b=\"c\">&'d'</a>", "]]>", "&amp;lt;", "\r\n\t", "é€😀e\u{301}&\u{301}"] {
            #expect(XML.unescape(XML.escape(text)) == text)
        }
        #expect(XML.escape("<a>&]]>\"'") == "&lt;a&gt;&amp;]]&gt;\"'")
        #expect(XML.unescape("&lt;&quot;&#65;&amp;lt;") == "<&quot;&#65;&lt;")
    }

    @Test func `More is replaced by what is asked for`() {
        #expect(XML.escape("é\"&", entities: ["\"": "&quot;", "é": "&eacute;"]) == "&eacute;&quot;&amp;")
        #expect(XML.unescape("&quot;&amp;quot;", entities: ["&quot;": "\""]) == "\"&quot;")
        #expect(XML.escape("aba", entities: ["a": "b", "b": "c", "": "x"]) == "ccc")
    }

    @Test func `A value stands between the quotes that it needs`() {
        #expect(XML.quoteattr("a<b") == "\"a&lt;b\"")
        #expect(XML.quoteattr("say \"a\"") == "'say \"a\"'")
        #expect(XML.quoteattr("\"it's\"") == "\"&quot;it's&quot;\"")
        #expect(XML.quoteattr("1\n2\r\n3\t4") == "\"1&#10;2&#13;&#10;3&#9;4\"")
    }
}
