import SluiceCore
import Testing

@Suite struct ParseErrorSourceLineExcerptTests {
    private func excerpt(_ before: [UInt8], _ after: [UInt8], cutBefore: Bool = false, cutAfter: Bool = false)
        -> ParseError.SourceLine
    {
        ParseError.SourceLine(before: before, isCutBefore: cutBefore, after: after, isCutAfter: cutAfter)
    }

    @Test func `The caret counts characters, not bytes`() {
        #expect(excerpt([UInt8]("né👩‍👩‍👧 ".utf8), [UInt8]("x".utf8)) == .init(text: "né👩‍👩‍👧 x", caret: 4))
    }

    @Test func `Controls become visible and cannot steer a terminal`() {
        let line = excerpt([UInt8]("a\t\u{0}\u{1B}[31m".utf8), [UInt8]("\u{7F}\u{85}\u{202E}\u{FEFF}b".utf8))
        #expect(line == .init(text: "a ␀␛[31m␡\u{FFFD}\u{FFFD}\u{FFFD}b", caret: 8))
    }

    @Test func `Bytes that are not UTF-8 are replaced`() {
        #expect(excerpt([0x61, 0xC3], [0xFF, 0x62]) == .init(text: "a\u{FFFD}\u{FFFD}b", caret: 2))
    }

    @Test func `A character cut in two by the bounds of the excerpt is left out`() {
        let line = excerpt([0xA9, 0x61], [0x62, 0xE2, 0x82], cutBefore: true, cutAfter: true)
        #expect(line == .init(text: "…ab…", caret: 2))
    }

    @Test func `A long line is cut on both sides`() {
        let line = excerpt([UInt8](repeating: 0x61, count: 200), [UInt8](repeating: 0x62, count: 200))
        let text = "…" + String(repeating: "a", count: 60) + String(repeating: "b", count: 40) + "…"
        #expect(line == .init(text: text, caret: 61))
    }

    @Test func `The CR of a line's end is not shown`() {
        #expect(excerpt([0x61], [0x62, 0x0D]) == .init(text: "ab", caret: 1))
    }

    @Test func `Nothing at all has an excerpt too`() {
        #expect(excerpt([], []) == .init(text: "", caret: 0))
    }
}
