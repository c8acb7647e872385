/// A document that cannot be read, or not within its limits: what is wrong, and where.
///
/// One reference wide. Its description has the form of a compiler's message, with the line and a caret
/// where the parser still had them.
public struct ParseError: Error, Sendable {
    /// What kind of fault it is.
    public var code: Code { storage.code }
    /// What was expected and what was found, in the words of the format.
    public var message: String { storage.message }
    /// The first byte that cannot continue a valid document; for XML the construct that is wrong.
    public var position: TextPosition { storage.position }
    /// Where in the document's structure: a JSON Pointer, or `/dblp/article[2]`. Empty at the top.
    public var path: String { storage.path }
    /// The file's path or the name that the caller gave.
    public var sourceName: String? { storage.sourceName }
    /// The line at fault, or as much of it as the parser still had.
    public var sourceLine: SourceLine? { storage.sourceLine }
    /// The engine's own number for the fault, where it has one.
    public var engineCode: Int? { storage.engineCode }

    private let storage: Storage

    public init(
        _ code: Code, _ message: String, at position: TextPosition, path: String = "", sourceName: String? = nil,
        sourceLine: SourceLine? = nil, engineCode: Int? = nil
    ) {
        storage = Storage(
            code: code, message: message, position: position, path: path, sourceName: sourceName,
            sourceLine: sourceLine, engineCode: engineCode)
    }

    /// The same error, said to come from `name` unless it names a source already.
    public func named(_ name: String?) -> ParseError {
        guard sourceName == nil, let name else { return self }
        return ParseError(
            code, message, at: position, path: path, sourceName: name, sourceLine: sourceLine, engineCode: engineCode)
    }

    /// What kind of fault an error is. More may come: keep a default case.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        public let description: String
        public init(_ description: String) { self.description = description }

        /// The text breaks the grammar.
        public static let syntax = Code("syntax")
        /// XML that is not well-formed.
        public static let notWellFormed = Code("notWellFormed")
        /// XML that is well-formed, and not what its document type asks for.
        public static let invalid = Code("invalid")
        /// The text ends too early: more bytes could make it valid.
        public static let truncated = Code("truncated")
        /// Bytes that are not text in the document's encoding.
        public static let encoding = Code("encoding")
        /// A bound of ``ParserLimits`` was passed; the message names it.
        public static let limitExceeded = Code("limitExceeded")
        /// Valid, but not something that this package does.
        public static let unsupported = Code("unsupported")
    }

    /// A piece of the line at fault, and where in it the fault stands.
    public struct SourceLine: Sendable, Hashable {
        /// The line's text, control characters replaced; cut on both sides when the line is long.
        public let text: String
        /// Characters of `text` before the fault.
        public let caret: Int

        public init(text: String, caret: Int) {
            self.text = text
            self.caret = caret
        }
    }

    private final class Storage: Sendable {
        let code: Code
        let message: String
        let position: TextPosition
        let path: String
        let sourceName: String?
        let sourceLine: SourceLine?
        let engineCode: Int?

        init(
            code: Code, message: String, position: TextPosition, path: String, sourceName: String?,
            sourceLine: SourceLine?, engineCode: Int?
        ) {
            self.code = code
            self.message = message
            self.position = position
            self.path = path
            self.sourceName = sourceName
            self.sourceLine = sourceLine
            self.engineCode = engineCode
        }
    }
}

extension ParseError: CustomStringConvertible {
    /// `books.json:12:7: error: expected ',' or ']' after an element`, then the line and a caret.
    public var description: String {
        var text = "\(position.line):\(position.column): error: \(message)"
        if let sourceName { text = "\(sourceName):" + text }
        if let sourceLine {
            text += "\n\(sourceLine.text)\n" + String(repeating: " ", count: sourceLine.caret) + "^"
        }
        return text
    }
}
