import SluiceCore
import SluiceTestSupport
import Testing

@Suite struct TranscoderTests {
    private static let encodings: [TextEncoding] = [
        .utf8, .utf16LittleEndian, .utf16BigEndian, .utf32LittleEndian, .utf32BigEndian,
    ]

    private func encode(_ text: String, _ encoding: TextEncoding) -> [UInt8] {
        switch encoding {
        case .utf8: Array(text.utf8)
        case .utf16LittleEndian: text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        case .utf16BigEndian: text.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        case .utf32LittleEndian:
            text.unicodeScalars.flatMap { s in [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: s.value >> $0) } }
        case .utf32BigEndian:
            text.unicodeScalars.flatMap { s in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: s.value >> $0) } }
        }
    }

    private func transcode(_ bytes: [UInt8], _ encoding: TextEncoding, pieces: Int = .max) -> (
        [UInt8], Transcoder.Fault?
    ) {
        var transcoder = Transcoder(from: encoding)
        var output: [UInt8] = []
        do throws(Transcoder.Fault) {
            var next = 0
            while next < bytes.count {
                let end = min(bytes.count, next + min(pieces, bytes.count))
                try transcoder.feed(bytes.span.extracting(next..<end), into: &output)
                next = end
            }
            try transcoder.finish()
            return (output, nil)
        } catch {
            return (output, error)
        }
    }

    @Test(arguments: encodings, [1, 2, 3, 5, 7, Int.max])
    func `Every character arrives, whatever the pieces`(encoding: TextEncoding, pieces: Int) {
        let text = "a\u{7F}\u{80}é\u{7FF}\u{800}\u{D7FF}\u{E000}\u{FFFD}\u{FFFF}\u{10000}😀\u{10FFFF}\0z"
        let (output, fault) = transcode(encode(text, encoding), encoding, pieces: pieces)
        #expect(fault == nil)
        #expect(output == Array(text.utf8))
    }

    @Test(arguments: [1, 2, 3, Int.max])
    func `A fault says where its unit starts, and what came before is there`(pieces: Int) {
        let cases: [([UInt8], TextEncoding, Int, String)] = [
            ([0x61, 0, 0, 0xDC], .utf16LittleEndian, 2, "UTF-16 text has half a surrogate pair: 0xDC00"),
            ([0, 0x61, 0xD8, 0, 0, 0x62], .utf16BigEndian, 4, "UTF-16 text has half a surrogate pair: 0xD800"),
            ([0, 0x61, 0xD8, 0, 0xD8, 1], .utf16BigEndian, 4, "UTF-16 text has half a surrogate pair: 0xD800"),
            (
                [0, 0, 0, 0x61, 0, 0, 0xD8, 0], .utf32BigEndian, 4,
                "UTF-32 text has a value that is no character: 0xD800"
            ),
            (
                [0x61, 0, 0, 0, 0, 0, 0x11, 0], .utf32LittleEndian, 4,
                "UTF-32 text has a value that is no character: 0x110000"
            ),
            (
                [0, 0, 0, 0x61, 255, 255, 255, 255], .utf32BigEndian, 4,
                "UTF-32 text has a value that is no character: 0xFFFFFFFF"
            ),
        ]
        for (bytes, encoding, offset, message) in cases {
            let (output, fault) = transcode(bytes, encoding, pieces: pieces)
            #expect(fault == Transcoder.Fault(offset: offset, message: message, isTruncation: false))
            #expect(output == [0x61])
        }
    }

    @Test(arguments: [1, 2, 3, Int.max])
    func `Text that ends too early says so, at its end`(pieces: Int) {
        let cases: [([UInt8], TextEncoding, String)] = [
            ([0x61, 0, 0x62], .utf16LittleEndian, "the text ends in the middle of a UTF-16 unit"),
            ([0, 0x61, 0xD8, 0], .utf16BigEndian, "the text ends in the middle of a surrogate pair"),
            ([0x61, 0, 0, 0, 0x62, 0, 0], .utf32LittleEndian, "the text ends in the middle of a UTF-32 unit"),
        ]
        for (bytes, encoding, message) in cases {
            let (output, fault) = transcode(bytes, encoding, pieces: pieces)
            #expect(fault == Transcoder.Fault(offset: bytes.count, message: message, isTruncation: true))
            #expect(output == [0x61])
        }
    }

    @Test func `Offsets count what was not fed`() throws {
        var transcoder = Transcoder(from: .utf16BigEndian, offset: 2)
        var output: [UInt8] = []
        let bad: [UInt8] = [0, 0x61, 0xDC, 0]
        let expected = Transcoder.Fault(
            offset: 4, message: "UTF-16 text has half a surrogate pair: 0xDC00", isTruncation: false)
        #expect(throws: expected) { try transcoder.feed(bad.span, into: &output) }
    }

    @Test func `Units of every value never need more room than there is`() {
        var noise = Noise(seed: 5)
        for _ in 0..<200 {
            let bytes = (0..<64).map { _ in UInt8(truncatingIfNeeded: noise.next() >> 20) }
            for encoding in Self.encodings {
                let whole = transcode(bytes, encoding)
                for pieces in 1...5 {
                    let cut = transcode(bytes, encoding, pieces: pieces)
                    #expect(whole.0 == cut.0 && whole.1 == cut.1)
                }
            }
        }
    }
}
