import SluiceStreaming
import SluiceTestSupport
import Testing

/// What decoders keep while their streams are silent, and how they go on.
@Suite struct SilentStreamTests {
    private static let framings: [(DocumentFraming, start: String, record: [UInt8], end: String)] = [
        (.ndjson, "", Array("{\"a\": [1, \"x\"]}\n".utf8), ""),
        (.concatenatedJSON, "", Array("{\"a\": [1, \"x\"]}".utf8), ""),
        (.jsonSequence, "", Array("\u{1E}{\"a\": [1, \"x\"]}\n".utf8), ""),
        (.lengthPrefixed(.uint32BigEndian, content: .json), "", frame("{\"a\": [1, \"x\"]}"), ""),
        (.lengthPrefixed(.uint32BigEndian, content: .xml), "", frame("<a xmlns='urn:x'><b c='1'>t</b></a>"), ""),
        (
            .xmlStanzas, "<?xml version='1.0'?><s:stream xmlns:s='urn:s' xmlns='jabber:client' to='x.org'>",
            Array("<message to='a'><body>1 &lt; 2</body></message>".utf8), "</s:stream>"
        ),
    ]

    private func drain(_ decoder: inout DocumentDecoder) throws -> [StreamRecord] {
        var records: [StreamRecord] = []
        while let record = try decoder.next() { records.append(record) }
        return records
    }

    @Test func `A decoder holds memory for what is no record yet, and for nothing else`() throws {
        for (framing, start, record, end) in Self.framings {
            var decoder = DocumentDecoder(framing)
            #expect(decoder.heldBytes == 0, "\(framing)")
            decoder.feed(Array(start.utf8))
            #expect(try drain(&decoder).isEmpty)
            #expect(decoder.heldBytes == 0, "\(framing)")
            for count in [1, 3, 5000, 1] {
                decoder.feed(Array(repeatElement(record, count: count).joined()))
                #expect(decoder.heldBytes > 0, "\(framing)")
                #expect(try drain(&decoder).count == count, "\(framing)")
                #expect(decoder.heldBytes == 0, "\(framing)")
            }
            // Part of a record is held, and no more memory than it takes.
            decoder.feed(Array(record.prefix(record.count / 2)))
            #expect(try drain(&decoder).isEmpty)
            #expect((1..<(128 << 10)).contains(decoder.heldBytes), "\(framing)")
            decoder.feed(Array(record.dropFirst(record.count / 2)))
            #expect(try drain(&decoder).count == 1)
            #expect(decoder.heldBytes == 0, "\(framing)")
            decoder.feed(Array(end.utf8))
            decoder.finish()
            #expect(try drain(&decoder).isEmpty)
            #expect(decoder.heldBytes == 0, "\(framing)")
        }
    }

    @Test func `A line that is cut takes memory of its own length, whatever came before it`() throws {
        var decoder = DocumentDecoder(.ndjson)
        let line = Array("{\"text\": \"\(String(repeating: "x", count: 1000))\"}\n".utf8)
        decoder.feed(Array(repeatElement(line, count: 100).joined()) + line.prefix(500))
        #expect(try drain(&decoder).count == 100)
        #expect(decoder.heldBytes <= 1100)
        decoder.feed(Array(line.dropFirst(500)))
        #expect(try drain(&decoder) == [.json(["text": .init(String(repeating: "x", count: 1000))])])
    }

    @Test func `The one document of a connection takes memory from its first byte to its last`() throws {
        for (framing, text) in [
            (DocumentFraming.wholeDocument(.json), "{\"a\": [1, 2]}"), (.wholeDocument(.xml), "<a><b/></a>"),
        ] {
            var decoder = DocumentDecoder(framing)
            if framing.content == .json { decoder.feed(Array(" \n".utf8)) }
            #expect(try drain(&decoder).isEmpty)
            #expect(decoder.heldBytes == 0)
            decoder.feed(Array(text.utf8.prefix(4)))
            #expect(try drain(&decoder).isEmpty)
            #expect(decoder.heldBytes > 0)
            decoder.feed(Array(text.utf8.dropFirst(4)))
            #expect(try drain(&decoder).count == 1)
            #expect(decoder.heldBytes == 0)
            decoder.feed(Array(" \n".utf8))
            #expect(try drain(&decoder).isEmpty)
            #expect(decoder.heldBytes == 0)
            let isComplete = decoder.isComplete
            #expect(isComplete)
            decoder.feed(Array("x".utf8))
            let error = try #require(throws: StreamError.self) { try decoder.next() }
            #expect(error.offset == text.utf8.count + 2 + (framing.content == .json ? 2 : 0))
            #expect(error.cause.position.column == 1)
        }
    }

    @Test func `A mark that follows white space is none, and half a mark is none either`() {
        for text in [" \u{FEFF}1", "\n\u{FEFF}1"] {
            expectStream(
                text, as: .wholeDocument(.json),
                ["0!1 \(text.hasPrefix("\n") ? "2:1" : "1:2") syntax: expected a value but found byte 0xEF"])
        }
        let half = StreamOutcome([0xEF, 0x31], as: .wholeDocument(.json), feeding: .bytewise)
        #expect(half == StreamOutcome([0xEF, 0x31], as: .wholeDocument(.json)))
    }

    @Test func `Records that are kept stay what they are while the stream goes on`() throws {
        for (framing, start, record, _) in Self.framings {
            var decoder = DocumentDecoder(framing)
            decoder.feed(Array(start.utf8))
            var kept: [StreamRecord] = []
            for count in [1, 1, 1, 1, 1, 1, 7, 300] {
                decoder.feed(Array(repeatElement(record, count: count).joined()))
                kept += try drain(&decoder)
            }
            #expect(kept.count == 313)
            #expect(kept.allSatisfy { $0 == kept[0] })
        }
    }

    // MARK: - Stanzas

    @Test func `Many streams of stanzas share parsers, and each has its own namespaces`() throws {
        // What is bound has all that a value can have to be escaped.
        let uris = ["urn:&amp;a", "b'\"", "c&lt;&#9;&#10;&#13;d", "", "urn:e"]
        var decoders: [DecoderBox] = []
        for i in 0..<50 {
            let box = DecoderBox(.xmlStanzas)
            let uri = uris[i % 5]
            let value = uri.replacing("'", with: "&apos;")
            box.feed("<p:r xmlns:p='u\(i)' \(uri.isEmpty ? "" : "xmlns='\(value)'") xml:lang='en'>\n")
            #expect(try box.take().isEmpty)
            decoders.append(box)
        }
        for round in 0..<3 {
            for (i, box) in decoders.enumerated() {
                box.feed("<a p:x='\(round)'/>")
                let element = try #require(try box.take().first?.xml)
                let uri = ["urn:&a", "b'\"", "c<\t\n\rd", "", "urn:e"][i % 5]
                #expect(element.qname.uri == uri)
                #expect(element.attributes["{u\(i)}x"] == "\(round)")
                #expect(element.qname.prefix == "")
                #expect(box.heldBytes == 0)
            }
        }
        for box in decoders {
            box.feed("</p:r>")
            #expect(try box.take().isEmpty)
            #expect(box.isComplete)
        }
    }

    /// A decoder among others.
    private final class DecoderBox {
        private var decoder: DocumentDecoder
        init(_ framing: DocumentFraming, options: StreamOptions = StreamOptions()) {
            decoder = DocumentDecoder(framing, options: options)
        }

        func feed(_ text: String) { decoder.feed(Array(text.utf8)) }

        func take() throws -> [StreamRecord] {
            var records: [StreamRecord] = []
            while let record = try decoder.next() { records.append(record) }
            return records
        }

        var heldBytes: Int { decoder.heldBytes }
        var isComplete: Bool { decoder.isComplete }
    }

    @Test func `A fault behind silence has the place and path that it has without`() throws {
        let text = "<r xmlns:p='u'>\n<a/><p:b/>\n<a>é</a>  <a><c/>\n<c/><d x='1' x='2'/></a></r>"
        func fault(_ feeding: Feeding) -> ParseError? {
            var decoder = DocumentDecoder(.xmlStanzas)
            for piece in feeding.pieces(of: Array(text.utf8)) {
                decoder.feed(piece)
                do throws(StreamError) { while try decoder.next() != nil {} } catch { return error.cause }
            }
            return nil
        }
        let whole = try #require(fault(.whole))
        #expect(whole.path == "/r/a[3]")
        for feeding in Feeding.all(for: text.utf8.count) {
            let other = fault(feeding)
            #expect(other?.path == whole.path && other?.position == whole.position, "\(feeding)")
            #expect(other?.message == whole.message, "\(feeding)")
        }
    }

    @Test func `Names that a peer makes up without end are forgotten`() throws {
        var options = StreamOptions()
        options.limits.nameTableBytes = 4 << 10
        let box = DecoderBox(.xmlStanzas, options: options)
        var most = 0
        box.feed("<r xmlns='urn:r' xmlns:p='urn:p'>")
        for i in 0..<4000 {
            // The stream is never between two stanzas when a chunk ends.
            box.feed(i == 0 ? "<n0 p:a0='0'" : "/><n\(i) p:a\(i)='\(i)'")
            for record in try box.take() {
                let element = try #require(record.xml)
                #expect(element.tag == "{urn:r}n\(i - 1)")
                #expect(element.attributes["{urn:p}a\(i - 1)"] == "\(i - 1)")
            }
            most = max(most, box.heldBytes)
        }
        #expect(most < 256 << 10)
    }

    @Test func `Names are forgotten at the same places however the stream arrives`() {
        var options = StreamOptions()
        options.limits.nameTableBytes = 100
        expectStream(
            "<p:r xmlns:p='u' xmlns='v'><a x='1'/>t<b><c/></b><p:a p:x='2'>x</p:a>\n<a x='3' x='4'/></p:r>",
            as: .xmlStanzas, options: options,
            [
                #"0@27: <ns0:a xmlns:ns0="v" x="1" />"#, #"1@38: <ns0:b xmlns:ns0="v"><ns0:c /></ns0:b>"#,
                #"2@49: <ns0:a xmlns:ns0="u" ns0:x="2">x</ns0:a>"#,
                "3!79 2:10 notWellFormed: the element has the attribute 'x' twice",
            ])
    }

    @Test func `Where a document type speaks of names, too many are an error that names the limit`() {
        var options = StreamOptions()
        options.limits.nameTableBytes = 1
        expectStream(
            "<!DOCTYPE r [<!ENTITY e 'x'>]><r><a/><b/></r>", as: .xmlStanzas, options: options,
            [
                "0!33 1:34 limitExceeded: names take more memory than they may (the limit nameTableBytes), and none is "
                    + "forgotten where there is a document type"
            ])
        // The default has room for what peers use.
        expectStream(
            "<!DOCTYPE r [<!ENTITY e 'x'>]><r><a>&e;</a></r>", as: .xmlStanzas, ["0@33: <a>x</a>"])
    }

    @Test func `One stanza with too many names is an error that names the limit`() {
        var options = StreamOptions()
        options.limits.nameTableBytes = 1000
        let text = (0..<1000).map { "<n\($0)/>" }.joined()
        let outcome = StreamOutcome(Array("<r><a/><b>\(text)</b></r>".utf8), as: .xmlStanzas, options: options)
        #expect(
            outcome.lines.map { $0.split(separator: " ", maxSplits: 2).last.map(String.init) } == [
                "/>",
                "limitExceeded: names take more memory than they may within a child of the root (the limit nameTableBytes)",
            ])
        // As many in several are none.
        options.limits.nameTableBytes = 4000
        let apart = (0..<100).map { n in "<a>" + (0..<10).map { "<n\(10 * n + $0)/>" }.joined() + "</a>" }.joined()
        let outcomes = StreamOutcome(Array("<r>\(apart)</r>".utf8), as: .xmlStanzas, options: options)
        #expect(outcomes.lines.count == 100)
    }

    @Test func `A root rests and is entered anew in no more bytes than it came in`() throws {
        var options = StreamOptions()
        let quotes = String(repeating: "'", count: 800)
        let start = "<r xmlns:p=\"&#34;\(quotes)\" xmlns=\"u\">"
        options.limits.parser.startTagBytes = start.utf8.count
        options.limits.nameTableBytes = 100
        let box = DecoderBox(.xmlStanzas, options: options)
        for text in [start, "<p:a/>", "<p:b/><c/>", "<p:d/>"] {
            box.feed(text)
            for record in try box.take() where record.xml?.tag != "{u}c" {
                #expect(record.xml?.qname.uri == "\"\(quotes)")
            }
        }
    }

    @Test func `A namespace is a name, and no longer than one may be`() {
        let long = String(repeating: "u", count: 4097)
        expectStream(
            "<r xmlns='\(long)'><a/></r>", as: .xmlStanzas,
            ["0!3 1:4 limitExceeded: a name is longer than 4096 bytes (the limit nameBytes)"])
        // Of such a root nothing is kept but its reader, and the stream goes on.
        let most = String(repeating: "u", count: 4096)
        expectStream(
            "<r xmlns='\(most)'><a/> <b/></r>", as: .xmlStanzas,
            [
                "0@4108: <ns0:a xmlns:ns0=\"\(most)\" />", "1@4113: <ns0:b xmlns:ns0=\"\(most)\" />",
            ])
    }

    @Test func `Stanzas in other encodings go on as well`() {
        let text = "<r xmlns='é'><a/>\n<b>ü</b></r>"
        let bytes: [UInt8] =
            [0xFE, 0xFF]
            + text.utf16.flatMap { unit -> [UInt8] in
                [UInt8(unit >> 8), UInt8(unit & 0xFF)]
            }
        var options = StreamOptions()
        for most in [100, 256 << 10] {
            options.limits.nameTableBytes = most
            let outcome = StreamOutcome(bytes, as: .xmlStanzas, options: options)
            #expect(outcome.lines.count == 2 && outcome.lines[1].contains("ü"))
            for feeding in Feeding.all(for: bytes.count) {
                #expect(StreamOutcome(bytes, as: .xmlStanzas, feeding: feeding, options: options) == outcome)
            }
        }
    }

    // MARK: - Frames of XML

    @Test func `Each frame of XML begins anew, whatever the one before it was`() {
        expectStream(
            frame("<p:a xmlns:p='u'><b/></p:a>") + frame("<p:a/>") + frame("<a><b>") + frame("<a x='&e;'/>")
                + frame("<!DOCTYPE a [<!ENTITY e 'v'><!ATTLIST a y CDATA 'd'>]><a x='&e;'/>") + frame("<a>&e;</a>")
                + frame("<a/>") + frame("<a>\n<b></a>"),
            as: .lengthPrefixed(.uint32BigEndian, content: .xml), options: .resynchronising,
            [
                #"0@4: <ns0:a xmlns:ns0="u"><b /></ns0:a>"#,
                "1!35 1:1 notWellFormed (goes on): the prefix 'p' is not declared",
                "2!51 1:7 notWellFormed (goes on): expected '</b>' but the frame ends",
                "3!61 1:7 notWellFormed (goes on): the entity 'e' is not declared",
                #"4@71: <a x="v" y="d" />"#,
                "5!144 1:4 notWellFormed (goes on): the entity 'e' is not declared",
                "6@155: <a />",
                "7!170 2:4 notWellFormed (goes on): expected '</b>' but found '</a>'",
            ])
    }

    // MARK: - Threads

    @Test func `Threads share what silent streams have given up`() async throws {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var count = 0
                    for _ in 0..<20 {
                        for (framing, start, record, end) in Self.framings {
                            var decoder = DocumentDecoder(framing)
                            decoder.feed(Array(start.utf8))
                            for piece in Feeding.random(seed: UInt64(count)).pieces(of: record + record + record) {
                                decoder.feed(piece)
                                while try decoder.next() != nil { count += 1 }
                            }
                            decoder.feed(Array(end.utf8))
                        }
                    }
                    return count
                }
            }
            for try await count in group { #expect(count == 20 * 3 * Self.framings.count) }
        }
    }
}
