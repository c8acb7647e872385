/// Knows where in the document a parser is while the bytes pass by in chunks.
///
/// The parser says what it is done with (``advance(over:)``); until then it may ask for the place of any byte of what
/// it still holds. Lines end at LF alone: a CR belongs to its line. Linear in the bytes passed over, constant in memory:
/// of text that has passed, it keeps the last few bytes of the current line.
package struct PositionTracker: Sendable {
    /// The place of the first byte of the current chunk, that is, of all that was not passed over.
    package private(set) var position = TextPosition()
    /// Where the current line starts, in bytes from the start of the document.
    package var lineStart: Int { position.offset &- (position.column &- 1) }
    /// The end of the current line's text before the current chunk, enough for an excerpt.
    private var passed: [UInt8] = []

    private static let passedBytes = 80

    /// Starts at `position`, for text that is not the beginning of its document.
    package init(startingAt position: TextPosition = TextPosition()) { self.position = position }

    /// Passes over bytes that the parser is done with: they were the first of the current chunk.
    package mutating func advance(over bytes: Span<UInt8>) {
        guard !bytes.isEmpty else { return }
        let newlines = NewlineCount(bytes)
        position = position.moved(over: bytes.count, newlines)
        if newlines.count > 0 {
            passed.removeAll(keepingCapacity: true)
            keep(bytes.extracting((newlines.last + 1)...))
        } else {
            keep(bytes)
        }
    }

    /// Passes over whole lines, which somebody has counted: the last byte of the last one is its line feed.
    package mutating func advance(over count: Int, lines: Int) {
        position = TextPosition(offset: position.offset &+ count, line: position.line &+ lines, column: 1)
        passed.removeAll(keepingCapacity: true)
    }

    /// The place of byte `index` of `chunk`, which starts where the tracker stands. `index` may be the chunk's end.
    package func position(of index: Int, in chunk: Span<UInt8>) -> TextPosition {
        let before = chunk.extracting(first: max(index, 0))
        return position.moved(over: before.count, NewlineCount(before))
    }

    /// The line around byte `index` of `chunk`, as far as it is known.
    package func sourceLine(around index: Int, in chunk: Span<UInt8>) -> ParseError.SourceLine {
        let index = min(max(index, 0), chunk.count)
        let before = chunk.extracting(first: index)
        let newlines = NewlineCount(before)
        let reach = ParseError.SourceLine.reach

        var start = newlines.count > 0 ? newlines.last + 1 : 0
        var lead: [UInt8] = []
        var column = index - start
        if newlines.count == 0 {
            column += position.column - 1
            lead = passed
        }
        start = max(start, index - reach)
        lead.append(copying: before.extracting(start...))

        var end = index
        while end < chunk.count, end - index < reach, chunk[end] != UInt8(ascii: "\n") { end += 1 }
        let rest = [UInt8](copying: chunk.extracting(index..<end))
        let endsHere = end == chunk.count || chunk[end] == UInt8(ascii: "\n")
        return ParseError.SourceLine(
            before: lead, isCutBefore: lead.count < column, after: rest, isCutAfter: !endsHere)
    }

    /// An error at byte `index` of `chunk`, with its place and its line.
    package func error(
        _ code: ParseError.Code, _ message: String, at index: Int, in chunk: Span<UInt8>, path: String = "",
        sourceName: String? = nil, engineCode: Int? = nil
    ) -> ParseError {
        ParseError(
            code, message, at: position(of: index, in: chunk), path: path, sourceName: sourceName,
            sourceLine: sourceLine(around: index, in: chunk), engineCode: engineCode)
    }

    private mutating func keep(_ bytes: Span<UInt8>) {
        passed.append(copying: bytes.extracting(last: Self.passedBytes))
        // Twice the bytes before they are cut, so that single bytes cost little.
        if passed.count > 2 * Self.passedBytes { passed.removeFirst(passed.count - Self.passedBytes) }
    }
}

extension TextPosition {
    /// The place after `count` more bytes with these newlines.
    func moved(over count: Int, _ newlines: NewlineCount) -> TextPosition {
        TextPosition(
            offset: offset &+ count, line: line &+ newlines.count,
            column: newlines.count > 0 ? count &- newlines.last : column &+ count)
    }
}
