internal import SluiceCore

extension JSON {
    /// The value that a text in memory begins with, and where it ends: what follows may be anything.
    ///
    ///     let (value, end) = try JSON.loadPrefix(bytes.span)
    ///     let rest = bytes[end...]
    ///
    /// White space before the value is passed over, that after it is not. A number or word ends where its grammar ends it,
    /// whatever follows: `123abc` begins with 123, as in Python. The text is UTF-8.
    ///
    /// - Returns: The value, and how many bytes of the text were used.
    /// - Throws: ``ParseError`` where no value begins the text.
    public static func loadPrefix(
        _ bytes: Span<UInt8>, options: LoadOptions = LoadOptions(), name: String? = nil
    ) throws -> (value: JSON, end: Int) {
        let (tape, end) = try Tape.prefix(bytes, options: options.forEngine, name: name)
        let text = bytes.extracting(..<end)
        return (try JSON(tape: tape, index: 1).shaped(by: options, text: text, name: name), end)
    }

    /// The value that a text begins with, and what follows it.
    public static func loadPrefix(
        _ text: String, options: LoadOptions = LoadOptions(), name: String? = nil
    ) throws -> (value: JSON, rest: Substring) {
        let (value, end) = try loadPrefix(text.utf8.span, options: options, name: name)
        return (value, text[text.utf8.index(text.startIndex, offsetBy: end)...])
    }
}
