internal import CScan

/// Counts the lines up to the tokens of a parse, each byte once.
@safe
struct LineCounter {
    private(set) var line = 1
    /// Bytes of the document that were looked at.
    private var counted = 0
    // Safe: good as long as the batch is, for which it was set.
    private var bytes = unsafe UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    private var start = 0
    private var tokensFrom = 0

    /// Takes what the tokenizer holds while it delivers a batch.
    mutating func begin(_ tokenizer: Tokenizer) {
        let held = unsafe tokenizer.held
        unsafe bytes = held.bytes
        start = unsafe held.start.offset
        unsafe tokensFrom = held.tokensFrom
        if counted < start {
            counted = start
            line = unsafe held.start.line
        }
    }

    /// The line on which a token begins.
    mutating func line(of token: UnsafePointer<UInt64>) -> Int {
        let at = unsafe Int(truncatingIfNeeded: token[1] &>> 32) &+ tokensFrom
        let from = counted &- start
        guard at > from, unsafe at <= bytes.count, let base = unsafe bytes.baseAddress else { return line }
        line &+= unsafe sluice_count_lines(base + from, at &- from)
        counted = start &+ at
        return line
    }
}
