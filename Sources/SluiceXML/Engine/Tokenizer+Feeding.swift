extension Tokenizer {
    /// Hands all tokens of `bytes` to `handler`; what the end cuts waits for more, unless there is no more to come.
    @inlinable
    func feed<Handler: XML.ContentHandler & ~Copyable>(
        _ bytes: Span<UInt8>, isLast: Bool, to handler: inout Handler
    ) throws {
        if !hasStarted {
            hasStarted = true
            handler.setDocumentLocator(locator())
            try handler.startDocument()
        }
        try unsafe bytes.withUnsafeBufferPointer { buffer in
            try unsafe open(buffer, isLast: isLast)
            while let batch = try unsafe next() {
                try unsafe batch.deliver(to: &handler, by: self)
                if isStopped { break }
            }
        }
        if isLast, !isStopped { try handler.endDocument() }
    }

    @usableFromInline
    func locator() -> XML.Locator { XML.Locator(self) }
}
