internal import SluiceCore

/// What surrounds a text, as the shortest beginning of a document that leads to its place.
///
/// Text that cannot be parsed is read again behind it, so that the tokenizer finds the fault that a reader of the whole
/// document would find, and says so in the same words.
struct RecordContext: Sendable {
    /// Not empty: the tokenizer would pass over a byte order mark at the very beginning.
    var prefix: [UInt8] = [UInt8(ascii: " ")]
    /// Containers open behind it.
    var levels = 0
    /// Where the text stands that follows it.
    var start = TextPosition()

    static func pointer(_ steps: some Sequence<String>) -> String {
        steps.map { "/" + JSON.referenceToken($0) }.joined()
    }
}

/// What is wrong with a text, and at which of its bytes.
struct RecordFault: Error {
    var code: ParseError.Code
    var message: String
    let offset: Int
    /// Where in the structure, the containers around the text included; `nil` for the whole text.
    private let pointer: String?
    private let levels: Int
    /// The error as it was found, whose place is exact where the text's was known.
    private let found: ParseError?

    init(_ code: ParseError.Code, _ message: String, at offset: Int) {
        self.code = code
        self.message = message
        self.offset = offset
        pointer = nil
        levels = 0
        found = nil
    }

    init(_ error: ParseError, after context: RecordContext) {
        code = error.code
        message = error.message
        offset = error.position.offset - context.start.offset
        pointer = error.path
        levels = context.levels
        found = error
    }

    static func oversizedRecord(_ limit: Int) -> RecordFault {
        RecordFault(.limitExceeded, "a record is longer than \(limit) bytes (the limit recordBytes)", at: 0)
    }

    static func unclosedScalar(at offset: Int) -> RecordFault {
        RecordFault(
            .truncated, "expected white space after a number or word, which may be cut short", at: offset)
    }

    /// The error that this is, where the place of the text was told to its context.
    func error(within steps: [String], name: String?) -> ParseError {
        ParseError(
            code, message, at: found?.position ?? TextPosition(), path: path(within: steps), sourceName: name,
            sourceLine: found?.sourceLine)
    }

    /// Says of a record that others follow that it is not complete: no more bytes could help.
    mutating func endsWithRecord() {
        if code == .truncated { code = .syntax }
        for (phrase, better) in [
            ("but the text ends", "but the record ends"), ("the end of the text", "the end of the record"),
        ] {
            if let range = message.firstRange(of: phrase) { message.replaceSubrange(range, with: better) }
        }
    }

    /// The same place, where `steps` lead to the text.
    func path(within steps: [String]) -> String {
        guard let pointer else { return RecordContext.pointer(steps) }
        let own = pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        return RecordContext.pointer(steps.prefix(own.count)) + own.dropFirst(levels).map { "/\($0)" }.joined()
    }
}

/// Reads text that is passed over, of which nothing is wanted but that it is JSON.
struct RecordCheck {
    private let tokenizer: Tokenizer
    private let context: RecordContext
    private var nothing = Nothing()

    struct Nothing: JSON.ContentHandler {}

    init(after context: RecordContext, options: JSON.ParserOptions) {
        var options = options
        // The document's size is looked after where the whole of it is seen.
        options.limits.documentBytes = .max
        tokenizer = Tokenizer(options: options)
        self.context = context
        var start = context.start
        start.offset -= context.prefix.count
        start.column -= context.prefix.count
        tokenizer.reset(at: start)
        _ = feed(context.prefix.span)
    }

    /// What is wrong with the next bytes, if anything is; its offset counts from the first byte fed.
    mutating func feed(_ bytes: Span<UInt8>, isLast: Bool = false) -> RecordFault? {
        do {
            try tokenizer.feed(bytes, isLast: isLast, to: &nothing)
        } catch let error as ParseError {
            return RecordFault(error, after: context)
        } catch {}
        return nil
    }
}

/// Parses single records that simdjson declines, or all of them where it is not there.
final class RecordParsing {
    private let options: JSON.ParserOptions
    private var builder = TapeBuilder()
    /// The tokenizer for records that so many containers are open around.
    private var tokenizer: Tokenizer
    private var levels = 0

    init(options: JSON.ParserOptions) {
        var options = options
        options.limits.documentBytes = .max
        self.options = options
        tokenizer = Tokenizer(options: options)
    }

    /// The value that `text` is; `nil` where it is none.
    func value(of text: Span<UInt8>, levels: Int) -> JSON? {
        // The tokenizer would pass over a byte order mark, which is none within a document.
        guard !text.isEmpty, text[0] != 0xEF else { return nil }
        if levels == self.levels {
            tokenizer.reset()
        } else {
            var options = options
            options.limits.depth -= levels
            tokenizer = Tokenizer(options: options)
            self.levels = levels
        }
        do {
            try tokenizer.feed(text, isLast: true, to: &builder)
            return JSON(tape: try builder.finish(), index: 1)
        } catch {
            builder = TapeBuilder()
            return nil
        }
    }
}
