public import SluiceCore

/// A stream that cannot be read: what is wrong, in which record, and where.
public struct StreamError: Error, Sendable {
    /// What is wrong, in the words of the format.
    ///
    /// Its position's offset counts the bytes of the stream. Line and column count from the stream's beginning, too; in a
    /// frame with a length, from that of the document in it. Of a length itself, and where the stream's own limits are
    /// passed, they are those of one long line.
    public let cause: ParseError
    /// Records of the stream before the one at fault, bad ones included.
    public let ordinal: Int
    /// Whether the decoder goes on behind the record (``StreamOptions/resynchronises``). If not, nothing follows.
    public let isResumable: Bool

    init(_ cause: ParseError, ordinal: Int, isResumable: Bool = false) {
        self.cause = cause
        self.ordinal = ordinal
        self.isResumable = isResumable
    }

    /// What kind of fault it is. `truncated` where the stream ended within a record, and only there.
    public var code: ParseError.Code { cause.code }
    /// What was expected and what was found.
    public var message: String { cause.message }
    /// Bytes of the stream before the fault.
    public var offset: Int { cause.position.offset }
}

extension StreamError: CustomStringConvertible {
    /// `record 3, byte 120: peer:4:17: error: expected ',' or ']' after an element`, then the line and a caret.
    public var description: String { "record \(ordinal), byte \(offset): \(cause)" }
}

extension ParseError {
    /// A fault of the stream itself, which has no lines.
    init(_ code: Code, _ message: String, atByte offset: Int, name: String?) {
        self.init(
            code, message, at: TextPosition(offset: offset, line: 1, column: offset + 1), sourceName: name)
    }

    /// The same error of a document that begins at byte `start` of the stream, in a frame that is there as a whole: more
    /// bytes of the stream could not help, so it is not called truncated.
    func inFrame(at start: Int, _ content: DocumentFraming.Content) -> ParseError {
        var (code, message, position) = (code, message, position)
        position.offset += start
        if code == .truncated {
            code = content == .json ? .syntax : .notWellFormed
            for (phrase, better) in [
                ("but the text ends", "but the frame ends"), ("but the document ends", "but the frame ends"),
                ("the end of the text", "the end of the frame"),
            ] {
                if let range = message.firstRange(of: phrase) { message.replaceSubrange(range, with: better) }
            }
        }
        return ParseError(
            code, message, at: position, path: path, sourceName: sourceName, sourceLine: sourceLine,
            engineCode: engineCode)
    }
}
