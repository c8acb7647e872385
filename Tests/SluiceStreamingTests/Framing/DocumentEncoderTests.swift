import SluiceStreaming
import SluiceTestSupport
import Testing

@Suite struct DocumentEncoderTests {
    private static let root = StanzaRoot(
        XML.QName("stream", uri: "urn:s", prefix: "s"), attributes: ["to": "x.org"],
        namespaces: ["": "jabber:client", "s": "urn:s"])

    private static let values: [JSON] = [
        ["a": [1, 2.5, nil, true], "b": "line\nbreak \u{1E} \u{2028} \u{0} ü😀"], [], 12, "x", nil, -0.5, false,
        ["n": JSON(UInt64.max)],
    ]

    private static var elements: [XML.Element] {
        let child = XML.Element("{urn:other}c", ["{urn:other}k": "v\n\"<&>"], text: " 1 < 2 ]]> ", tail: "tail & more")
        return [
            XML.Element("a"), XML.Element("a", ["x": "1"], text: "t", children: [child, XML.Element("d")]),
            XML.Element(
                "{jabber:client}message", ["to": "é"], children: [XML.Element("{jabber:client}body", text: "\r\n")]),
            XML.Element("{urn:s}features"),
        ]
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    // MARK: - There and back

    @Test(arguments: [
        DocumentFraming.ndjson, .concatenatedJSON, .jsonSequence, .lengthPrefixed(.uint32BigEndian, content: .json),
        .lengthPrefixed(.varint, content: .json),
    ])
    func `Values come out as they went in, however they travel`(framing: DocumentFraming) throws {
        var encoder = try DocumentEncoder(framing)
        var bytes = try encoder.start()
        for value in Self.values { bytes += try encoder.encode(value) }
        bytes += try encoder.finish()
        for feeding in Feeding.all(for: bytes.count) {
            #expect(try decode(bytes, as: framing, feeding) == Self.values.map { .json($0) }, "\(feeding)")
        }
    }

    @Test(arguments: [
        DocumentFraming.lengthPrefixed(.uint32BigEndian, content: .xml), .lengthPrefixed(.varint, content: .xml),
        .xmlStanzas,
    ])
    func `Elements come out as they went in, however they travel`(framing: DocumentFraming) throws {
        var encoder =
            framing == .xmlStanzas ? try DocumentEncoder(stanzasOf: Self.root) : try DocumentEncoder(framing)
        var bytes = try encoder.start()
        for element in Self.elements { bytes += try encoder.encode(element) }
        bytes += try encoder.finish()
        for feeding in Feeding.all(for: bytes.count) {
            #expect(try decode(bytes, as: framing, feeding) == Self.elements.map { .xml($0) }, "\(feeding)")
        }
    }

    @Test func `One document comes out as it went in`() throws {
        for value in Self.values {
            var encoder = try DocumentEncoder(.wholeDocument(.json))
            let bytes = try encoder.encode(value) + encoder.finish()
            #expect(try decode(bytes, as: .wholeDocument(.json), .bytewise) == [.json(value)])
        }
        for element in Self.elements {
            var encoder = try DocumentEncoder(.wholeDocument(.xml))
            let bytes = try encoder.encode(.xml(element)) + encoder.finish()
            #expect(try decode(bytes, as: .wholeDocument(.xml), .bytewise) == [.xml(element)])
        }
    }

    private func decode(_ bytes: [UInt8], as framing: DocumentFraming, _ feeding: Feeding) throws -> [StreamRecord] {
        var decoder = DocumentDecoder(framing)
        var records: [StreamRecord] = []
        for piece in feeding.pieces(of: bytes) {
            decoder.feed(piece)
            while let record = try decoder.next() { records.append(record) }
        }
        decoder.finish()
        while let record = try decoder.next() { records.append(record) }
        return records
    }

    // MARK: - The bytes

    @Test func `Each framing has its bytes`() throws {
        var lines = try DocumentEncoder(.ndjson)
        #expect(try text(lines.encode(["a": 1])) == "{\"a\":1}\n")
        var sequence = try DocumentEncoder(.jsonSequence)
        #expect(try text(sequence.encode(5)) == "\u{1E}5\n")
        var fixed = try DocumentEncoder(.lengthPrefixed(.uint32BigEndian, content: .json))
        #expect(try fixed.encode([1]) == frame("[1]"))
        var varint = try DocumentEncoder(.lengthPrefixed(.varint, content: .json))
        #expect(try varint.encode(text: "\"" + String(repeating: "x", count: 298) + "\"").prefix(2) == [0xAC, 0x02])
    }

    @Test func `Stanzas use the namespaces of their root`() throws {
        var encoder = try DocumentEncoder(stanzasOf: Self.root)
        #expect(
            try text(encoder.start())
                == "<s:stream xmlns:s=\"urn:s\" xmlns=\"jabber:client\" to=\"x.org\">\n")
        #expect(try encoder.start().isEmpty)
        #expect(
            try text(encoder.encode(XML.Element("{jabber:client}message", text: "hi", tail: "!")))
                == "<message>hi</message>")
        #expect(try text(encoder.encode(XML.Element("{urn:s}features"))) == "<s:features/>")
        #expect(try text(encoder.encode(text: "<s:error x='1'/>")) == "<s:error x='1'/>")
        #expect(try text(encoder.finish()) == "</s:stream>")
        #expect(try encoder.finish().isEmpty)
        var empty = try DocumentEncoder(stanzasOf: StanzaRoot(XML.QName("r")))
        #expect(try text(empty.finish()) == "<r>\n</r>")
        var short = try DocumentEncoder(stanzasOf: StanzaRoot(XML.QName("r")))
        #expect(try text(short.encode(text: "<a/>")) == "<r>\n<a/>")
    }

    @Test func `An element declares its namespace as its own, by the prefix that it has or none`() throws {
        let message = XML.Element(
            "{jabber:client}message", ["to": "a"], tail: "!",
            children: [
                XML.Element("{jabber:client}body", text: "hi", tail: " "), XML.Element("{urn:x}y", ["{urn:x}k": "v"]),
            ])
        for framing in [DocumentFraming.wholeDocument(.xml), .lengthPrefixed(.varint, content: .xml)] {
            var encoder = try DocumentEncoder(framing)
            let bytes = try encoder.encode(message)
            let start = try #require(bytes.firstIndex(of: UInt8(ascii: "<")))
            #expect(
                text(Array(bytes[start...]))
                    == #"<message xmlns="jabber:client" to="a"><body>hi</body> <y xmlns="urn:x" xmlns:ns0="urn:x" ns0:k="v"/></message>"#
            )
        }
        var encoder = try DocumentEncoder(.wholeDocument(.xml))
        let parsed = try XML.Element(parsing: "<p:a xmlns:p='u' xmlns='v'><b/><p:c/></p:a>")
        #expect(try text(encoder.encode(parsed)) == #"<p:a xmlns:p="u"><b xmlns="v"/><p:c/></p:a>"#)
    }

    @Test func `A record goes to a sink at once`() throws {
        var sink = MemorySink()
        var encoder = try DocumentEncoder(.ndjson)
        try encoder.write(1, to: &sink)
        try encoder.write(.json([2]), to: &sink)
        try encoder.write(text: "{ }", to: &sink)
        try encoder.finish(to: &sink)
        #expect(text(sink.bytes) == "1\n[2]\n{ }\n")
        var elements = try DocumentEncoder(.wholeDocument(.xml))
        sink = MemorySink()
        try elements.write(XML.Element("a", tail: "x"), to: &sink)
        #expect(text(sink.bytes) == "<a />")
    }

    // MARK: - Text

    @Test func `Text is checked, and goes out as it stands`() throws {
        var lines = try DocumentEncoder(.ndjson)
        #expect(try text(lines.encode(text: "\u{FEFF}{\r\n \"a\": 1.50\n}")) == "{   \"a\": 1.50 }\n")
        let error = try #require(throws: ParseError.self) { try lines.encode(text: "{}\n{}") }
        #expect(error.message == "expected the end of the text after a value but found '{'")
        var sequence = try DocumentEncoder(.jsonSequence)
        #expect(try text(sequence.encode(text: "[\n1]")) == "\u{1E}[\n1]\n")
        #expect(throws: ParseError.self) { try sequence.encode(text: "[\"\u{1E}\"]") }
        var frames = try DocumentEncoder(.lengthPrefixed(.uint32BigEndian, content: .xml))
        #expect(try frames.encode(text: "<a b='1'></a>") == frame("<a b='1'></a>"))
        #expect(throws: ParseError.self) { try frames.encode(text: "<a>") }
    }

    @Test(arguments: [
        "<a/></s:stream><s:stream>", "</s:stream>", "<a>", "<!DOCTYPE a>", "<?xml version='1.0'?><a/>", "<p:a/>",
        "<a/><!--",
    ])
    func `Text that would end the root, or leave something open, is no stanza`(text: String) throws {
        var encoder = try DocumentEncoder(stanzasOf: Self.root)
        _ = try encoder.start()
        #expect(throws: ParseError.self) { try encoder.encode(text: text) }
        #expect(try self.text(encoder.encode(text: "<a/>")) == "<a/>")
    }

    @Test(arguments: ["", "text", "<a/><b/>", "<a/>b", "<!-- c -->"])
    func `Text that is not one element is no stanza`(text: String) throws {
        var encoder = try DocumentEncoder(stanzasOf: Self.root)
        let error = try #require(throws: WriterError.self) { try encoder.encode(text: text) }
        #expect(error.message == "expected one element as a stanza, and nothing beside it")
    }

    // MARK: - What does not fit

    private func message(_ body: () throws -> Void) throws -> String {
        try #require(throws: WriterError.self) { try body() }.message
    }

    @Test func `What the framing has no place for is refused`() throws {
        #expect(
            try message { _ = try DocumentEncoder(.sniffed) }
                == "a framing can be sniffed only of what is there already")
        #expect(try message { _ = try DocumentEncoder(.xmlStanzas) } == "a stream of stanzas wants a root around them")
        var lines = try DocumentEncoder(.ndjson)
        #expect(try message { _ = try lines.encode(XML.Element("a")) } == "an element in a stream of JSON")
        #expect(try message { _ = try lines.encode(JSON(Double.nan)) }.isEmpty == false)
        #expect(try text(lines.encode(1)) == "1\n")
        _ = try lines.finish()
        #expect(try message { _ = try lines.encode(1) } == "a record behind the end of the stream")
        var one = try DocumentEncoder(.wholeDocument(.json))
        #expect(try message { _ = try one.finish() } == "expected a document but the stream ends")
        _ = try one.encode(1)
        #expect(try message { _ = try one.encode(2) } == "a second document, where a stream is one")
        var xml = try DocumentEncoder(.lengthPrefixed(.varint, content: .xml))
        #expect(try message { _ = try xml.encode(1) } == "a JSON value in a stream of XML")
        #expect(try message { _ = try xml.encode(.comment("c")) } == "a comment or instruction is no document")
    }

    @Test func `Of a stanza that is refused nothing is written`() throws {
        var encoder = try DocumentEncoder(stanzasOf: Self.root)
        _ = try encoder.start()
        let bad = XML.Element("a", children: [XML.Element("b", text: "fine"), XML.Element("c", text: "\u{1}")])
        for _ in 0..<3 {
            #expect(throws: WriterError.self) { try encoder.encode(bad) }
            #expect(try text(encoder.encode(XML.Element("{urn:s}ok"))) == "<s:ok/>")
        }
        #expect(throws: WriterError.self) { _ = try DocumentEncoder(stanzasOf: StanzaRoot(XML.QName("a b"))) }
    }

    @Test func `A stanza of any depth is written`() throws {
        var deep = XML.Element("a")
        for _ in 0..<5000 { deep = XML.Element("a", children: [deep]) }
        var encoder = try DocumentEncoder(stanzasOf: StanzaRoot(XML.QName("r")))
        #expect(try encoder.encode(deep).count == 4 + 5000 * 7 + 4)
    }
}
