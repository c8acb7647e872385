import SluiceTestSupport
import Testing

@testable import SluiceJSON

/// Bytes that no document has, at every place of the blocks that the scanner looks at.
@Suite struct BadBytesTests {
    /// The first byte that cannot continue valid UTF-8 (RFC 3629, section 4), or the count: byte by byte, to compare with.
    private static func fault(in bytes: [UInt8]) -> Int {
        var (owed, low, high): (Int, UInt8, UInt8) = (0, 0x80, 0xBF)
        for (i, byte) in bytes.enumerated() {
            if owed > 0 {
                guard low...high ~= byte else { return i }
                (owed, low, high) = (owed - 1, 0x80, 0xBF)
                continue
            }
            switch byte {
            case ..<0x80: break
            case 0xC2...0xDF: owed = 1
            case 0xE0...0xEF: (owed, low, high) = (2, byte == 0xE0 ? 0xA0 : 0x80, byte == 0xED ? 0x9F : 0xBF)
            case 0xF0...0xF4: (owed, low, high) = (3, byte == 0xF0 ? 0x90 : 0x80, byte == 0xF4 ? 0x8F : 0xBF)
            default: return i
            }
        }
        return bytes.count
    }

    static let kinds: [[UInt8]] = [
        [0x80], [0xBF], [0xC0, 0xAF], [0xC1, 0xBF], [0xC3], [0xC3, 0xC3, 0xA9], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
        [0xE2, 0x82], [0xE2, 0x28, 0xA1], [0xED, 0xA0, 0x80], [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80],
        [0xF0, 0x80, 0x80, 0x80],
        [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F], [0xF0, 0x9F, 0x98], [0xF0, 0x9F, 0x98, 0x28], [0xF4, 0x90, 0x80, 0x80],
        [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFC, 0x84, 0x80, 0x80, 0x80, 0x80], [0xFE], [0xFF],
        [0xC3, 0xA9, 0xA9], [0xE2, 0x82, 0xAC, 0xAC], [0xF0, 0x9F, 0x98, 0x80, 0x80],
    ]

    @Test(arguments: kinds)
    func `Invalid UTF-8 is found at its byte, at every place of a block`(kind: [UInt8]) throws {
        for filler in [Array("x".utf8), Array("é".utf8), Array("日".utf8), Array("😀".utf8), Array("\\n".utf8)] {
            for place in stride(from: 0, to: 134, by: filler.count) {
                let before = [UInt8](repeating: filler, times: place / filler.count)
                let bytes = [0x5B, 0x22] + before + kind + Array("x\"]".utf8)
                let verdict = try Verdict.agreed(
                    on: bytes,
                    by: [
                        .loads, .plainIndexer(.whole), .pieces(.split(at: place)),
                        .pieces(.random(seed: UInt64(place))),
                    ])
                #expect(verdict.code == "encoding", "\(kind) behind \(before.count): \(verdict)")
                #expect(verdict.offset == Self.fault(in: bytes), "\(kind) behind \(before.count): \(verdict)")
            }
        }
    }

    @Test(arguments: ["\\", "\\u", "\\u333", "\\ud800", "\\ud800\\", "\\ud800\\u", "x"])
    func `A byte that begins no character ends an escape as such, also where nothing follows it`(cut: String) throws {
        for place in 0..<130 {
            for lead: UInt8 in [0xFF, 0xC0, 0xF5, 0x80] {
                let bytes = [0x5B, 0x22] + [UInt8](repeating: 0x78, count: place) + Array(cut.utf8) + [lead]
                let verdict = try Verdict.agreed(
                    on: bytes,
                    by: [.loads, .plainIndexer(.whole), .pieces(.split(at: place)), .pieces(.bytewise)])
                #expect(verdict.code == "encoding", "\(cut) behind \(place): \(verdict)")
                #expect(verdict.offset == bytes.count - 1, "\(cut) behind \(place): \(verdict)")
            }
        }
    }

    @Test func `Every pair of bytes is judged as RFC 3629 has it`() throws {
        for first in UInt8(0x80)...0xFF {
            // One document a first byte: all second bytes that are good, then each of the others.
            for second in UInt8(0)...0xFF {
                for rest in [[], [0x80, 0x80]] as [[UInt8]] {
                    guard second != 0x22, second != 0x5C, second >= 0x20 else { continue }
                    let bytes = [0x22] + [first, second] + rest + [0x22]
                    let verdict = try Verdict(bytes, .pieces(.whole))
                    let expected = Self.fault(in: bytes)
                    #expect(
                        verdict.offset == (expected == bytes.count ? nil : expected), "\(bytes): \(verdict)")
                    #expect(try Verdict(bytes, .plainIndexer(.whole)) == verdict)
                }
            }
        }
    }

    @Test func `Control characters and NULs are refused at every place of a block`() throws {
        for byte in UInt8(0)..<0x20 {
            for place in 0..<130 {
                let before = Array(repeating: UInt8(ascii: "x"), count: place)
                let bytes = [0x5B, 0x22] + before + [byte, 0x22, 0x5D]
                let verdict = try Verdict.agreed(
                    on: bytes, by: [.loads, .plainIndexer(.whole), .pieces(.split(at: place))])
                #expect(verdict.code == "syntax" && verdict.offset == place + 2, "\(byte) at \(place): \(verdict)")
            }
        }
    }

    @Test(arguments: [
        ("[1,\u{0}2]", 3), ("[1\u{0}]", 2), ("{\"a\"\u{0}:1}", 4), ("{\u{0}}", 1), ("[1]\u{0}", 3),
        ("[1] \u{0}\u{0}", 4),
        ("[\"\u{0}\"]", 2), ("{\"a\u{0}b\":1}", 3), ("[tru\u{0}]", 4), ("[\"\\\u{0}\"]", 3), ("[\"\\u00\u{0}0\"]", 6),
    ])
    func `A NUL is no white space, no end and no character`(text: String, offset: Int) throws {
        let verdict = try Verdict.agreed(on: Array(text.utf8))
        #expect(verdict.code == "syntax" && verdict.offset == offset, "\(verdict)")
        #expect(verdict.fault?.hasSuffix("but found U+0000") == true, "\(verdict)")
    }

    @Test func `An escaped NUL is a character like any other`() throws {
        let verdict = try Verdict.agreed(on: Array(#"{"a\u0000b":"\u0000","a\u0000c":2}"#.utf8))
        #expect(verdict.text == Array(#"{"a\u0000b":"\u0000","a\u0000c":2}"#.utf8))
        let value = try JSON.loads(#"{"a\u0000b":1,"a\u0000c":2}"#)
        #expect(value["a\u{0}b"]?.int == 1 && value["a\u{0}c"]?.int == 2 && value["a"] == nil)
    }
}
