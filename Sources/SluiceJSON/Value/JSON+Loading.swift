internal import SluiceCore

extension JSON {
    /// The value of a whole document in memory. The bytes are read once and not kept.
    ///
    /// - Throws: ``ParseError`` with the place of the first byte that cannot continue a valid document.
    public static func loads(_ bytes: Span<UInt8>, options: ParserOptions = ParserOptions()) throws -> JSON {
        #if Simdjson
        if let tape = Tape.bySimdjson(bytes, limits: options.limits) { return JSON(tape: tape, index: 1) }
        #endif
        throw ParseError(.syntax, "not JSON", at: TextPosition())
    }

    /// The value of a whole document in memory.
    public static func loads(_ bytes: [UInt8], options: ParserOptions = ParserOptions()) throws -> JSON {
        try loads(bytes.span, options: options)
    }

    /// The value of a whole document in memory.
    public static func loads(_ text: String, options: ParserOptions = ParserOptions()) throws -> JSON {
        try loads(text.utf8.span, options: options)
    }
}
