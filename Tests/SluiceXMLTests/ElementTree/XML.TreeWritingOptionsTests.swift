import SluiceCore
import SluiceXML
import Testing

@Suite struct XMLTreeWritingOptionsTests {
    private let element = XML.Element(
        "{urn:a}a", ["x": "é"], text: "é€", children: [XML.Element("{urn:b}b", tail: "😀"), XML.Element("{urn:a}c")])

    private func text(_ options: XML.TreeWritingOptions) throws -> String {
        String(decoding: try element.tobytes(options), as: UTF8.self)
    }

    @Test func `Characters that the encoding lacks are references`() throws {
        let body = "<ns0:a xmlns:ns0=\"urn:a\" xmlns:ns1=\"urn:b\" x=\"é\">é€<ns1:b />😀<ns0:c /></ns0:a>"
        #expect(try text(.init()) == body)
        #expect(
            try text(.init(encoding: .ascii))
                == "<ns0:a xmlns:ns0=\"urn:a\" xmlns:ns1=\"urn:b\" x=\"&#233;\">&#233;&#8364;<ns1:b />&#128512;<ns0:c /></ns0:a>"
        )
        let latin = try element.tobytes(.init(encoding: .latin1))
        #expect(latin.starts(with: Array("<?xml version='1.0' encoding='iso-8859-1'?>\n".utf8)))
        #expect(latin.contains(0xE9))
        let wide = try element.tobytes(.init(encoding: .utf16, declaration: false))
        #expect(wide == [0xFF, 0xFE] + Array(body.utf16).flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] })
        #expect(try element.tostring(.init(encoding: .ascii)) == body)
        #expect(try element.tostringlist().joined() == body)
    }

    @Test func `A declaration is there where it is needed or asked for`() throws {
        #expect(try !text(.init()).hasPrefix("<?xml"))
        #expect(try text(.init(declaration: true)).hasPrefix("<?xml version='1.0' encoding='utf-8'?>\n<ns0:a"))
        #expect(try !text(.init(encoding: .latin1, declaration: false)).hasPrefix("<?xml"))
        #expect(try element.tostring(.init(declaration: true)).hasPrefix("<?xml version='1.0' encoding='utf-8'?>\n"))
    }

    @Test func `Names of the default namespace have no prefix`() throws {
        var named = element
        named.attributes.removeAll()
        #expect(
            try named.tostring(.init(defaultNamespace: "urn:a", shortEmptyElements: false))
                == "<a xmlns=\"urn:a\" xmlns:ns1=\"urn:b\">é€<ns1:b></ns1:b>😀<c></c></a>")
        #expect(throws: XML.TreeWritingError.self) { try element.tostring(.init(defaultNamespace: "urn:a")) }
    }

    @Test(arguments: [
        (XML.Element("a b"), "expected a name but found 'a b'"),
        (XML.Element(""), "expected a name but found ''"),
        (XML.Element("{urn:a}1"), "expected a name but found '1'"),
        (XML.Element("{urn:a}b:c"), "expected a name but found 'b:c'"),
        (XML.Element("a", ["x='1' y": ""]), "expected a name but found 'x='1' y'"),
        (XML.Element("a", ["x": "\u{1}"]), "U+0001 is no character that XML allows"),
        (XML.Element("a", text: "t\u{1F}"), "U+001F is no character that XML allows"),
        (XML.Element("a", children: [XML.Element("b", tail: "é\u{FFFE}")]), "U+FFFE is no character that XML allows"),
        (XML.Element("{urn:\u{2}}a"), "U+0002 is no character that XML allows"),
        (
            XML.Element("a", children: [.comment("a--b")]),
            "a comment has '--' or ends in '-', which only its end may have"
        ),
        (XML.Element("a", children: [.comment("\u{3}")]), "U+0003 is no character that XML allows"),
        (
            XML.Element("a", children: [.processingInstruction("p", "a?>b")]),
            "a processing instruction has '?>', which only ends it"
        ),
        (XML.Element("a", children: [.processingInstruction("XML", "a")]), "the target 'XML' is XML's own"),
        (XML.Element("a", children: [.processingInstruction("", "a")]), "expected a name but found ''"),
    ])
    func `What would be no XML is refused, and shown all the same`(element: XML.Element, message: String) {
        let error = #expect(throws: XML.TreeWritingError.self) { try element.tostring() }
        #expect(error?.description == message)
        #expect(throws: XML.TreeWritingError.self) { try XML.Element("root", children: [element]).tobytes() }
        #expect(!element.description.isEmpty)
    }

    @Test func `Declarations that were read as attributes are not written as such`() throws {
        var options = XML.TreeOptions()
        options.parser.reportsNamespaceAttributes = true
        let tree = try XML.ElementTree(string: "<a xmlns:p='u'><p:b/></a>", options: options)
        #expect(tree.root.attributes["{http://www.w3.org/2000/xmlns/}p"] == "u")
        let error = #expect(throws: XML.TreeWritingError.self) { try tree.root.tostring() }
        #expect(error?.description == "the attribute 'p' declares a namespace, and cannot be written")
    }

    @Test func `A tree that was built of events is looked at, too`() throws {
        let builder = XML.TreeBuilder(insertsComments: true)
        try builder.start("a", ["x": "1"])
        try builder.data("t\u{8}")
        try builder.end("a")
        let error = #expect(throws: XML.TreeWritingError.self) { try builder.close().tostring() }
        #expect(error?.description == "U+0008 is no character that XML allows")
        try builder.start("a b")
        try builder.end("a b")
        #expect(throws: XML.TreeWritingError.self) { try builder.close().tostring() }
    }

    @Test func `Characters that XML does not allow are replaced or left out`() throws {
        let long = String(repeating: "x", count: 100)
        let element = XML.Element(
            "a", ["x": "1\u{0}2\u{B}"], text: "\u{1}\(long)\u{FFFF}é", children: [.comment("c\u{1}c")])
        #expect(
            try element.tostring(.init(illegalCharacters: .replace(with: "<")))
                == "<a x=\"1&lt;2&lt;\">&lt;\(long)&lt;é<!--c<c--></a>")
        #expect(
            try element.tostring(.init(illegalCharacters: .remove)) == "<a x=\"12\">\(long)é<!--cc--></a>")
        #expect(try element.tostring(.init(illegalCharacters: .replace(with: "\u{1}"))).hasPrefix("<a x=\"12\">x"))
        #expect(element.description.hasPrefix("<a x=\"1\u{FFFD}2\u{FFFD}\">\u{FFFD}x"))
    }

    @Test func `What the encoding lacks is refused where no reference may stand`() throws {
        for (element, part) in [
            (XML.Element("é€"), "é€"), (XML.Element("a", ["é€": ""]), "é€"),
            (XML.Element("a", children: [.comment("é€")]), "é€"),
            (XML.Element("a", children: [.processingInstruction("p", "é€")]), "p é€"),
        ] {
            for encoding in [XML.TreeWritingOptions.Encoding.ascii, .latin1] {
                let error = #expect(throws: XML.TreeWritingError.self) {
                    try element.tobytes(.init(encoding: encoding))
                }
                #expect(
                    error?.description
                        == "'\(part)' has characters that \(encoding.rawValue) lacks, and no reference may stand here")
            }
            let text = try element.tobytes(.init(encoding: .utf16))
            let options = XML.TreeOptions(insertsComments: true, insertsProcessingInstructions: true)
            #expect(try XML.ElementTree(text, options: options).root == element)
        }
        #expect(try !XML.Element("é", text: "€").tobytes(.init(encoding: .latin1)).isEmpty)
    }

    @Test func `HTML has its own ways`() throws {
        let page = try XML.Element(
            parsing:
                "<html><br/><p title='a&lt;b&quot;'/><script>a &lt; b</script><STYLE>&gt;</STYLE>&lt;<!--&lt;--></html>"
        )
        #expect(
            try page.tostring(.init(method: .html))
                == "<html><br><p title=\"a<b&quot;\"></p><script>a < b</script><STYLE>></STYLE>&lt;</html>")
        #expect(
            try XML.Element("br", text: "a", children: [.comment("<"), .processingInstruction("p", "&")])
                .tostring(.init(method: .html)) == "<br>a<!--&lt;--><?p &amp;?>")
    }

    @Test func `Text alone is without markup`() throws {
        #expect(try element.tostring(.init(method: .text)) == "é€😀")
        #expect(try element.tobytes(.init(encoding: .ascii, method: .text)) == Array("&#233;&#8364;&#128512;".utf8))
    }

    @Test func `Much is written in pieces`() throws {
        struct Pieces: ByteSink {
            var sizes: [Int] = []
            mutating func write(_ bytes: Span<UInt8>) { sizes.append(bytes.count) }
        }
        var root = XML.Element("a")
        for _ in 0..<10_000 { root.append(element) }
        var sink = Pieces()
        try XML.ElementTree(root).write(to: &sink)
        #expect(try sink.sizes.reduce(0, +) == root.tostring().utf8.count)
        #expect(sink.sizes.count > 5)
        #expect(sink.sizes.max() ?? 0 < 70_000)
        let parsed = try XML.Element(parsing: root.tostring())
        #expect(parsed == root)
        sink.sizes = []
        try parsed.write(to: &sink)
        #expect(sink.sizes.max() ?? 0 < 70_000)
    }
}
