#if Services
import NIOCore
import NIOEmbedded
import SluiceStreaming
import SluiceTestSupport
import Testing

@Suite struct DocumentByteDecoderTests {
    /// What a pipeline gives for bytes that arrive in pieces: records, then errors.
    private func outcome(
        _ bytes: [UInt8], _ feeding: Feeding, _ framing: DocumentFraming, _ options: StreamOptions = StreamOptions()
    ) throws -> [String] {
        let channel = EmbeddedChannel(
            handler: ByteToMessageHandler(DocumentByteDecoder(framing, options: options, name: "peer")))
        var found: [String] = []
        func note(_ body: () throws -> Void) throws {
            do { try body() } catch { found.append(plain(error)) }
            while let record = try channel.readInbound(as: StreamRecord.self) {
                found.append(StreamOutcome.describe(record))
            }
        }
        for piece in feeding.pieces(of: bytes) { try note { try channel.writeInbound(ByteBuffer(bytes: piece)) } }
        try note { _ = try channel.finish(acceptAlreadyClosed: true) }
        return found
    }

    @Test(arguments: [
        (DocumentFraming.ndjson, Array("[1]\n{\"a\":\"é\"}\n".utf8), ["[1]", "{\"a\":\"é\"}"]),
        (.concatenatedJSON, Array("[1]{\"a\":2} 3 ".utf8), ["[1]", "{\"a\":2}", "3"]),
        (.jsonSequence, Array("\u{1E}[1]\n\u{1E}2\n".utf8), ["[1]", "2"]),
        (.lengthPrefixed(.uint32BigEndian, content: .json), frame("[1]") + frame("2"), ["[1]", "2"]),
        (.lengthPrefixed(.varint, content: .xml), Array("\u{4}<a/>\u{4}<b/>".utf8), ["<a />", "<b />"]),
        (.wholeDocument(.json), Array(" {\"a\": [1]}".utf8), ["{\"a\":[1]}"]),
        (.wholeDocument(.xml), Array("<a>1</a>".utf8), ["<a>1</a>"]),
        (.sniffed, Array("\u{1E}[1]\n".utf8), ["[1]"]),
        (.xmlStanzas, Array("<s><a>1</a><b/></s>".utf8), ["<a>1</a>", "<b />"]),
    ])
    func `Records go on, however the bytes are cut`(
        framing: DocumentFraming, bytes: [UInt8], expected: [String]
    ) throws {
        for feeding in Feeding.all(for: bytes.count) {
            let found = try outcome(bytes, feeding, framing)
            #expect(found == expected, "\(feeding)")
        }
    }

    @Test func `A stream that is cut, and a bad record, are errors of the channel`() throws {
        #expect(
            try outcome(Array("[1]\n[2".utf8), .whole, .ndjson) == [
                "[1]", "truncated: expected ',' or ']' after an element but the text ends",
            ])
        let found = try outcome(Array("[1]\n[oops]\n[3]\n".utf8), .whole, .ndjson)
        #expect(found.filter { $0.hasPrefix("[") } == ["[1]"])
        #expect(found.contains { $0.hasPrefix("syntax: ") })
    }

    @Test func `Who resynchronises gets the records behind a bad one`() throws {
        let found = try outcome(Array("[1]\n[oops]\n[3]\n".utf8), .whole, .ndjson, .resynchronising)
        #expect(found.filter { $0.hasPrefix("[") } == ["[1]", "[3]"])
        #expect(found.contains { $0.hasPrefix("syntax: ") })
    }
}
#endif
