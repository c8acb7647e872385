import SluiceCore
import SluiceXML
import Testing

@Suite struct XMLWriterOptionsTests {
    // MARK: White space

    @Test func `Indentation puts children on lines and leaves text alone`() throws {
        let pretty = try rewritten("<a><b><c>t</c><d/></b><!--x--><e> </e><f></f></a>", .pretty)
        #expect(
            pretty == """
                <a>
                  <b>
                    <c>t</c>
                    <d/>
                  </b>
                  <!--x-->
                  <e> </e>
                  <f/>
                </a>

                """)
    }

    @Test func `White space between children gives way to the indentation, in pieces of any size`() throws {
        let xml = "<a>\n\n<b>\t<c>t</c></b>   <d> x </d> </a>"
        for chunk in [1, 2, 3, 5, .max] {
            #expect(
                try rewritten(xml, .init(indent: "\t"), chunk: chunk)
                    == "<a>\n\t<b>\n\t\t<c>t</c>\n\t</b>\n\t<d> x </d>\n</a>")
            #expect(try rewritten(xml, .compact, chunk: chunk) == "<a><b><c>t</c></b><d> x </d></a>")
        }
    }

    @Test func `Mixed content never changes, wherever its text stands`() throws {
        for xml in [
            "<p>t <b><i/> <i/></b> u</p>", "<p><b> <i/> <i/></b> <b/> u</p>", "<p><b/> <b/><![CDATA[]]></p>",
            "<p>z<b> <c/> <c> <d/> </c> x</b> <b/> </p>",
            "<p> \n<b> <i> </i></b>\n &amp;</p>",
        ] {
            for chunk in [1, 2, 3, .max] {
                #expect(try rewritten(xml, .init(indent: 2), chunk: chunk) == xml)
                #expect(try rewritten(xml, .compact, chunk: chunk) == xml)
            }
        }
        #expect(
            try rewritten("<a> <p><b/> t</p> <q> <p>t <b> <c/></b></p></q></a>", .init(indent: 1))
                == "<a>\n <p><b/> t</p>\n <q>\n  <p>t <b> <c/></b></p>\n </q>\n</a>")
    }

    @Test func `What preserves white space is left alone, until default comes`() throws {
        let xml = #"<a><b xml:space="preserve"> <c/> <d xml:space="default"><e/></d></b></a>"#
        #expect(
            try rewritten(xml, .init(indent: 1)) == """
                <a>
                 <b xml:space="preserve"> <c/> <d xml:space="default">
                   <e/>
                  </d></b>
                </a>
                """)
    }

    @Test func `Text behind 64 KiB of children comes too late to count`() throws {
        let many = String(repeating: "<b>0123456789</b>", count: 10_000)
        let pretty = try rewritten("<a>\(many)t<c/></a>", .init(indent: 1))
        #expect(pretty.hasPrefix("<a>\n <b>0123456789</b>\n <b>"))
        #expect(pretty.hasSuffix("</b>t<c/></a>"))
    }

    @Test func `Deep elements with blanks and text at every level take linear time`() throws {
        let depth = 1000
        let xml =
            String(repeating: "<a> ", count: depth) + String(repeating: "<b/> ", count: 5000)
            + String(repeating: "</a>x", count: depth - 1) + "</a>"
        #expect(try rewritten(xml, .init(indent: 1)) == xml)
    }

    @Test func `A megabyte of blanks is text, and not held`() throws {
        let xml = "<a>" + String(repeating: " ", count: 1 << 20) + "</a>"
        #expect(try rewritten(xml, .pretty) == xml + "\n")
    }

    @Test func `What stands outside the root has lines only where there is an indent`() throws {
        let events: (inout XML.Writer<MemorySink>) throws -> Void = { writer in
            try writer.comment("a")
            try writer.processingInstruction(target: "b")
            try writer.element("c")
            try writer.comment("d")
        }
        #expect(try written(.verbatim, events) == "<!--a--><?b?><c/><!--d-->")
        #expect(try written(.pretty, events) == "<!--a-->\n<?b?>\n<c/>\n<!--d-->\n")
    }

    // MARK: Tags

    @Test func `Empty elements are written as the options say`() throws {
        let xml = "<a><b></b></a>"
        #expect(try rewritten(xml) == "<a><b/></a>")
        #expect(try rewritten(xml, .init(expandsEmptyElements: true)) == xml)
        #expect(try rewritten(xml, .init(spacesEmptyElements: true)) == "<a><b /></a>")
    }

    @Test func `Apostrophes stand around values with quotation marks where the fewest references count`() throws {
        let xml = #"<a b='"' c="'" d="'&quot;" e="x"/>"#
        #expect(try rewritten(xml, .init(quotes: .fewest)) == xml)
        #expect(try rewritten(xml) == #"<a b="&quot;" c="'" d="'&quot;" e="x"/>"#)
    }

    // MARK: Characters

    @Test func `What an encoding lacks becomes a reference`() throws {
        let xml = "<a b=\"é€\">é€😀<![CDATA[é€]]></a>"
        #expect(
            try rewritten(xml, .init(encoding: .usASCII))
                == "<a b=\"&#233;&#8364;\">&#233;&#8364;&#128512;<![CDATA[]]>&#233;<![CDATA[]]>&#8364;<![CDATA[]]></a>")
        let sink = try latin1 { writer in
            try writer.declaration()
            try writer.startElement(XML.QName("é", uri: "urn:é", prefix: "ü"))
            try writer.attribute("ä", "ö")
            try writer.element("ß", "é€ÿ")
            try writer.endElement()
        }
        let expected = """
            <?xml version="1.0" encoding="ISO-8859-1"?>
            <ü:é xmlns:ü="urn:é" ä="ö"><ß>é&#8364;ÿ</ß></ü:é>
            """
        #expect(sink == expected.unicodeScalars.map { UInt8($0.value) })
    }

    private func latin1(_ events: (inout XML.Writer<MemorySink>) throws -> Void) throws -> [UInt8] {
        var writer = XML.Writer(to: MemorySink(), options: .init(encoding: .latin1))
        try events(&writer)
        return try writer.finish().bytes
    }

    @Test func `Where no reference may stand, what an encoding lacks is an error`() {
        let ascii = XML.WriterOptions(encoding: .usASCII)
        let message = "U+00E9 is not in US-ASCII, and no reference may stand here"
        #expect(fault(ascii) { try $0.startElement("é") } == message)
        #expect(fault(ascii) { try $0.comment("é") } == message)
        #expect(fault(ascii) { try $0.processingInstruction(target: "x", data: "é") } == message)
        #expect(
            fault(.init(encoding: .latin1)) { try $0.comment("é€") }
                == "U+20AC is not in ISO-8859-1, and no reference may stand here")
    }

    @Test func `Characters that XML does not allow are refused, replaced or left out`() throws {
        let bad = "1\u{0}2\u{B}3\u{FFFE}4\u{FFFF}5\u{1F}"
        for (character, words) in [("\u{0}", "U+0000"), ("\u{B}", "U+000B"), ("\u{FFFF}", "U+FFFF")] {
            let message = "\(words) is no character that XML allows"
            #expect(fault { try $0.element("a", character) } == message)
            #expect(fault { try $0.comment(character) } == message)
            #expect(
                fault {
                    try $0.startElement("a")
                    try $0.attribute("b", "xxxxxxxxxxxxxxxxxxxxxxxxxxx" + character)
                } == message)
            #expect(fault { try $0.element("a", String(repeating: "x", count: 50_000) + character) } == message)
        }
        let events: (inout XML.Writer<MemorySink>) throws -> Void = { writer in
            try writer.startElement("a")
            try writer.attribute("b", bad)
            try writer.characters(bad)
            try writer.comment(bad)
            try writer.cdata(bad)
            try writer.endElement()
        }
        #expect(
            try written(.init(illegalCharacters: .replace(with: "?")), events)
                == "<a b=\"1?2?3?4?5?\">1?2?3?4?5?<!--1?2?3?4?5?--><![CDATA[1?2?3?4?5?]]></a>")
        #expect(
            try written(.init(illegalCharacters: .remove), events)
                == "<a b=\"12345\">12345<!--12345--><![CDATA[12345]]></a>")
    }

    @Test func `What would end a comment or an instruction is refused or taken apart`() throws {
        #expect(
            fault { try $0.comment("a--b") }
                == "a comment has '--' or ends in '-', which only its end may have")
        #expect(
            fault { try $0.comment("a-") } == "a comment has '--' or ends in '-', which only its end may have")
        #expect(
            fault { try $0.processingInstruction(target: "x", data: "a?>b") }
                == "a processing instruction has '?>', which only ends it")
        let text = try written(.init(closingText: .space)) { writer in
            try writer.comment("---a--b-")
            try writer.processingInstruction(target: "x", data: "?>a??>?")
            try writer.element("a")
        }
        #expect(text == "<!--- - -a- -b- --><?x ? >a?? >??><a/>")
    }

    @Test func `Any content may stand where an entity is written`() throws {
        let text = try written(.init(roots: .any)) { writer in
            try writer.characters("t ")
            try writer.element("a")
            try writer.element("b", "u")
            try writer.characters(" & v")
        }
        #expect(text == "t <a/><b>u</b> &amp; v")
        #expect(try written(.init(roots: .any)) { _ in } == "")
    }
}
