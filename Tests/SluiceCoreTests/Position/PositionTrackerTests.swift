import SluiceCore
import SluiceTestSupport
import Testing

@Suite struct PositionTrackerTests {
    /// The place by the book: one byte at a time.
    private func place(after text: [UInt8], from start: TextPosition) -> TextPosition {
        var place = start
        for byte in text {
            place.offset += 1
            place.column += 1
            if byte == UInt8(ascii: "\n") {
                place.line += 1
                place.column = 1
            }
        }
        return place
    }

    @Test func `The first byte is line 1, column 1`() {
        let tracker = PositionTracker()
        let chunk = [UInt8]("x".utf8)
        #expect(tracker.position == TextPosition(offset: 0, line: 1, column: 1))
        #expect(tracker.position(of: 0, in: chunk.span) == TextPosition(offset: 0, line: 1, column: 1))
    }

    @Test func `Columns count bytes and lines end at LF alone`() {
        let tracker = PositionTracker()
        let chunk = [UInt8]("é\r\nab\rc".utf8)
        #expect(tracker.position(of: 3, in: chunk.span) == TextPosition(offset: 3, line: 1, column: 4))
        #expect(tracker.position(of: 4, in: chunk.span) == TextPosition(offset: 4, line: 2, column: 1))
        #expect(tracker.position(of: 7, in: chunk.span) == TextPosition(offset: 7, line: 2, column: 4))
    }

    @Test(arguments: [1, 2, 3, 15, 16, 17, 63, 64, 65, 255, 17_000])
    func `Places are the same for every chunking`(size: Int) {
        var noise = Noise(seed: 7)
        let text = noise.bytes(20_000).map { $0 == 0 ? UInt8(ascii: "\n") : $0 == 10 ? UInt8(ascii: "a") : $0 }
        var tracker = PositionTracker()
        var expected = TextPosition()
        var next = 0
        while next < text.count {
            let chunk = Array(text[next..<min(next + size, text.count)])
            expected = place(after: chunk, from: expected)
            if next % 7 == 0 { #expect(tracker.position(of: chunk.count, in: chunk.span) == expected) }
            tracker.advance(over: chunk.span)
            #expect(tracker.position == expected)
            next += chunk.count
        }
        #expect(text.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } == tracker.lineStart)
    }

    @Test func `Newlines are counted in every lane and past every overflow`() {
        for count in [0, 1, 15, 16, 63, 64, 65, 64 * 255, 64 * 255 + 1, 64 * 256 * 3 + 5] {
            var tracker = PositionTracker()
            tracker.advance(over: [UInt8](repeating: UInt8(ascii: "\n"), count: count).span)
            #expect(tracker.position == TextPosition(offset: count, line: count + 1, column: 1))
        }
    }

    @Test func `The excerpt joins what has passed with the chunk`() {
        let text = [UInt8](#"{"a": 1, "b": tru}"#.utf8)
        for split in 0...17 {
            var tracker = PositionTracker()
            tracker.advance(over: text.span.extracting(..<split))
            let rest = Array(text[split...])
            let line = tracker.sourceLine(around: 17 - split, in: rest.span)
            #expect(line == .init(text: #"{"a": 1, "b": tru}"#, caret: 17))
        }
    }

    @Test func `The excerpt is of the line at fault alone`() {
        var tracker = PositionTracker()
        tracker.advance(over: [UInt8]("first\nsec".utf8).span)
        let chunk = [UInt8]("ond\nthird\r\nfourth".utf8)
        #expect(tracker.sourceLine(around: 1, in: chunk.span) == .init(text: "second", caret: 4))
        #expect(tracker.sourceLine(around: 6, in: chunk.span) == .init(text: "third", caret: 2))
        #expect(tracker.sourceLine(around: 17, in: chunk.span) == .init(text: "fourth", caret: 6))
    }

    @Test func `An index outside the chunk is taken as its nearest end`() {
        let tracker = PositionTracker()
        let chunk = [UInt8]("ab".utf8)
        #expect(tracker.position(of: .max, in: chunk.span).offset == 2)
        #expect(tracker.position(of: .min, in: chunk.span).offset == 0)
        #expect(tracker.sourceLine(around: .max, in: chunk.span) == .init(text: "ab", caret: 2))
        #expect(tracker.sourceLine(around: .min, in: chunk.span) == .init(text: "ab", caret: 0))
    }

    @Test func `An offset at the end of all numbers does not trap`() {
        var tracker = PositionTracker(startingAt: TextPosition(offset: .max - 1, line: .max, column: .max))
        let chunk = [UInt8]("a\nb".utf8)
        #expect(tracker.sourceLine(around: 1, in: chunk.span) == .init(text: "…a", caret: 2))
        tracker.advance(over: chunk.span)
        #expect(tracker.position.column == 2)
    }

    @Test func `An error carries its place and its line`() {
        var tracker = PositionTracker()
        tracker.advance(over: [UInt8]("[\n".utf8).span)
        let chunk = [UInt8]("  1 2]".utf8)
        let error = tracker.error(.syntax, "expected ',' or ']'", at: 4, in: chunk.span, sourceName: "a.json")
        #expect(
            error.description == """
                a.json:2:5: error: expected ',' or ']'
                  1 2]
                    ^
                """)
    }
}
