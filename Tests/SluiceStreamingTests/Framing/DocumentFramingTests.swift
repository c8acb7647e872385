import SluiceStreaming
import SluiceTestSupport
import Testing

@Suite struct DocumentFramingTests {
    private static let fixed = DocumentFraming.lengthPrefixed(.uint32BigEndian, content: .json)
    private static let varint = DocumentFraming.lengthPrefixed(.varint, content: .json)

    @Test func `A framing says what its records are`() {
        #expect(DocumentFraming.ndjson.content == .json)
        #expect(DocumentFraming.xmlStanzas.content == .xml)
        #expect(DocumentFraming.wholeDocument(.xml).content == .xml)
        #expect(Self.varint.content == .json)
        #expect(DocumentFraming.sniffed.content == nil)
    }

    // MARK: - Length prefixes

    @Test func `Documents come behind their lengths`() {
        expectStream(
            frame(#"{"a":1}"#) + frame(" [2]\n") + frame("\u{FEFF}3"), as: Self.fixed,
            [#"0@4: {"a":1}"#, "1@15: [2]", "2@24: 3"])
        let long = "\"" + String(repeating: "x", count: 300) + "\""
        expectStream(
            [3] + Array("[1]".utf8) + [0xAE, 0x02] + Array(long.utf8) + [0x81, 0x00] + Array("7".utf8),
            as: Self.varint, ["0@1: [1]", "1@6: \(long)", "2@310: 7"])
        expectStream(
            frame("<a x='1'/>") + frame("<?xml version='1.0' encoding='ISO-8859-1'?><b>t</b>"),
            as: .lengthPrefixed(.uint32BigEndian, content: .xml), [#"0@4: <a x="1" />"#, "1@18: <b>t</b>"])
        expectStream([], as: Self.fixed, [])
    }

    @Test func `Lengths that nobody means are refused before a byte is kept`() {
        let limit = "longer than 16777216 (the limit recordBytes)"
        for (length, bytes) in [
            (UInt64(Int32.max), [0x7F, 0xFF, 0xFF, 0xFF]), (UInt64(UInt32.max), [0xFF, 0xFF, 0xFF, 0xFF]),
            (16_777_217, [1, 0, 0, 1]),
        ] as [(UInt64, [UInt8])] {
            expectStream(
                frame("1") + bytes + Array("[2]".utf8), as: Self.fixed,
                ["0@4: 1", "1!5 1:6 limitExceeded: a record of \(length) bytes is declared, \(limit)"])
        }
        expectStream(
            Array(repeating: 0xFF, count: 9) + [1], as: Self.varint,
            ["0!0 1:1 limitExceeded: a record of 18446744073709551615 bytes is declared, \(limit)"])
        // 2^63, of which a decoder that goes on cannot know the end either.
        expectStream(
            Array(repeating: 0x80, count: 9) + [1, 0x31], as: Self.varint, options: .resynchronising,
            ["0!0 1:1 limitExceeded: a record of 9223372036854775808 bytes is declared, \(limit)"].map { $0 })
    }

    @Test func `A length of more than 64 bits is none`() {
        let message = "syntax: expected a length of at most 64 bits in at most 10 bytes"
        for options in [StreamOptions(), .resynchronising] {
            expectStream(
                Array(repeating: 0x80, count: 10) + [0], as: Self.varint, options: options, ["0!0 1:1 \(message)"])
            expectStream(
                [1, 0x31] + Array(repeating: 0xFF, count: 9) + [2], as: Self.varint, options: options,
                ["0@1: 1", "1!2 1:3 \(message)"])
        }
        expectStream([0x81] + Array(repeating: 0x80, count: 8) + [0, 0x31], as: Self.varint, ["0@10: 1"])
    }

    @Test func `An empty frame is an error, and the next may follow`() {
        expectStream(
            frame("") + frame("1"), as: Self.fixed, ["0!0 1:1 syntax: expected a document but the frame is empty"])
        expectStream(
            frame("") + frame("1"), as: Self.fixed, options: .resynchronising,
            ["0!0 1:1 syntax (goes on): expected a document but the frame is empty", "1@8: 1"])
    }

    @Test func `A frame that is too long is passed over, if that is asked for`() {
        var options = StreamOptions.resynchronising
        options.limits.recordBytes = 8
        expectStream(
            frame("[1,2,34]") + frame("[1,2,3,4]") + frame("5"), as: Self.fixed, options: options,
            [
                "0@4: [1,2,34]",
                "1!12 1:13 limitExceeded (goes on): a record of 9 bytes is declared, longer than 8 (the limit recordBytes)",
                "2@29: 5",
            ])
    }

    @Test func `A frame holds one document, and all of it`() {
        expectStream(
            frame("1") + frame("[2]\n x") + frame("[3,") + frame("{]     ") + frame("5"), as: Self.fixed,
            options: .resynchronising,
            [
                "0@4: 1", "1!14 2:2 syntax (goes on): expected the end of the text after a value but found 'x'",
                "2!22 1:4 syntax (goes on): expected a value but the frame ends",
                "3!27 1:2 syntax (goes on): expected a member name in double quotes or '}' but found ']'", "4@37: 5",
            ])
        expectStream(
            frame("<a><b></a>") + frame("<a>") + frame("<a/>"), as: .lengthPrefixed(.uint32BigEndian, content: .xml),
            options: .resynchronising,
            [
                "0!10 1:7 notWellFormed (goes on): expected '</b>' but found '</a>'",
                "1!21 1:4 notWellFormed (goes on): expected '</a>' but the frame ends", "2@25: <a />",
            ])
        expectStream(
            frame("[2] x") + frame("3"), as: Self.fixed,
            ["0!8 1:5 syntax: expected the end of the text after a value but found 'x'"])
    }

    @Test func `A stream that ends within a length or a frame is truncated`() {
        expectStream(
            frame("1") + [0, 0], as: Self.fixed, ["0@4: 1", "1!7 1:8 truncated: the stream ends within a length"])
        expectStream([0x80], as: Self.varint, ["0!1 1:2 truncated: the stream ends within a length"])
        for bytes in [[0, 0, 0, 5], [0, 0, 0, 5, 0x5B, 0x31]] as [[UInt8]] {
            expectStream(
                bytes, as: Self.fixed, options: .resynchronising,
                [
                    "0!\(bytes.count) 1:\(bytes.count + 1) truncated: the stream ends \(9 - bytes.count) bytes before the end of a document"
                ])
        }
    }

    @Test func `Text in a frame that is not UTF-8 is refused, however it arrives`() {
        let outcome = StreamOutcome([0, 0, 0, 4, 0x31, 0, 0x32, 0], as: Self.fixed)
        #expect(outcome.lines.count == 1 && outcome.lines[0].hasPrefix("0!5 1:2 syntax: "))
        expectStream([0, 0, 0, 4, 0x31, 0, 0x32, 0], as: Self.fixed, outcome.lines)
    }

    // MARK: - Sniffing

    @Test func `The first byte that is no white space tells the framing`() throws {
        for (text, framing) in [
            (" \n{\"a\":1}\n", .concatenatedJSON), ("\u{FEFF}[1]", .concatenatedJSON), ("-1 ", .concatenatedJSON),
            ("\"x\"", .concatenatedJSON), ("true", .concatenatedJSON), ("\n<a/>", .wholeDocument(.xml)),
            ("\u{FEFF}<a/>", .wholeDocument(.xml)), ("\u{1E}1\n", .jsonSequence), ("  \u{1E}\"x\"", .jsonSequence),
        ] as [(String, DocumentFraming)] {
            let told = StreamOutcome(Array(text.utf8), as: framing)
            #expect(told.lines.count == 1 && told.lines[0].hasPrefix("0@"))
            expectStream(text, as: .sniffed, told.lines)
            var decoder = DocumentDecoder(.sniffed)
            #expect(decoder.framing == .sniffed)
            decoder.feed(Array(text.utf8))
            #expect(decoder.framing == framing)
        }
        expectStream("", as: .sniffed, [])
        expectStream(" \n", as: .sniffed, [])
    }

    @Test func `What tells no framing is an error`() {
        let message = "expected a JSON value, '<' or a record separator (0x1E) to tell the framing by, but found"
        expectStream(frame("1"), as: .sniffed, ["0!0 1:1 syntax: \(message) byte 0x00"])
        expectStream("\n x", as: .sniffed, ["0!2 2:2 syntax: \(message) 'x'"])
        expectStream([0xEF, 0xBB, 0x31], as: .sniffed, ["0!0 1:1 syntax: \(message) byte 0xEF"])
        expectStream(
            String(repeating: " ", count: 2000), as: .sniffed,
            ["0!1024 1:1025 limitExceeded: more than 1024 bytes of white space before the first document"])
    }
}
