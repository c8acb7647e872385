public import SluiceCore

extension JSON {
    /// The value of a whole document in memory.
    ///
    ///     let value = try JSON.loads(bytes)
    ///     print(value["statuses"]?[0]?["user"]?["name"]?.string ?? "")
    ///
    /// The text is UTF-8, or UTF-16 or UTF-32 as its first bytes tell, with or without a byte order mark. It is read
    /// once and not kept; nothing is converted before you ask for it. Positions in errors count the text as UTF-8.
    ///
    /// - Parameter name: What errors call the document.
    /// - Throws: ``ParseError`` with the place of the first byte that cannot continue a valid document (RFC 8259).
    public static func loads(
        _ bytes: Span<UInt8>, options: LoadOptions = LoadOptions(), name: String? = nil
    ) throws -> JSON {
        try JSON(tape: Tape.load(bytes, options: options.forEngine, name: name), index: 1)
            .shaped(by: options, text: bytes, name: name)
    }

    /// The value of a whole document in memory. An array whose capacity is 64 bytes more than it holds saves a copy.
    public static func loads(
        _ bytes: [UInt8], options: LoadOptions = LoadOptions(), name: String? = nil
    ) throws -> JSON {
        try JSON(tape: Tape.load(bytes, options: options.forEngine, name: name), index: 1)
            .shaped(by: options, text: bytes.span, name: name)
    }

    /// The value of a whole document in memory.
    public static func loads(
        _ text: String, options: LoadOptions = LoadOptions(), name: String? = nil
    ) throws -> JSON {
        try loads(text.utf8.span, options: options, name: name)
    }

    /// The value of a file, decompressed if it is gzip. Errors name the path.
    ///
    /// - Throws: ``IOFailure`` where it cannot be read, ``ParseError`` where it is not JSON.
    public static func load(contentsOf path: String, options: LoadOptions = LoadOptions()) throws -> JSON {
        let text = try PaddedBytes(contentsOf: path, limit: options.bytesToRead)
        return try JSON(tape: Tape.load(text, options: options.forEngine, name: path), index: 1)
            .shaped(by: options, text: text.span, name: path)
    }

    /// The value of all that is left of a source. Nothing is parsed before all of it is there.
    ///
    /// - Throws: ``IOFailure`` where it cannot be read, ``ParseError`` where it is not JSON.
    public static func load(
        from source: inout some ByteSource & ~Copyable, options: LoadOptions = LoadOptions()
    ) throws -> JSON {
        let text = try PaddedBytes(reading: &source, limit: options.bytesToRead)
        return try JSON(tape: Tape.load(text, options: options.forEngine, name: source.name), index: 1)
            .shaped(by: options, text: text.span, name: source.name)
    }
}

extension JSON {
    /// This value, just parsed from `text`, as the options would have it.
    func shaped(by options: LoadOptions, text: Span<UInt8>, name: String?) throws -> JSON {
        try deduplicated(options.duplicateKeys, text: text, options: options.forEngine.parser, name: name)
            .hooked(options)
    }
}

extension JSON.LoadOptions {
    /// One byte more than is allowed, so that the parser sees that there is more.
    fileprivate var bytesToRead: Int {
        parser.limits.documentBytes == .max ? .max : max(parser.limits.documentBytes, 0) + 1
    }
}
