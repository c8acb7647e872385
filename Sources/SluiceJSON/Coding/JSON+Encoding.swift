public import SluiceCore

extension JSON {
    /// JSON text of a Swift value, as UTF-8: `Codable`, written as your `encode(to:)` goes along.
    ///
    /// ```swift
    /// let bytes = try JSON.encode(rows)
    /// let text = String(decoding: try JSON.encode(rows, options: .init(writer: .pretty)), as: UTF8.self)
    /// ```
    ///
    /// Members stand in the order in which they are encoded; a key that is encoded twice stands there twice. No tree is
    /// built. The first error ends the encoding, even if an `encode(to:)` catches it.
    ///
    /// - Throws: `EncodingError`, with its path, where a value has no JSON (NaN, unless the options have a text for it),
    ///   where values stand too deep within values, and where an `encode(to:)` writes nothing or too much; and what your own
    ///   `encode(to:)` throws.
    public static func encode<Value: Encodable>(
        _ value: Value, options: EncodingOptions = EncodingOptions()
    ) throws -> [UInt8] {
        let document = EncodedDocument(options)
        try document.encode(value)
        return document.bytes
    }

    /// Writes JSON text of a Swift value into `sink`, 64 KiB at a time.
    ///
    /// - Throws: ``IOFailure`` of the sink, and as above. What came before the error may have been written.
    public static func encode<Value: Encodable, Sink: ByteSink & ~Copyable>(
        _ value: Value, to sink: inout Sink, options: EncodingOptions = EncodingOptions()
    ) throws {
        let document = StreamedDocument(options, to: sink)
        let outcome = Result {
            try document.encode(value)
            try document.drain()
        }
        sink = document.takeSink()
        try outcome.get()
    }

    /// The JSON value of a Swift value.
    ///
    /// ```swift
    /// var value = try JSON(encoding: row)
    /// value["version"] = 2
    /// ```
    ///
    /// It is what ``encode(_:options:)`` writes, read again; the options' layout has no part in it.
    ///
    /// - Throws: As ``encode(_:options:)``.
    public init<Value: Encodable>(encoding value: Value, options: EncodingOptions = EncodingOptions()) throws {
        var (options, load) = (options, LoadOptions())
        options.writer = WriterOptions(nonFinite: options.writer.nonFinite)
        load.parser.allowsNonFinite = true
        load.parser.limits = .unlimited
        self = try JSON.loads(JSON.encode(value, options: options), options: load)
    }
}

extension EncodedDocument {
    fileprivate func encode<Value: Encodable>(_ value: Value) throws {
        try ValueEncoder(self).encodeRoot(value)
        try text.finish()
    }
}
