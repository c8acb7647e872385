import SluiceTestSupport
import Testing

@testable import SluiceCore

@Suite struct SystemDecoderTests {
    @Test(arguments: [1, 2, 3, 100])
    func `A character that a piece's end cuts is completed by the next`(size: Int) throws {
        let decoder = try #require(SystemDecoder("GB18030"))
        let bytes: [UInt8] = [0x61, 0xC8, 0xD5, 0x95, 0x32, 0x82, 0x36, 0x62]
        var text: [UInt8] = []
        for piece in Feeding.every(size).pieces(of: bytes) { try decoder.feed(piece.span, into: &text) }
        try decoder.finish(into: &text)
        #expect(String(decoding: text, as: UTF8.self) == "a日𠀀b")
    }

    @Test func `Bad bytes and a cut character are told apart`() throws {
        let decoder = try #require(SystemDecoder("SHIFT_JIS"))
        var text: [UInt8] = []
        let bytes: [UInt8] = [0x61, 0x93, 0xFA, 0x80]
        #expect(throws: SystemDecoder.Fault(byte: 0x80)) { try decoder.feed(bytes.span, into: &text) }
        #expect(String(decoding: text, as: UTF8.self) == "a日")
        let other = try #require(SystemDecoder("SHIFT_JIS"))
        try other.feed([UInt8(0x93)].span, into: &text)
        #expect(throws: SystemDecoder.Fault(byte: nil)) { try other.finish(into: &text) }
    }

    @Test(arguments: ["", "x-nowhere", "UTF-8//IGNORE", "UTF-8,", "../x"])
    func `What is no name of an encoding is not handed to the system`(name: String) {
        #expect(SystemDecoder(name) == nil)
    }
}
