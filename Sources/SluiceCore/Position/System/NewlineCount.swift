internal import CScan

/// The newlines (0x0A) of a piece of text: how many, and where the last one is.
struct NewlineCount {
    let count: Int
    /// Meaningful only where `count` is not 0.
    let last: Int

    init(_ bytes: Span<UInt8>) {
        var last = 0
        count = unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return 0 }
            // Safe: reads `buffer.count` bytes and writes `last` before it returns.
            return unsafe sluice_count_newlines(start, buffer.count, &last)
        }
        self.last = last
    }
}
