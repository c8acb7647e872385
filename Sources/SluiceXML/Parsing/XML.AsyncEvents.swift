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

    /// The bytes of an asynchronous sequence in chunks that end where markup does: what is complete does not wait.
    public struct AsyncMarkup<Bytes: AsyncSequence>: AsyncSequence where Bytes.Element == UInt8 {
        let bytes: Bytes

        public func makeAsyncIterator() -> Iterator { Iterator(bytes: bytes.makeAsyncIterator()) }

        public struct Iterator: AsyncIteratorProtocol {
            var bytes: Bytes.AsyncIterator

            public mutating func next() async throws -> [UInt8]? {
                var chunk: [UInt8] = []
                while chunk.count < 4 << 10, let byte = try await bytes.next() {
                    chunk.append(byte)
                    if byte == UInt8(ascii: ">") { break }
                }
                return chunk.isEmpty ? nil : chunk
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
    ) -> AsyncEvents<AsyncMarkup<Bytes>> where Bytes.Element == UInt8 {
        AsyncEvents(chunks: AsyncMarkup(bytes: bytes), options: options, name: name)
    }
}

/// One chunk's events at a time, for an iterator that is copied about.
final class AsyncParsing {
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

    private let tokenizer: Tokenizer
    private var collector: Collector
    private var position = 0
    private var failure: (any Error)?
    private(set) var isFinished = false

    init(options: XML.ParserOptions, name: String?) {
        var options = options
        options.coalescesText = true
        collector = Collector()
        tokenizer = Tokenizer(options: options, handlers: XML.Handlers(lexical: collector), name: name)
    }

    /// What has been parsed and not been given; then the error, if there is one.
    func next() throws -> XML.OwnedEvent? {
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
