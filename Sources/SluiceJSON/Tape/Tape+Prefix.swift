internal import SluiceCore

extension Tape {
    /// The tape of the value that `bytes` begin with, and where it ends.
    static func prefix(_ bytes: Span<UInt8>, options: JSON.LoadOptions, name: String?) throws -> (Tape, end: Int) {
        let tokenizer = Tokenizer(options: options.parser, name: name, manyRoots: true)
        var builder = TapeBuilder(numbers: options.numbers)
        var depth = 0
        let end: Int? = try unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe tokenizer.open(buffer, isLast: true)
            while let batch = try unsafe tokenizer.next() {
                let (count, end) = unsafe batch.firstRoot(depth: &depth, in: buffer)
                try unsafe batch.first(count).deliver(to: &builder)
                if let end { return end }
            }
            return nil
        }
        guard let end else {
            // Nothing but white space: our own parser says so.
            return (try byTokenizer(bytes, options: options, name: name), bytes.count)
        }
        return (try builder.finish(), end)
    }
}

extension TokenBatch {
    /// How many tokens belong to the first root, and where in the document it ends if it ends here.
    fileprivate func firstRoot(depth: inout Int, in document: UnsafeBufferPointer<UInt8>) -> (count: Int, end: Int?) {
        for i in unsafe 0..<count {
            let word = unsafe tokens[2 * i]
            let place = unsafe offset + Int(truncatingIfNeeded: word & 0x00FF_FFFF_FFFF_FFFF)
            var end: Int
            switch UInt8(truncatingIfNeeded: word >> 56) {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                continue
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                end = place + 1
            case UInt8(ascii: "k"): continue
            case UInt8(ascii: "t"), UInt8(ascii: "n"): end = place + 4
            case UInt8(ascii: "f"): end = place + 5
            case UInt8(ascii: "0"): end = unsafe place + Int(truncatingIfNeeded: tokens[2 * i + 1])
            default:
                // A string, whose length may be that of its decoded text: the quote ends it. Safe: the scanner saw it.
                end = place
                if depth == 0 {
                    while unsafe document[end] != UInt8(ascii: "\"") {
                        end += unsafe document[end] == UInt8(ascii: "\\") ? 2 : 1
                    }
                    end += 1
                }
            }
            if depth == 0 { return (i + 1, end) }
        }
        return unsafe (count, nil)
    }

    fileprivate func first(_ count: Int) -> TokenBatch {
        unsafe TokenBatch(tokens: tokens, count: count, text: text, decoded: decoded, offset: offset)
    }
}
