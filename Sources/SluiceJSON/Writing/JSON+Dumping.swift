public import SluiceCore

extension JSON {
    /// JSON text of this value.
    ///
    /// ```swift
    /// let text = try value.dumps(.pretty)
    /// ```
    ///
    /// Linear in the text, and without recursion: depth costs one bit a level. With sorted keys the text is moved once.
    ///
    /// - Throws: ``WriterError`` where the value has no such text: it holds NaN or an infinity, or has no canonical form.
    public func dumps(_ options: WriterOptions = .compact) throws(WriterError) -> String {
        try TextBuilder.text(of: self, options).string
    }

    /// The same text as UTF-8.
    public func dumpsBytes(_ options: WriterOptions = .compact) throws(WriterError) -> [UInt8] {
        try [UInt8](copying: TextBuilder.text(of: self, options).ready)
    }

    /// JSON text of a Swift value, as Python's `json.dumps(obj)` has it: what ``init(any:skipKeys:default:)`` makes of it.
    ///
    /// ```swift
    /// try JSON.dumps(any: ["name": "Ada", "born": 1815] as [String: Any], .init(sortKeys: true))
    /// ```
    ///
    /// - Throws: ``ConversionError``, ``WriterError``, and what `default` throws.
    public static func dumps(
        any value: Any?, _ options: WriterOptions = .compact, skipKeys: Bool = false,
        default: ((Any) throws -> Any?)? = nil
    ) throws -> String {
        try JSON(any: value, skipKeys: skipKeys, default: `default`).dumps(options)
    }

    /// Writes JSON text of this value into `sink`, 64 KiB at a time.
    ///
    /// - Throws: ``IOFailure`` of the sink; ``WriterError`` as ``dumps(_:)``. What came before it has then been written.
    public func dump<Sink: ByteSink & ~Copyable>(to sink: inout Sink, _ options: WriterOptions = .compact) throws {
        var text = TextBuilder(options)
        var walk = ValueWalk(self)
        var isWritten = false
        repeat {
            do {
                isWritten = try walk.write(into: &text, untilFull: true)
                if isWritten { try text.finish() }
            } catch {
                try sink.write(text.ready)
                throw error
            }
            try sink.write(text.ready)
            text.removeReady()
        } while !isWritten
    }

    /// Writes JSON text of this value into a file, which is created or replaced; compressed if `path` ends in `.gz`.
    ///
    /// - Throws: ``IOFailure`` that names the path; ``WriterError`` as ``dumps(_:)``. The file is then incomplete.
    public func dump(toFile path: String, _ options: WriterOptions = .compact) throws {
        var file = try FileSink(path)
        try dump(to: &file, options)
        try file.close()
    }
}

extension JSON: CustomStringConvertible {
    /// Compact JSON. NaN and the infinities, which JSON lacks, read `NaN`, `Infinity` and `-Infinity`.
    public var description: String {
        (try? dumps(WriterOptions(nonFinite: .literal))) ?? ""
    }
}
