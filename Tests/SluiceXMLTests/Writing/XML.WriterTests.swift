import SluiceCore
import SluiceTestSupport
import SluiceXML
import Testing

/// A sink that takes some bytes and then fails.
private struct FailingSink: ByteSink {
    var room: Int

    mutating func write(_ bytes: Span<UInt8>) throws(IOFailure) {
        guard bytes.count <= room else { throw IOFailure(.write, "pipe", errno: 32, reason: "Broken pipe") }
        room -= bytes.count
    }
}

/// A sink that notes the pieces it gets.
private struct PieceSink: ByteSink {
    var pieces: [String] = []

    mutating func write(_ bytes: Span<UInt8>) {
        pieces.append(String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self))
    }
}

@Suite struct XMLWriterTests {
    @Test func `Every kind of event is written where it belongs`() throws {
        let text = try written { writer in
            try writer.declaration(standalone: true)
            try writer.doctype("a", publicID: "-//X//Y", systemID: "a.dtd", internalSubset: "<!ENTITY e 'x'>")
            try writer.comment(" c ")
            try writer.processingInstruction(target: "go", data: "on")
            try writer.startElement("a")
            try writer.attribute("x", "1")
            try writer.characters("t & u")
            try writer.element("b", "<>")
            try writer.element("c")
            try writer.cdata("<&>")
            try writer.entityReference("e")
            try writer.raw("<d/>")
            try writer.processingInstruction(target: "stop")
            try writer.endElement()
        }
        #expect(
            text == """
                <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
                <!DOCTYPE a PUBLIC "-//X//Y" "a.dtd" [<!ENTITY e 'x'>]>
                <!-- c --><?go on?><a x="1">t &amp; u<b>&lt;&gt;</b><c/><![CDATA[<&>]]>&e;<d/><?stop?></a>
                """)
    }

    @Test func `Values keep line ends, tabs and quotes by references, text keeps carriage returns`() throws {
        let text = try written { writer in
            try writer.startElement("a")
            try writer.attribute("v", "1\t2\n3\r4\"5'6<7>8&9")
            try writer.characters("1\t2\n3\r4\"5'6<7>8&9")
            try writer.endElement()
        }
        let expected =
            "<a v=\"1&#9;2&#10;3&#13;4&quot;5'6&lt;7&gt;8&amp;9\">1\t2\n3&#13;4\"5'6&lt;7&gt;8&amp;9</a>"
        #expect(text == expected)
        #expect(try events(text) == ["<a", "@v=1\t2\n3\r4\"5'6<7>8&9", "'1\t2\n3\r4\"5'6<7>8&9", "/a"])
    }

    @Test func `Every place in a block of 16 is escaped alike`() throws {
        for count in 0..<40 {
            for place in 0...count {
                for (character, inText, inValue) in [
                    ("<", "&lt;", "&lt;"), ("&", "&amp;", "&amp;"), ("\"", "\"", "&quot;"), ("\n", "\n", "&#10;"),
                    ("\u{FFFD}", "\u{FFFD}", "\u{FFFD}"), ("é", "é", "é"),
                ] {
                    let before = String(repeating: "x", count: place)
                    let after = String(repeating: "y", count: count - place)
                    let text = try written { writer in
                        try writer.startElement("a")
                        try writer.attribute("v", before + character + after)
                        try writer.characters(before + character + after)
                        try writer.endElement()
                    }
                    #expect(text == "<a v=\"\(before)\(inValue)\(after)\">\(before)\(inText)\(after)</a>")
                }
            }
        }
    }

    @Test func `Names in a namespace get prefixes, and what is not in force is declared`() throws {
        let text = try written { writer in
            try writer.startElement(XML.QName("a", uri: "urn:a"))
            try writer.attribute(XML.QName("x", uri: "urn:a"), "1")
            try writer.attribute(XML.QName("y", uri: "urn:b", prefix: "p"), "2")
            try writer.attribute(XML.QName("z", uri: "urn:a"), "3")
            try writer.attribute(XML.QName("lang", uri: "http://www.w3.org/XML/1998/namespace"), "en")
            try writer.startElement(XML.QName("b", uri: "urn:a"))
            try writer.startElement(XML.QName("c", uri: "urn:b"))
            try writer.element(XML.QName("d"))
            try writer.element(XML.QName("e", uri: "urn:c", prefix: "p"))
            try writer.endElement()
            try writer.endElement()
            try writer.endElement()
        }
        #expect(
            text == """
                <a xmlns="urn:a" xmlns:ns0="urn:a" ns0:x="1" xmlns:p="urn:b" p:y="2" ns0:z="3" xml:lang="en">\
                <b><p:c><d xmlns=""/><p:e xmlns:p="urn:c"/></p:c></b></a>
                """)
    }

    @Test func `A prefix that the tag uses already makes way for another`() throws {
        let text = try written { writer in
            try writer.startElement(XML.QName("a", uri: "urn:a", prefix: "p"))
            try writer.attribute(XML.QName("x", uri: "urn:b", prefix: "p"), "1")
            try writer.endElement()
        }
        #expect(text == #"<p:a xmlns:p="urn:a" xmlns:ns0="urn:b" ns0:x="1"/>"#)
    }

    @Test func `Declarations by hand count from their tag on`() throws {
        let text = try written { writer in
            try writer.startElement("p:a")
            try writer.namespace("p", uri: "urn:p")
            try writer.attribute("xmlns", "urn:d")
            try writer.namespace("p", uri: "urn:p")
            try writer.element("p:b")
            try writer.element(XML.QName("c", uri: "urn:d"))
            try writer.endElement()
        }
        #expect(text == #"<p:a xmlns:p="urn:p" xmlns="urn:d"><p:b/><c/></p:a>"#)
    }

    @Test func `Names and prefixes that make no document are errors`() {
        #expect(fault { try $0.startElement("1a") } == "expected a name but found '1a'")
        #expect(fault { try $0.startElement("a b") } == "expected a name but found 'a b'")
        #expect(fault { try $0.startElement("a:b:c") } == "expected a name but found 'a:b:c'")
        #expect(fault { try $0.startElement(XML.QName("a:b")) } == "expected a name but found 'a:b'")
        #expect(fault { try $0.element("p:a") } == "the prefix 'p' is not declared")
        #expect(
            fault {
                try $0.startElement("a")
                try $0.attribute("p:x", "1")
                try $0.characters("t")
            } == "the prefix 'p' is not declared")
        #expect(
            fault {
                try $0.startElement("a")
                try $0.attribute("x", "1")
                try $0.attribute("x", "2")
            } == "the element has the attribute 'x' twice")
        #expect(
            fault {
                try $0.startElement("a")
                try $0.namespace("p", uri: "urn:a")
                try $0.namespace("q", uri: "urn:a")
                try $0.attribute("p:x", "1")
                try $0.attribute("q:x", "2")
                try $0.endElement()
            } == "the element has the attribute 'q:x' twice")
        #expect(
            fault {
                try $0.startElement("a")
                try $0.namespace("p", uri: "urn:a")
                try $0.namespace("p", uri: "urn:b")
            } == "the tag declares the prefix 'p' twice")
        #expect(
            fault {
                try $0.startElement(XML.QName("a"))
                try $0.namespace("", uri: "urn:b")
            } == "the tag already uses the default namespace for another namespace")
        #expect(
            fault {
                try $0.startElement("a")
                try $0.namespace("xml", uri: "urn:b")
            } == "the namespace declaration of 'xml' as 'urn:b' is not allowed")
        #expect(fault { try $0.processingInstruction(target: "XmL") } == "the target 'XmL' is XML's own")
    }

    @Test func `Many attributes are told apart as few are`() throws {
        let text = try written { writer in
            try writer.startElement("a")
            for i in 0..<100 { try writer.attribute("x\(i)", "") }
            for i in 0..<100 {
                #expect(throws: WriterError.self) { try writer.attribute("x\(i)", "") }
            }
            try writer.endElement()
        }
        #expect(text == "<a" + (0..<100).map { " x\($0)=\"\"" }.joined() + "/>")
    }

    @Test func `Events out of order are errors that say what was expected`() {
        #expect(fault { try $0.characters("t") } == "expected the root element but found text")
        #expect(fault { try $0.endElement() } == "expected the root element but found the end of an element")
        #expect(fault { _ in } == "expected the root element but found the end of the text")
        #expect(fault { try $0.startElement("a") } == "expected the end of 'a' but found the end of the text")
        #expect(
            fault {
                try $0.element("a")
                try $0.element("b")
            } == "expected the end of the text, since the root element is complete, but found an element")
        #expect(
            fault {
                try $0.startElement("a")
                try $0.characters("t")
                try $0.attribute("x", "1")
            } == "expected the start of an element, or content, but found an attribute behind the start tag")
        #expect(
            fault {
                try $0.comment("c")
                try $0.declaration()
            } == "expected the XML declaration at the very beginning only")
        #expect(
            fault {
                try $0.element("a")
                try $0.doctype("a")
            } == "expected a document type once, before the root element")
        #expect(
            fault {
                try $0.startElement("a")
                try $0.startCDATA()
                try $0.endElement()
            } == "expected the end of the CDATA section but found the end of an element")
    }

    @Test func `A refused event leaves the text as it was`() throws {
        let text = try written { writer in
            #expect(throws: WriterError.self) { try writer.characters("x") }
            try writer.startElement("a")
            #expect(throws: WriterError.self) { try writer.characters("bad \u{1}") }
            #expect(throws: WriterError.self) { try writer.attribute("x", "\u{FFFE}") }
            try writer.attribute("x", "1")
            #expect(throws: WriterError.self) { try writer.comment("--") }
            #expect(throws: WriterError.self) { try writer.startElement("<") }
            try writer.attribute("y", "2")
            #expect(throws: WriterError.self) { try writer.cdata("\u{0}") }
            try writer.endElement()
        }
        #expect(text == #"<a x="1" y="2"><![CDATA[]]></a>"#)
    }

    @Test func `The end of a CDATA section within it is split, however it is cut`() throws {
        let content = "a]]>b]]]>c]]>]]>"
        let whole = try written { writer in
            try writer.startElement("a")
            try writer.cdata(content)
            try writer.endElement()
        }
        let pieces = try written { writer in
            try writer.startElement("a")
            try writer.startCDATA()
            for character in content { try writer.characters(String(character)) }
            try writer.endCDATA()
            try writer.endElement()
        }
        #expect(whole == pieces)
        #expect(
            whole
                == "<a><![CDATA[a]]]]><![CDATA[>b]]]]]><![CDATA[>c]]]]><![CDATA[>]]]]><![CDATA[>]]></a>")
        #expect(try events(whole) == ["<a", "'" + content, "/a"])
    }

    @Test func `A million open elements need no stack`() throws {
        let depth = 1_000_000
        let text = try written { writer in
            for _ in 0..<depth { try writer.startElement("a") }
            for _ in 0..<depth { try writer.endElement() }
        }
        #expect(text.utf8.count == 7 * depth - 3)
    }

    @Test func `Long text goes through in pieces and comes out whole`() throws {
        var noise = Noise(seed: 7)
        let alphabet = Array("abc<&\"\n\r]é漢😀>")
        for count in [16_383, 16_384, 16_385, 70_000, 200_000] {
            let text = String((0..<count).map { _ in alphabet[Int(noise.next() % UInt64(alphabet.count))] })
            for encoding in XML.WriterOptions.Encoding.allCases {
                let xml = try written(.init(encoding: encoding)) { writer in
                    try writer.startElement("a")
                    try writer.attribute("v", text)
                    try writer.characters(text)
                    try writer.startElement("b")
                    try writer.cdata(text)
                    try writer.endElement()
                    try writer.endElement()
                }
                if encoding == .latin1 { continue }
                #expect(try events(xml) == ["<a", "@v=" + text, "'" + text, "<b", "'" + text, "/b", "/a"])
                #expect(encoding == .utf8 || xml.utf8.allSatisfy { $0 < 0x80 })
            }
        }
    }

    @Test func `The bytes reach the sink about 64 KiB at a time`() throws {
        for options in [XML.WriterOptions.verbatim, .pretty] {
            var writer = XML.Writer(to: PieceSink(), options: options)
            try writer.startElement("a")
            for i in 0..<20_000 { try writer.element("b", "\(i)") }
            try writer.endElement()
            let pieces = try writer.finish().pieces
            #expect(pieces.count > 3)
            #expect(pieces.dropLast().allSatisfy { $0.utf8.count >= 64 << 10 && $0.utf8.count < 96 << 10 })
            let indent = options == .pretty ? "\n  " : ""
            let last = options == .pretty ? "\n" : ""
            let body = (0..<20_000).map { "\(indent)<b>\($0)</b>" }.joined()
            #expect(pieces.joined() == "<a>\(body)\(last)</a>\(last)")
        }
    }

    @Test func `A sink that fails midway ends the writing, and its error comes back unchanged`() throws {
        var writer = XML.Writer(to: FailingSink(room: 100_000))
        var failure: IOFailure?
        do {
            try writer.startElement("a")
            for _ in 0..<100_000 { try writer.element("b") }
        } catch let error as IOFailure {
            failure = error
        }
        #expect(failure?.description == "cannot write 'pipe': Broken pipe")
        #expect(throws: IOFailure.self) { try writer.flush() }
        do {
            _ = try writer.finish()
            Issue.record("a writer finished over a gap")
        } catch {}
    }

    @Test func `Flushing by hand hands over what is there`() throws {
        var writer = XML.Writer(to: PieceSink())
        try writer.startElement("a")
        try writer.flush()
        try writer.attribute("x", "1")
        try writer.flush()
        try writer.flush()
        try writer.endElement()
        #expect(try writer.finish().pieces == ["<a", " x=\"1\"", "/>"])
    }

    @Test func `A parser writes straight into it, in pieces of any size`() throws {
        let xml = """
            <a xmlns="urn:a" xmlns:p="urn:p" x="1 &lt; 2" p:y="&#10;é"><!--c--><p:b>t &amp; u</p:b>\
            <c xmlns=""><d p:z="3"/></c><![CDATA[<x>]]><?go on?></a>
            """
        for chunk in [1, 2, 3, 7, 64, .max] { #expect(try rewritten(xml, chunk: chunk) == xml) }
    }

    @Test func `Names of a parser without namespaces are written as they are`() throws {
        let xml = #"<p:a xmlns="urn:a" q:x="1"><b:c/></p:a>"#
        var options = XML.ParserOptions()
        options.processesNamespaces = false
        var writer = XML.Writer(to: MemorySink(), options: .init(processesNamespaces: false))
        try XML.parse(xml.utf8.span, handler: &writer, options: options)
        #expect(String(decoding: try writer.finish().bytes, as: UTF8.self) == xml)
    }

    @Test func `Declarations that a parser reports as attributes, too, are written once`() throws {
        let xml = #"<a xmlns="urn:a" xmlns:p="urn:p"><p:b/></a>"#
        var options = XML.ParserOptions()
        options.reportsNamespaceAttributes = true
        var writer = XML.Writer(to: MemorySink())
        try XML.parse(xml.utf8.span, handler: &writer, options: options)
        #expect(String(decoding: try writer.finish().bytes, as: UTF8.self) == xml)
    }

    @Test(.enabled(if: Corpus.has("real-xml"), "\(Corpus.missing)"))
    func `Real documents have the same events when they are written and read again`() throws {
        var count = 0
        for suffix in [".xml", ".svg", ".osm"] {
            for file in Corpus.files(in: "real-xml", suffix: suffix) {
                let xml = String(decoding: try Corpus.bytes(file.path), as: UTF8.self)
                guard let expected = try? events(xml) else { continue }
                for options in [XML.WriterOptions.verbatim, .init(encoding: .usASCII, quotes: .fewest)] {
                    #expect(try events(rewritten(xml, options)) == expected)
                }
                // Laid out, it stays so.
                let pretty = try rewritten(xml, .pretty)
                #expect(try rewritten(pretty, .pretty) == pretty)
                count += 1
            }
        }
        #expect(count > 0)
    }

    /// The code of the error that some events end in.
    private func code(
        _ options: XML.WriterOptions = .verbatim, _ events: (inout XML.Writer<MemorySink>) throws -> Void
    ) -> WriterError.Code? {
        do {
            _ = try written(options, events)
            return nil
        } catch {
            return (error as? WriterError)?.code
        }
    }

    @Test func `The code of an error tells the kind of fault`() {
        #expect(code { try $0.endElement() } == .misuse)
        #expect(code { try $0.startElement("") } == .name)
        #expect(code { try $0.element("a", "\u{1}") } == .text)
        #expect(code(.init(encoding: .usASCII)) { try $0.element("é") } == .encoding)
        #expect(code { try $0.element("a") } == nil)
    }
}
