internal import CScan

/// Counts the lines up to the tokens of a parse, each byte once.
@safe
package struct LineCounter {
    // Safe: its bytes are good as long as the batch is, for which they were set.
    var counts = unsafe sluice_xml_lines()

    init() { unsafe counts.line = 1 }

    /// The line of the last token that was asked for.
    var line: Int { unsafe counts.line }

    /// The column of that token, from 1, in bytes.
    mutating func column(of token: UnsafePointer<UInt64>) -> Int { unsafe sluice_xml_column(&counts, token) }

    /// Hands the counts, a `sluice_xml_lines`, to what counts in C.
    package mutating func withCounts<Result>(_ body: (UnsafeMutableRawPointer) -> Result) -> Result {
        unsafe withUnsafeMutablePointer(to: &counts) { unsafe body(UnsafeMutableRawPointer($0)) }
    }

    /// Takes what the tokenizer holds while it delivers a batch.
    mutating func begin(_ tokenizer: Tokenizer) {
        let held = unsafe tokenizer.held
        unsafe (counts.bytes, counts.count) = (held.bytes.baseAddress, held.bytes.count)
        unsafe (counts.start, counts.tokens_from) = (held.start.offset, held.tokensFrom)
        if unsafe counts.counted < counts.start {
            unsafe (counts.counted, counts.line) = (counts.start, held.start.line)
            unsafe counts.line_start = held.start.offset - (held.start.column - 1)
        }
    }
}
