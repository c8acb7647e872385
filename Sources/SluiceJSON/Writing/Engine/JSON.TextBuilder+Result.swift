internal import SluiceCore

extension JSON.TextBuilder {
    /// The whole text of a value.
    static func text(of value: JSON, _ options: JSON.WriterOptions) throws(WriterError) -> JSON.TextBuilder {
        var text = JSON.TextBuilder(options, capacity: likelyCount(value))
        var walk = JSON.ValueWalk(value)
        _ = try walk.write(into: &text, untilFull: false)
        try text.finish()
        return text
    }

    /// Bytes that text of `value` is likely to take: too few cost a copy, too many cost nothing that is touched.
    private static func likelyCount(_ value: JSON) -> Int {
        if value.isEdited { return 4096 }
        if value.owner == nil { return 256 }
        return 256 + 12 * (value.tape.next(after: value.index) - value.index)
    }

    /// A copy of the text.
    var string: String {
        // Safe: strings are UTF-8 by contract, and all else here is ASCII.
        String(copying: unsafe UTF8Span(unchecked: ready))
    }
}
