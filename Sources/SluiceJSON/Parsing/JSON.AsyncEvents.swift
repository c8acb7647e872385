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
            Iterator(chunks: chunks.makeAsyncIterator(), parsing: AsyncParsing(options: options, name: name))
        }

        public struct Iterator: AsyncIteratorProtocol {
            var chunks: Chunks.AsyncIterator
            let parsing: AsyncParsing

            public mutating func next() async throws -> OwnedEvent? {
                while true {
                    if let event = try parsing.next() { return event }
                    if parsing.isFinished { return nil }
                    if let chunk = try await chunks.next() {
                        parsing.feed(Array(chunk))
                    } else {
                        parsing.finish()
                    }
                }
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

/// One chunk's events at a time, for an iterator that is copied about.
final class AsyncParsing {
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

    private let tokenizer: Tokenizer
    private var collector = Collector()
    private var position = 0
    private var failure: (any Error)?
    private(set) var isFinished = false

    init(options: JSON.ParserOptions, name: String?) { tokenizer = Tokenizer(options: options, name: name) }

    /// What has been parsed and not been given; then the error, if there is one.
    func next() throws -> JSON.OwnedEvent? {
        if position < collector.events.count {
            defer { position += 1 }
            return collector.events[position]
        }
        collector.events.removeAll(keepingCapacity: true)
        position = 0
        if let failure {
            self.failure = nil
            isFinished = true
            throw failure
        }
        return nil
    }

    func feed(_ bytes: [UInt8]) { parse(bytes, isLast: false) }

    func finish() {
        parse([], isLast: true)
        if failure == nil, collector.events.isEmpty { isFinished = true }
    }

    private func parse(_ bytes: [UInt8], isLast: Bool) {
        do { try tokenizer.feed(bytes.span, isLast: isLast, to: &collector) } catch { failure = error }
    }
}
