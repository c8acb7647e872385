/// A place in a document.
///
/// Every parser of this package uses the same convention, for every chunking and every engine.
public struct TextPosition: Sendable, Hashable, Comparable {
    /// Bytes before this place, counted from the start of the document as it was read (after decompression).
    public var offset: Int
    /// Line number; the first line is 1.
    public var line: Int
    /// UTF-8 bytes from the start of the line, plus one.
    public var column: Int

    public init(offset: Int = 0, line: Int = 1, column: Int = 1) {
        self.offset = offset
        self.line = line
        self.column = column
    }

    public static func < (a: TextPosition, b: TextPosition) -> Bool { a.offset < b.offset }
}
