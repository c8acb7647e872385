import SluiceCore
import Testing

@Suite struct TextEncodingTests {
    @Test(
        arguments: [
            ([0xEF, 0xBB, 0xBF, 0x7B], TextEncoding.utf8, 3),
            ([0xFF, 0xFE, 0x7B, 0], .utf16LittleEndian, 2),
            ([0xFE, 0xFF, 0, 0x7B], .utf16BigEndian, 2),
            ([0xFF, 0xFE, 0, 0], .utf32LittleEndian, 4),
            ([0, 0, 0xFE, 0xFF], .utf32BigEndian, 4),
            ([0x7B, 0x7D], .utf8, 0),
            ([0x7B, 0, 0x7D, 0], .utf16LittleEndian, 0),
            ([0, 0x7B, 0, 0x7D], .utf16BigEndian, 0),
            ([0x7B, 0, 0, 0], .utf32LittleEndian, 0),
            ([0, 0, 0, 0x7B], .utf32BigEndian, 0),
            // A quote, then U+4E00 and U+3042.
            ([0x22, 0, 0x00, 0x4E], .utf16LittleEndian, 0),
            ([0, 0x22, 0x30, 0x42], .utf16BigEndian, 0),
            ([0x31, 0], .utf16LittleEndian, 0),
            ([0, 0x31], .utf16BigEndian, 0),
            ([0xFF, 0xFE], .utf16LittleEndian, 2),
            ([0xEF, 0xBB], .utf8, 0),
            ([0x31], .utf8, 0),
            ([], .utf8, 0),
            ([0, 0, 0, 0], .utf8, 0),
            ([0], .utf8, 0),
        ] as [([UInt8], TextEncoding, Int)])
    func `The first bytes tell the encoding`(first: [UInt8], encoding: TextEncoding, markBytes: Int) {
        let detected = TextEncoding.detect(first.span)
        #expect(detected.encoding == encoding)
        #expect(detected.markBytes == markBytes)
    }
}
