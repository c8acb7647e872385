internal import CScan

/// Counts the lines up to the tokens of a parse, each byte once.
@safe
struct LineCounter {
    // Safe: its bytes are good as long as the batch is, for which they were set.
    var counts = unsafe sluice_xml_lines()

    init() { unsafe counts.line = 1 }

    /// The line of the last token that was asked for.
    var line: Int { unsafe counts.line }

    /// Takes what the tokenizer holds while it delivers a batch.
    mutating func begin(_ tokenizer: Tokenizer) {
        let held = unsafe tokenizer.held
        unsafe (counts.bytes, counts.count) = (held.bytes.baseAddress, held.bytes.count)
        unsafe (counts.start, counts.tokens_from) = (held.start.offset, held.tokensFrom)
        if unsafe counts.counted < counts.start {
            unsafe (counts.counted, counts.line) = (counts.start, held.start.line)
        }
    }
}
