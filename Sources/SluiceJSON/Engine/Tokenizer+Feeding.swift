extension Tokenizer {
    /// Hands all tokens of `bytes` to `handler`; what the end cuts waits for more, unless there is no more to come.
    @inlinable
    func feed<Handler: JSON.ContentHandler & ~Copyable>(
        _ bytes: Span<UInt8>, isLast: Bool, to handler: inout Handler
    ) throws {
        try unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe open(buffer, isLast: isLast)
            while let batch = try unsafe next() {
                try unsafe batch.deliver(to: &handler)
            }
        }
    }
}
