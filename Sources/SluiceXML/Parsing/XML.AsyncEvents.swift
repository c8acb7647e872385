public import SluiceCore

extension XML {
    /// The events of a document whose bytes arrive asynchronously, in chunks.
    ///
    ///     for try await event in XML.events(in: body) { ... }
    ///
    /// Each chunk is parsed at once when it arrives: there is one suspension a chunk, none an event. The events own their
    /// text, which comes in one piece. After an error the sequence ends.
    public struct AsyncEvents<Chunks: AsyncSequence>: AsyncSequence
    where Chunks.Element: Sequence, Chunks.Element.Element == UInt8 {
        let chunks: Chunks
        let options: ParserOptions
        let name: String?

        public func makeAsyncIterator() -> Iterator {
            Iterator(chunks: chunks.makeAsyncIterator(), events: ChunkedEvents(options: options, name: name))
        }

        public struct Iterator: AsyncIteratorProtocol {
            var chunks: Chunks.AsyncIterator
            let events: ChunkedEvents<OwnedEvent>

            public mutating func next() async throws -> OwnedEvent? {
                // Most are there, and take no asynchronous call.
                if let event = try events.take() { return event }
                return try await events.next(from: &chunks)
            }
        }
    }

    /// The events of a document whose bytes arrive in chunks.
    public static func events<Chunks: AsyncSequence>(
        in chunks: Chunks, options: ParserOptions = ParserOptions(), name: String? = nil
    ) -> AsyncEvents<Chunks> where Chunks.Element: Sequence, Chunks.Element.Element == UInt8 {
        AsyncEvents(chunks: chunks, options: options, name: name)
    }

    /// The events of a document whose bytes arrive one at a time.
    public static func events<Bytes: AsyncSequence>(
        in bytes: Bytes, options: ParserOptions = ParserOptions(), name: String? = nil
    ) -> AsyncEvents<AsyncPieces<Bytes>> where Bytes.Element == UInt8 {
        events(in: AsyncPieces(markup: bytes), options: options, name: name)
    }
}

extension AsyncPieces {
    /// Pieces that end where markup does.
    init(markup bytes: Bytes) { self.init(bytes) { $0 == UInt8(ascii: ">") } }
}

extension ChunkedEvents<XML.OwnedEvent> {
    fileprivate convenience init(options: XML.ParserOptions, name: String?) {
        var options = options
        options.coalescesText = true
        var collector = Collector()
        let tokenizer = Tokenizer(options: options, handlers: XML.Handlers(lexical: collector), name: name)
        self.init { bytes, isLast, events in
            swap(&events, &collector.events)
            defer { swap(&events, &collector.events) }
            try tokenizer.feed(bytes.span, isLast: isLast, to: &collector)
        }
    }
}

private final class Collector: XML.ContentHandler, XML.LexicalHandler {
    var events: [XML.OwnedEvent] = []
    func startPrefixMapping(_ prefix: XML.Text, uri: XML.Text) {
        events.append(.startPrefixMapping(prefix: String(prefix), uri: String(uri)))
    }
    func startElement(_ name: XML.Name, _ attributes: XML.Attributes) {
        events.append(.startElement(XML.QName(name), attributes: attributes.owned))
    }
    func endElement(_ name: XML.Name) { events.append(.endElement(XML.QName(name))) }
    func endPrefixMapping(_ prefix: XML.Text) { events.append(.endPrefixMapping(prefix: String(prefix))) }
    func characters(_ text: XML.Text) { events.append(.text(String(text))) }
    func ignorableWhitespace(_ text: XML.Text) { events.append(.ignorableWhitespace(String(text))) }
    func comment(_ text: XML.Text) { events.append(.comment(String(text))) }
    func processingInstruction(target: XML.Text, data: XML.Text) {
        events.append(.processingInstruction(target: String(target), data: String(data)))
    }
    func skippedEntity(_ name: XML.Text) { events.append(.skippedEntity(String(name))) }
}
