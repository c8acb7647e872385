import SluiceStreaming
import SluiceTestSupport
import Testing

@Suite struct DocumentDecoderTests {
    // MARK: - Lines, sequences, values side by side

    @Test func `Lines are records, and blank lines are none`() {
        expectStream(
            "{\"a\": 1}\n\r\n  \n[2]\r\n\"\u{2028}ü😀\"\n3", as: .ndjson,
            [#"0@0: {"a":1}"#, "1@14: [2]", "2@19: \"\u{2028}ü😀\"", "3@31: 3"])
        expectStream("", as: .ndjson, [])
        expectStream("\n\n", as: .ndjson, [])
        expectStream("\u{FEFF}1\n", as: .ndjson, ["0@3: 1"])
    }

    @Test func `A bad line is an error, after which nothing comes`() {
        expectStream(
            "1\n{\"a\":}\n3\n", as: .ndjson,
            ["0@0: 1", "1!7 2:6 syntax: expected a value but found '}'"])
    }

    @Test func `Behind a bad line the next one comes, if that is asked for`() {
        expectStream(
            "1\n{\"a\":}\n3\n[4\n5 6\n\"x\n\n7", as: .ndjson, options: .resynchronising,
            [
                "0@0: 1", "1!7 2:6 syntax (goes on): expected a value but found '}'", "2@9: 3",
                "3!13 4:3 syntax (goes on): expected ',' or ']' after an element but the record ends",
                "4!16 5:3 syntax (goes on): expected the end of the record after a value but found '6'",
                "5!20 6:3 syntax (goes on): expected '\"' at the end of a string but the record ends",
                "6@22: 7",
            ])
    }

    @Test func `A stream that ends within a line is truncated`() {
        expectStream(
            "1\n{\"a\": [2", as: .ndjson,
            ["0@0: 1", "1!10 2:9 truncated: expected ',' or ']' after an element but the text ends"])
        expectStream(
            "1\n{\"a\": [2", as: .ndjson, options: .resynchronising,
            ["0@0: 1", "1!10 2:9 truncated: expected ',' or ']' after an element but the text ends"])
    }

    @Test func `Values side by side need nothing between them`() {
        expectStream(
            "{\"a\":1}{\"b\":2} [3]\r\n\t\"x\"4 true null -5", as: .concatenatedJSON,
            [
                #"0@0: {"a":1}"#, #"1@7: {"b":2}"#, "2@15: [3]", #"3@21: "x""#, "4@24: 4", "5@26: true", "6@31: null",
                "7@36: -5",
            ])
    }

    @Test func `A bad value among others ends the stream, whatever is asked for`() {
        for options in [StreamOptions(), .resynchronising] {
            expectStream(
                "{\"a\":1} {\"b\":x} {}", as: .concatenatedJSON, options: options,
                [#"0@0: {"a":1}"#, "1!13 1:14 syntax: expected a value but found 'x'"])
            expectStream(
                "{} [1", as: .concatenatedJSON, options: options,
                ["0@0: {}", "1!5 1:6 truncated: expected ',' or ']' after an element but the text ends"])
        }
    }

    @Test func `Text sequences start each value with a separator`() {
        expectStream(
            "\u{1E}{\"a\":1}\n\u{1E}2\n\u{1E}\u{1E}[3]", as: .jsonSequence, [#"0@1: {"a":1}"#, "1@10: 2", "2@14: [3]"])
        expectStream(
            "{}", as: .jsonSequence, ["0!0 1:1 syntax: expected a record separator (0x1E) before the first text"])
        expectStream(
            "\u{1E}[1\u{1E}2\u{1E}3\n\u{1E}tru", as: .jsonSequence, options: .resynchronising,
            [
                "0!3 1:4 syntax (goes on): expected ',' or ']' after an element but the record ends",
                "1!5 1:6 syntax (goes on): expected white space after a number or word, which may be cut short",
                "2@6: 3", "3!12 2:5 truncated: expected 'true' but the text ends",
            ])
    }

    // MARK: - One document

    @Test func `The document of a connection comes when its root is complete`() throws {
        expectStream(" {\"a\": [1, 2]} \n", as: .wholeDocument(.json), [#"0@1: {"a":[1,2]}"#])
        expectStream("\u{FEFF}\n12", as: .wholeDocument(.json), ["0@4: 12"])
        var decoder = DocumentDecoder(.wholeDocument(.json))
        decoder.feed(Array(#"{"a":1"#.utf8))
        #expect(try decoder.next() == nil)
        var isComplete = decoder.isComplete
        #expect(!isComplete)
        decoder.feed(Array("}".utf8))
        #expect(try decoder.next()?.json?["a"]?.int == 1)
        isComplete = decoder.isComplete
        #expect(isComplete)
        expectStream(
            "<?xml version='1.0'?><!-- c --><a><b x='1'>t</b></a>\n<!-- d -->", as: .wholeDocument(.xml),
            [#"0@31: <a><b x="1">t</b></a>"#])
    }

    @Test func `What is wrong with the document of a connection is told where it stands`() {
        expectStream(
            "{\"a\": 1}\n{}", as: .wholeDocument(.json),
            [#"0@0: {"a":1}"#, "1!9 2:1 syntax: expected the end of the text after a value but found '{'"])
        expectStream(
            "{\"a\": 1", as: .wholeDocument(.json),
            ["0!7 1:8 truncated: expected ',' or '}' after a member but the text ends"])
        expectStream(
            "[1, x", as: .wholeDocument(.json), ["0!4 1:5 syntax: expected a value but found 'x'"])
        expectStream("", as: .wholeDocument(.json), ["0!0 1:1 truncated: expected a value but the text ends"])
        expectStream(
            "<a>\n<b></a>", as: .wholeDocument(.xml), ["0!7 2:4 notWellFormed: expected '</b>' but found '</a>'"])
        expectStream(
            "<a/><b/>", as: .wholeDocument(.xml),
            [
                "0@0: <a />",
                "1!4 1:5 notWellFormed: expected the end of the document, which has one root element",
            ])
        expectStream("<a>", as: .wholeDocument(.xml), ["0!3 1:4 truncated: expected '</a>' but the document ends"])
    }

    // MARK: - Stanzas

    private let stream = """
        <?xml version='1.0'?><s:stream xmlns='jabber:client' xmlns:s='urn:s' to="x.org" xml:lang="en">\
        <message to="a&amp;b"><body>1 &lt; 2 <![CDATA[]]]>]]&gt;</body></message>\r\n \n\
        <s:features/>  <presence/></s:stream>
        """

    @Test func `Stanzas come out of a root that stays open`() {
        expectStream(
            stream, as: .xmlStanzas,
            [
                #"0@94: <ns0:message xmlns:ns0="jabber:client" to="a&amp;b"><ns0:body>1 &lt; 2 ]]]&gt;</ns0:body></ns0:message>"#,
                #"1@171: <ns0:features xmlns:ns0="urn:s" />"#,
                #"2@186: <ns0:presence xmlns:ns0="jabber:client" />"#,
            ])
    }

    @Test func `The root's start tag is there before the first stanza`() throws {
        let bytes = Array(stream.utf8)
        for feeding in Feeding.all(for: bytes.count) {
            var decoder = DocumentDecoder(.xmlStanzas)
            var fed = 0
            for piece in feeding.pieces(of: bytes) {
                decoder.feed(piece)
                fed += piece.count
                #expect((decoder.root != nil) == (fed >= 94), "\(feeding)")
                let isComplete = decoder.isComplete
                while try decoder.next() != nil { #expect(decoder.root != nil) }
                #expect(isComplete == (fed == bytes.count), "\(feeding)")
            }
            #expect(
                decoder.root
                    == StanzaRoot(
                        XML.QName("stream", uri: "urn:s", prefix: "s"),
                        attributes: ["to": "x.org", "{http://www.w3.org/XML/1998/namespace}lang": "en"],
                        namespaces: ["": "jabber:client", "s": "urn:s"]))
        }
    }

    @Test func `A stream of stanzas that ends before its root does is truncated`() {
        expectStream(
            "<r><a/>\n<b>", as: .xmlStanzas,
            ["0@3: <a />", "1!11 2:4 truncated: expected '</b>' but the document ends"])
        expectStream(
            "<r><a/>", as: .xmlStanzas, ["0@3: <a />", "1!7 1:8 truncated: expected '</r>' but the document ends"])
        expectStream(
            "<r><a></r>", as: .xmlStanzas, options: .resynchronising,
            ["0!6 1:7 notWellFormed: expected '</a>' but found '</r>'"])
        expectStream("<r", as: .xmlStanzas, ["0!2 1:3 truncated: the document ends within a start tag"])
    }

    // MARK: - Limits

    @Test func `A record beyond the limit is an error that names it`() {
        var options = StreamOptions.resynchronising
        options.limits.recordBytes = 8
        let message = "a record is longer than 8 bytes (the limit recordBytes)"
        expectStream(
            "[1,2,3]\n[1,2,3,4,5,6]\n\n7\n", as: .ndjson, options: options,
            ["0@0: [1,2,3]", "1!8 2:1 limitExceeded (goes on): \(message)", "2@23: 7"])
        expectStream(
            "\u{1E}[1,2,3]\n\u{1E}[1,2,3,4,5,6]\n\u{1E}7\n", as: .jsonSequence, options: options,
            ["0@1: [1,2,3]", "1!10 2:2 limitExceeded (goes on): \(message)", "2@25: 7"])
        expectStream(
            "[1,2,3] [1,2,3,4,5,6]", as: .concatenatedJSON, options: options,
            ["0@0: [1,2,3]", "1!8 1:9 limitExceeded: \(message)"])
        expectStream(
            "<r><b>1</b><b>2222222</b></r>", as: .xmlStanzas, options: options,
            ["0@3: <b>1</b>", "1!11 1:12 limitExceeded: \(message)"])
        expectStream(
            "<b>1234567</b>", as: .wholeDocument(.xml), options: options, ["0!0 1:1 limitExceeded: \(message)"])
        expectStream("\n[1,2,3,4]", as: .wholeDocument(.json), options: options, ["0!1 2:1 limitExceeded: \(message)"])
        expectStream("\n[1,2,34]   \n\n", as: .wholeDocument(.json), options: options, ["0@1: [1,2,34]"])
        expectStream(
            "\n[1,2,34] x", as: .wholeDocument(.json), options: options,
            ["0@1: [1,2,34]", "1!10 2:10 syntax: expected the end of the text after a value but found 'x'"])
    }

    @Test(arguments: [StreamOptions(), .resynchronising])
    func `A stream has so many records and no more`(options: StreamOptions) {
        var options = options
        options.limits.records = 2
        let message = "limitExceeded: the stream has more than 2 records (the limit records)"
        expectStream("1\n2\n3\n4\n", as: .ndjson, options: options, ["0@0: 1", "1@2: 2", "2!4 1:5 \(message)"])
        expectStream("1\n2\n", as: .ndjson, options: options, ["0@0: 1", "1@2: 2"])
        expectStream(
            "<r><a/><b/><c/></r>", as: .xmlStanzas, options: options,
            ["0@3: <a />", "1@7: <b />", "2!11 1:12 \(message)"])
    }

    @Test func `A stream has so many bytes and no more`() {
        var options = StreamOptions.resynchronising
        options.limits.streamBytes = 8
        let message = "limitExceeded: the stream is longer than 8 bytes (the limit streamBytes)"
        expectStream("1\n2\n[3]\n", as: .ndjson, options: options, ["0@0: 1", "1@2: 2", "2@4: [3]"])
        expectStream(
            "1\n2\n[3]\n\n", as: .ndjson, options: options, ["0@0: 1", "1@2: 2", "2@4: [3]", "3!8 1:9 \(message)"])
        expectStream("1\n2\n[3, 4]\n", as: .ndjson, options: options, ["0@0: 1", "1@2: 2", "2!8 1:9 \(message)"])
        expectStream("         1", as: .sniffed, options: options, ["0!8 1:9 \(message)"])
        expectStream("<a><b/><c/>", as: .xmlStanzas, options: options, ["0@3: <b />", "1!8 1:9 \(message)"])
        expectStream(
            frame("[1]") + frame("2"), as: .lengthPrefixed(.uint32BigEndian, content: .json), options: options,
            ["0@4: [1]", "1!8 1:9 \(message)"])
    }

    @Test func `The parsers' limits hold within a record`() {
        var options = StreamOptions.resynchronising
        options.limits.parser.depth = 2
        let outcome = StreamOutcome(Array("[[1]]\n[[[1]]]\n2\n".utf8), as: .ndjson, options: options)
        #expect(outcome.lines.count == 3)
        #expect(outcome.lines[1].hasPrefix("1!8 2:3 limitExceeded (goes on): "))
        let stanza = StreamOutcome(Array("<r><a><b/></a></r>".utf8), as: .xmlStanzas, options: options)
        #expect(stanza.lines.count == 1 && stanza.lines[0].hasPrefix("0!6 1:7 limitExceeded: "))
    }

    // MARK: - Bytes that are no text

    @Test func `Malformed UTF-8 is an error where it stands, however it is cut`() {
        expectStream(
            Array("1\n\"".utf8) + [0xC3, 0x28] + Array("\"\n\"é\"\n".utf8), as: .ndjson, options: .resynchronising,
            [
                "0@0: 1", "1!4 2:3 encoding (goes on): expected valid UTF-8 but found '('",
                "2@7: \"é\"",
            ])
        let xml = StreamOutcome(Array("<r><a>".utf8) + [0xF0, 0x9F, 0x98] + Array("</a></r>".utf8), as: .xmlStanzas)
        #expect(xml.lines.count == 1 && xml.lines[0].hasPrefix("0!6 1:7 encoding: "))
    }

    @Test func `Many records in one read come one by one, and the decoder holds one chunk`() throws {
        var decoder = DocumentDecoder(.ndjson)
        let line = Array("{\"n\": 1, \"text\": \"\(String(repeating: "x", count: 100))\"}\n".utf8)
        var count = 0
        for _ in 0..<20 {
            decoder.feed(Array(repeatElement(line, count: 500).joined()))
            while let record = try decoder.next() {
                #expect(record.json?["n"]?.int == 1)
                count += 1
            }
        }
        decoder.finish()
        #expect(try decoder.next() == nil)
        #expect(count == 10_000)
    }

    @Test func `Errors are told with record, byte, line and name`() throws {
        var decoder = DocumentDecoder(.ndjson, name: "peer")
        decoder.feed(Array("1\n[2,\u{1}]\n".utf8))
        #expect(try decoder.next()?.json?.int == 1)
        let error = try #require(throws: StreamError.self) { try decoder.next() }
        #expect(
            error.description
                == "record 1, byte 5: peer:2:4: error: expected a value but found U+0001\n[2,␁]\n   ^")
    }

    // MARK: - Text

    private func texts(_ bytes: [UInt8], as framing: DocumentFraming, _ feeding: Feeding) -> [String] {
        var decoder = DocumentDecoder(framing, options: .resynchronising)
        var texts: [String] = []
        func drain() {
            while true {
                do throws(StreamError) {
                    guard let text = try decoder.nextText() else { return }
                    texts.append("\(decoder.ordinal)@\(decoder.offset): \(String(decoding: text, as: UTF8.self))")
                } catch { texts.append(StreamOutcome.describe(error)) }
            }
        }
        for piece in feeding.pieces(of: bytes) {
            decoder.feed(piece)
            drain()
        }
        decoder.finish()
        drain()
        return texts
    }

    @Test func `The text of a record is checked, and stands as it came`() {
        let cases: [(DocumentFraming, [UInt8], [String])] = [
            (
                .ndjson, Array("\u{FEFF}{\"a\": 1.50} \r\n\n[1,\n\t\"\\u0041\"".utf8),
                [
                    #"0@3: {"a": 1.50}"#, "1!21 3:4 syntax (goes on): expected a value but the record ends",
                    #"2@23: "\u0041""#,
                ]
            ),
            (.concatenatedJSON, Array("{\"a\":\n1} [2]3 ".utf8), ["0@0: {\"a\":\n1}", "1@9: [2]", "2@12: 3"]),
            (.jsonSequence, Array("\u{1E}{ }\n\u{1E} 1e400 \n".utf8), ["0@1: { }", "1@7: 1e400"]),
            (
                .lengthPrefixed(.uint32BigEndian, content: .json),
                frame("\u{FEFF} {\"a\": 1 }\n") + frame("x") + frame("7"),
                [
                    #"0@4: {"a": 1 }"#, "1!22 1:1 syntax (goes on): expected a value but found 'x'", "2@27: 7",
                ]
            ),
        ]
        for (framing, bytes, expected) in cases {
            for feeding in Feeding.all(for: bytes.count) {
                let found = texts(bytes, as: framing, feeding)
                #expect(found == expected, "\(framing), \(feeding)")
                if found != expected { break }
            }
        }
    }

    @Test func `Texts and values come out of one stream in turn`() throws {
        for (framing, bytes) in [
            (DocumentFraming.ndjson, Array("1\n2\n3\n".utf8)),
            (.lengthPrefixed(.uint32BigEndian, content: .json), frame("1") + frame("2") + frame("3")),
        ] {
            var decoder = DocumentDecoder(framing)
            decoder.feed(bytes)
            #expect(try decoder.nextText() == [0x31])
            #expect(try decoder.next() == .json(2))
            #expect(try decoder.nextText() == [0x33])
            #expect(try decoder.nextText() == nil)
        }
    }

    @Test func `Where bytes are not kept there is no text, and the record can be had all the same`() throws {
        for (framing, bytes) in [
            (DocumentFraming.wholeDocument(.json), Array("{}".utf8)),
            (.lengthPrefixed(.uint32BigEndian, content: .xml), frame("<a/>")),
            (.wholeDocument(.xml), Array("<a/>".utf8)),
        ] {
            var decoder = DocumentDecoder(framing)
            decoder.feed(bytes)
            let error = try #require(throws: StreamError.self) { try decoder.nextText() }
            #expect(
                error.cause.message
                    == "the text of records can be had of JSON that is framed, and not of this stream")
            #expect(error.code == .unsupported && error.isResumable)
            #expect(try decoder.next() != nil)
        }
    }
}
