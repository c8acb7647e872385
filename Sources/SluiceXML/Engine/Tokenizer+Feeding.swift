extension Tokenizer {
    /// Hands all tokens of `bytes` to `handler`; what the end cuts waits for more, unless there is no more to come.
    @inlinable
    func feed<Handler: XML.ContentHandler & ~Copyable>(
        _ bytes: Span<UInt8>, isLast: Bool, to handler: inout Handler
    ) throws {
        if let failure { throw failure }
        if isStopped { return }
        do {
            if !hasStarted {
                hasStarted = true
                handler.setDocumentLocator(locator())
                try handler.startDocument()
            }
            try unsafe bytes.withUnsafeBufferPointer { buffer in
                unsafe open(buffer, isLast: isLast)
                while !isStopped, let batch = try unsafe nextBatch(for: &handler) {
                    if gathersText {
                        try unsafe batch.deliverWhole(to: &handler, by: self)
                    } else {
                        try unsafe batch.deliver(to: &handler, by: self)
                    }
                }
            }
            if isLast, !isStopped {
                if isGathering { try deliverGathered(to: &handler) }
                try handler.endDocument()
                try throwUnheard()
            }
        } catch {
            failure = error
            throw error
        }
    }

    /// The next tokens. Before a fault is thrown, the text is delivered that was gathered before it.
    @inlinable
    func nextBatch<Handler: XML.ContentHandler & ~Copyable>(for handler: inout Handler) throws -> TokenBatch? {
        do { return try unsafe next() } catch {
            if isGathering { try deliverGathered(to: &handler) }
            throw error
        }
    }

    @inlinable
    func deliverGathered<Handler: XML.ContentHandler & ~Copyable>(to handler: inout Handler) throws {
        let (text, isBlank) = takeGathered()
        defer { letGo(text) }
        if isBlank {
            try handler.ignorableWhitespace(XML.Text(utf8: text.span))
        } else {
            try handler.characters(XML.Text(utf8: text.span))
        }
    }

    @usableFromInline var gathersText: Bool { options.coalescesText }

    @usableFromInline
    convenience init(source: XML.InputSource, options: XML.ParserOptions, handlers: XML.Handlers) {
        var options = options
        options.encoding = source.encoding ?? options.encoding
        self.init(options: options, handlers: handlers, name: source.systemID)
        publicID = source.publicID
    }

    @usableFromInline
    func locator() -> XML.Locator {
        let locator = ownLocator ?? XML.Locator(self)
        ownLocator = locator
        return locator
    }
}
