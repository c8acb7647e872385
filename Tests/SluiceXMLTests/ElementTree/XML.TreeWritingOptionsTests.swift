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
        #expect(sink.sizes.reduce(0, +) == root.tostring().utf8.count)
        #expect(sink.sizes.count > 5)
        #expect(sink.sizes.max() ?? 0 < 70_000)
        let parsed = try XML.Element(parsing: root.tostring())
        #expect(parsed == root)
        sink.sizes = []
        try parsed.write(to: &sink)
        #expect(sink.sizes.max() ?? 0 < 70_000)
    }
}
