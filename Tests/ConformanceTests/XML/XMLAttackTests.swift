import SluiceCore
import SluiceJSON
import SluiceTestSupport
import SluiceXML
import Testing

/// Documents made to break parsers of XML: what they expand to, how deep they go, what they try to open.
@Suite struct XMLAttackTests {
    /// What came of a document: a digest of all that was delivered, and the error.
    struct Outcome: Equatable {
        var events = 0
        var bytes = 0
        var digest: UInt64 = 14_695_981_039_346_656_037
        var error: String?

        mutating func add(_ text: borrowing XML.Text) {
            bytes += text.count
            for i in text.utf8.indices { digest = (digest ^ UInt64(text.utf8[i])) &* 1_099_511_628_211 }
        }
    }

    struct Handler: XML.ContentHandler {
        var outcome = Outcome()
        mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) {
            outcome.events += 1
            outcome.add(name.qualified)
            for i in attributes.indices {
                outcome.add(attributes[i].name.qualified)
                outcome.add(attributes[i].value)
            }
        }
        mutating func endElement(_ name: XML.Name) { outcome.events += 1 }
        mutating func characters(_ text: XML.Text) { outcome.add(text) }
        mutating func processingInstruction(target: XML.Text, data: XML.Text) {
            outcome.events += 1
            outcome.add(data)
        }
        mutating func skippedEntity(_ name: XML.Text) { outcome.add(name) }
    }

    private static func read(_ bytes: [UInt8], _ size: Int, _ options: XML.ParserOptions) throws -> Outcome {
        var parser = XML.Parser(handler: Handler(), options: options)
        var outcome = Outcome()
        do {
            for start in stride(from: 0, to: bytes.count, by: size) {
                do { try parser.feed(bytes.span.extracting(start..<min(start + size, bytes.count))) } catch {
                    outcome = parser.handler.outcome
                    throw error
                }
            }
            outcome = parser.handler.outcome
            outcome = try parser.finish().outcome
        } catch let error as ParseError {
            let place = "\(error.position.offset) \(error.position.line):\(error.position.column)"
            outcome.error = "\(error.code) \(place) \(error.path) \(error.message)"
        }
        return outcome
    }

    /// The limit that stops each document that would take too much.
    private static let limits = [
        "attr_default_amplification.xml": "entityExpansionFactor", "attrs_10k.xml": "attributesPerElement",
        "attrs_40k.xml": "attributesPerElement", "billion_laughs_10x10.xml": "entityExpansionFactor",
        "billion_laughs_2x30.xml": "entityExpansionFactor", "billion_laughs_attr.xml": "entityExpansionFactor",
        "deep_10000.xml": "depth", "deep_100000.xml": "depth", "deep_100000_unclosed.xml": "depth",
        "deep_2048.xml": "depth", "deep_2049.xml": "depth", "deep_content_model.xml": "depth",
        "entity_depth_2000.xml": "entityDepth", "entity_depth_41.xml": "entityDepth",
        "entity_elements.xml": "entityExpansionFactor", "laughs_empty_2x40.xml": "entityDepth",
        "nsdecl_10k.xml": "attributesPerElement", "quadratic_attr_20k_x1500.xml": "entityExpansionFactor",
        "quadratic_blowup_100k_x2000.xml": "entityExpansionFactor",
        "quadratic_blowup_50k_x50k_recipe_small.xml": "entityExpansionFactor",
    ]

    @Test(.enabled(if: Corpus.has("attacks"), "\(Corpus.missing)"))
    func `Hostile documents are accepted, rejected or refused by a limit, as each should be`() throws {
        let attacks = try #require(try JSON.loads(Corpus.bytes("attacks/attacks.json")).array)
        var count = 0
        for attack in attacks {
            guard attack["kind"] == "xml", let stored = attack["stored"]?.string ?? attack["file"]?.string else {
                continue
            }
            let bytes = try Corpus.bytes("attacks/\(stored)")
            let whole = try Self.read(bytes, max(bytes.count, 1), XML.ParserOptions())
            for size in bytes.count > 50_000 ? [4096] : [1, 7, 1024] {
                #expect(try Self.read(bytes, size, XML.ParserOptions()) == whole, "\(stored) in pieces of \(size)")
            }
            let file = attack["file"]?.string ?? stored
            let isLimit = whole.error?.hasPrefix("limitExceeded") ?? false
            #expect(isLimit == (Self.limits[file] != nil), "\(file): \(whole.error ?? "accepted")")
            if let limit = Self.limits[file] {
                #expect(whole.error?.hasSuffix("(the limit \(limit))") == true, "\(file): \(whole.error ?? "-")")
            }
            // What is delivered is bounded by what was read.
            #expect(whole.bytes <= 9_000_000 + 100 * bytes.count, "\(stored)")
            switch attack["expect"]?.string {
            case "accept": #expect(whole.error == nil, "\(stored)")
            case "reject": #expect(whole.error != nil, "\(stored)")
            default: break
            }
            count += 1
        }
        #expect(count > 70)
    }

    private static let document = """
        <?xml version="1.0" encoding="UTF-8" standalone="no"?><!-- c --><?go on?>
        <!DOCTYPE r [<!ELEMENT r ANY><!ATTLIST r a CDATA "d"><!ENTITY e "<b>&#65;</b>"><!NOTATION n PUBLIC "p"> <?in it?>
          <!-- c --> <!ENTITY % p "<!ENTITY f 'g'>"> %p; <!ENTITY x SYSTEM "x" NDATA n>]>
        <r xmlns="urn:r" xmlns:p='urn:p' p:a="1 &lt; 2" b="&f;é"><?go?>t &e;<p:c d='&#x41;'/><![CDATA[<&]]]>]]&gt;é</r>
        """

    @Test func `Every beginning of a document is cut short, and nothing worse`() throws {
        let bytes = Array(Self.document.utf8)
        #expect(try Self.read(bytes, bytes.count, XML.ParserOptions()).error == nil)
        for count in bytes.indices {
            let beginning = Array(bytes[..<count])
            let outcome = try Self.read(beginning, max(count, 1), XML.ParserOptions())
            #expect(outcome.error?.hasPrefix("truncated") == true, "\(count): \(outcome.error ?? "accepted")")
            for size in [1, 7] {
                #expect(try Self.read(beginning, size, XML.ParserOptions()) == outcome, "\(count) in pieces of \(size)")
            }
        }
    }

    @Test func `12 MB in one feed is read as in pieces`() throws {
        let bytes =
            Array("<r>".utf8) + [UInt8](repeating: "<a b='c'>text &amp; more</a>\n", times: 300_000)
            + [UInt8](repeating: "x", times: 4_000_000) + Array("</r>".utf8)
        #expect(bytes.count > 12_000_000)
        let whole = try Self.read(bytes, bytes.count, XML.ParserOptions())
        #expect(whole.error == nil)
        #expect(whole.events == 2 * 300_001)
        #expect(try Self.read(bytes, 64 << 10, XML.ParserOptions()) == whole)
    }

    @Test func `A character reference of many zeros is held to a limit, complete or not`() throws {
        var options = XML.ParserOptions()
        options.limits.nameBytes = 6
        for (zeros, error) in [
            (12, nil), (13, "limitExceeded 3 1:4 /a a name is longer than 6 bytes (the limit nameBytes)"),
            (100, "limitExceeded 3 1:4 /a a name is longer than 6 bytes (the limit nameBytes)"),
        ] {
            let bytes = Array("<a>&#\(String(repeating: "0", count: zeros))65;</a>".utf8)
            for size in 1...bytes.count {
                #expect(try Self.read(bytes, size, options).error == error, "\(zeros) zeros in pieces of \(size)")
            }
        }
    }

    @Test func `A reference's name is held to its limit, whatever follows it`() throws {
        var options = XML.ParserOptions()
        options.limits.nameBytes = 6
        for (start, place) in [("<a>", "3 1:4 /a"), ("<a b='", "6 1:7 ")] {
            for end in [";", "#", " ", "<", "&"] {
                let bytes = Array((start + "&" + String(repeating: "n", count: 40) + end + "'/></a>").utf8)
                for size in 1...bytes.count {
                    #expect(
                        try Self.read(bytes, size, options).error
                            == "limitExceeded \(place) a name is longer than 6 bytes (the limit nameBytes)",
                        "\(start) \(end) in pieces of \(size)")
                }
            }
        }
    }
}
