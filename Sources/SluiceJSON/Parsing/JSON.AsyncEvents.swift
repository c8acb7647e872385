internal import SluiceCore

extension JSON {
    /// The events of a document whose bytes arrive asynchronously, in chunks.
    ///
    ///     for try await event in JSON.events(in: body) { ... }
    ///
    /// Each chunk is parsed at once when it arrives: there is one suspension a chunk, none an event. The events own their
    /// text. After an error the sequence ends.
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
}

extension ChunkedEvents<JSON.OwnedEvent> {
    fileprivate convenience init(options: JSON.ParserOptions, name: String?) {
        let tokenizer = Tokenizer(options: options, name: name)
        var collector = Collector()
        self.init { bytes, isLast, events in
            swap(&events, &collector.events)
            defer { swap(&events, &collector.events) }
            try tokenizer.feed(bytes.span, isLast: isLast, to: &collector)
        }
    }
}

private struct Collector: JSON.ContentHandler {
    var events: [JSON.OwnedEvent] = []
    mutating func startObject() { events.append(.startObject) }
    mutating func key(_ name: JSON.Text) { events.append(.key(String(name))) }
    mutating func endObject() { events.append(.endObject) }
    mutating func startArray() { events.append(.startArray) }
    mutating func endArray() { events.append(.endArray) }
    mutating func string(_ text: JSON.Text) { events.append(.string(String(text))) }
    mutating func number(_ number: JSON.NumberText) { events.append(.number(String(number))) }
    mutating func boolean(_ value: Bool) { events.append(.boolean(value)) }
    mutating func null() { events.append(.null) }
}
