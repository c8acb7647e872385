import SluiceCore
import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct XMLParserTests {
    /// Each document with the events and, behind `!`, the error that every way of feeding must give.
    static let cases: [(text: String, outcome: String)] = [
        ("<a/>", "<a </a end"),
        ("<a></a >\n", "<a </a end"),
        ("<?xml version='1.0'?><!-- c --><a x='1'/><?p?>", "# c  <a x=1 </a ?p  end"),
        ("<a x = '1'\n\ty=\"2\"/>", "<a x=1 y=2 </a end"),
        ("<a>t&amp;u&#233;&#x1F600;</a>", "<a 't&ué😀 </a end"),
        ("<a>x<![CDATA[<&>]]>y<![CDATA[]]></a>", "<a 'x [ '<&> ] 'y [ ] </a end"),
        ("<a>]] ]>]</a>", "<a ']] ]>] </a end"),
        ("<a>1\r\n2\r3\n\r4</a>", "<a '1\n2\n3\n\n4 </a end"),
        ("<a b='1\r\n2\r3\n4&#10;'/>", "<a b=1 2 3 4\n </a end"),
        ("<a><!--x-y--><b/>日本</a>", "<a #x-y <b </b '日本 </a end"),
        (
            "<a xmlns='urn:a' xmlns:p='urn:p'><p:b p:c='1' d='2'/><c xmlns=''/></a>",
            "+=urn:a +p=urn:p <a{urn:a} <p:b{urn:p} p:c{urn:p}=1 d=2 </p:b{urn:p} += <c </c - </a{urn:a} -p - end"
        ),
        ("<?go on ?><a><?x?></a>", "?go on  <a ?x  </a end"),
        ("\u{FEFF}<a/>", "<a </a end"),
        ("", " !truncated 0 1:1  the document ends before its root element"),
        (" \n<!-- c", " !truncated 8 2:7  the document ends within a comment"),
        ("x", " !notWellFormed 0 1:1  expected the root element but found 'x'"),
        ("<a><b></a>", "<a <b !notWellFormed 6 1:7 /a/b[1] expected '</b>' but found '</a>'"),
        ("<a", " !truncated 2 1:3  the document ends within a start tag"),
        ("<a>\n<b/><b>", "<a '\n <b </b <b !truncated 11 2:8 /a/b[2] expected '</b>' but the document ends"),
        ("<a b=1>", " !notWellFormed 5 1:6  expected a quoted value of the attribute 'b' but found '1'"),
        ("<a b='1' b='2'/>", " !notWellFormed 9 1:10  the element has the attribute 'b' twice"),
        ("<a>&x;</a>", "<a !notWellFormed 3 1:4 /a the entity 'x' is not declared"),
        ("<p:a/>", " !notWellFormed 0 1:1  the prefix 'p' is not declared"),
        ("<a/><b/>", "<a </a !notWellFormed 4 1:5  expected the end of the document, which has one root element"),
        ("<a>x]]></a>", "<a 'x !notWellFormed 4 1:5 /a text has ']]>', which must be written ']]&gt;'"),
        ("<a>\u{1}</a>", "<a !notWellFormed 3 1:4 /a the byte 0x01 is no character that XML allows"),
        ("<a b='<'/>", " !notWellFormed 6 1:7  an attribute value has '<', which must be written '&lt;'"),
        ("<!-- -- --><a/>", " !notWellFormed 5 1:6  a comment has '--', which only ends it"),
        (
            "<a> \n <?xml x?></a>",
            "<a ' \n  !notWellFormed 6 2:2 /a '<?xml' may only stand at the very beginning of the document"
        ),
        (
            "<?xml encoding='UTF-8'?><a/>",
            " !notWellFormed 6 1:7  expected version, encoding and standalone in this order, but found 'encoding'"
        ),
    ]

    @Test(arguments: cases)
    func `Every way of feeding gives the same events and the same error`(text: String, outcome: String) throws {
        #expect(try XMLOutcome.agreed(Array(text.utf8)).description == outcome)
    }

    private struct Own: Error, Equatable {}

    /// Throws its own error at a certain element, or stops there.
    private struct Picky: XML.ContentHandler {
        var seen: [String] = []
        var locator: XML.Locator?
        var refuses = ""
        var stopsAt = ""
        mutating func setDocumentLocator(_ locator: XML.Locator) { self.locator = locator }
        mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) throws {
            seen.append(String(name))
            if name.local == refuses { throw Own() }
            if name.local == stopsAt { locator?.stop() }
        }
        mutating func endDocument() { seen.append("end") }
    }

    @Test(arguments: [1, 3, 100])
    func `A handler's own error arrives unchanged, and comes again`(size: Int) throws {
        let pieces = Feeding.every(size).pieces(of: Array("<a><b/><c/></a>".utf8))
        var parser = XML.Parser(handler: Picky(refuses: "b"))
        var thrown: (any Error)?
        do { for piece in pieces { try parser.feed(piece) } } catch { thrown = error }
        #expect(thrown is Own)
        thrown = nil
        do { try parser.feed([0x20]) } catch { thrown = error }
        #expect(thrown is Own)
        #expect(parser.handler.seen == ["a", "b"])
        parser.reset()
        parser.handler = Picky()
        for piece in pieces { try parser.feed(piece) }
        let handler = try parser.finish()
        #expect(handler.seen == ["a", "b", "c", "end"])
    }

    @Test(arguments: [1, 3, 100])
    func `A parse that is stopped ends quietly, whatever follows`(size: Int) throws {
        var parser = XML.Parser(handler: Picky(stopsAt: "b"))
        for piece in Feeding.every(size).pieces(of: Array("<a><b/><c/></x>".utf8)) { try parser.feed(piece) }
        #expect(try parser.finish().seen == ["a", "b"])

        var other = XML.Parser(handler: Picky())
        try other.feed(Array("<a><b>".utf8))
        other.stop()
        try other.feed(Array("</x>".utf8))
        #expect(try other.finish().seen == ["a", "b"])

        var whole = XML.ParserOptions()
        whole.coalescesText = true
        let early = try XML.parse(string: "<a>x<b/>y&amp;<c/></x>", handler: Picky(stopsAt: "b"), options: whole)
        #expect(early.seen == ["a", "b"])
    }

    /// Each call of `characters` is an event.
    private struct Texts: XML.ContentHandler {
        var seen: [String] = []
        var places: [String] = []
        var locator: XML.Locator?
        mutating func setDocumentLocator(_ locator: XML.Locator) { self.locator = locator }
        mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) { seen.append("<" + String(name)) }
        mutating func characters(_ text: XML.Text) {
            seen.append(String(text))
            places.append("\(locator?.position.offset ?? -1) \(locator?.path ?? "")")
        }
    }

    @Test func `Text that is to come in one piece does, with the place where it begins`() throws {
        let text = "<a>1&amp;2<![CDATA[3]]>\r\n4<!--x-->5<b>6</b>\n<?p?>&#55;<c>x&lt;</c></a>"
        var options = XML.ParserOptions()
        options.coalescesText = true
        for feeding in Feeding.all(for: text.utf8.count) {
            var parser = XML.Parser(handler: Texts(), options: options)
            for piece in feeding.pieces(of: Array(text.utf8)) { try parser.feed(piece) }
            let found = try parser.finish()
            #expect(found.seen == ["<a", "1&23\n4", "5", "<b", "6", "\n", "7", "<c", "x<"], "\(feeding)")
            #expect(
                found.places == [
                    "3 /a", "34 /a", "38 /a/b[1]", "43 /a", "49 /a", "57 /a/c[1]",
                ], "\(feeding)")
        }
    }

    @Test func `Text that is gathered is delivered before an error, and not beyond the limit`() throws {
        var options = XML.ParserOptions()
        options.coalescesText = true
        func outcome(_ text: String) throws -> String {
            try XMLOutcome.agreed(Array(text.utf8), options: options, hearsAll: false).description
        }
        #expect(try outcome("<a>1&amp;2&x;</a>") == "<a '1&2 !notWellFormed 10 1:11 /a the entity 'x' is not declared")
        #expect(try outcome("<a>1&amp;2") == "<a '1&2 !truncated 10 1:11 /a expected '</a>' but the document ends")
        options.limits.textBytes = 4
        #expect(try outcome("<a><b>1&amp;23</b></a>") == "<a <b '1&23 </b </a end")
        let tooLong = "a text is longer than 4 bytes (the limit textBytes)"
        #expect(try outcome("<a><b>1&amp;234</b></a>") == "<a <b !limitExceeded 6 1:7 /a/b[1] \(tooLong)")
        #expect(try outcome("<a>\n<b>12345</b></a>") == "<a '\n <b !limitExceeded 7 2:4 /a/b[1] \(tooLong)")
    }
}
