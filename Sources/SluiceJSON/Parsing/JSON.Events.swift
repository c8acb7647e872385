public import SluiceCore

extension JSON {
    /// Gives a document's events one at a time, when asked: a cursor.
    ///
    ///     var events = try JSON.events(contentsOf: "tweets.json")
    ///     while let event = try events.next() {
    ///         if event == .key, events.text == "user" { try events.skip() }
    ///     }
    ///
    /// Events come in document order. Text is borrowed from the cursor, and gone when the cursor moves on.
    /// Memory: one chunk of the source, the longest text that a chunk's end cuts, and the names down to where it stands.
    /// After an error the cursor is spent; what came before the fault has been given.
    public struct Events: ~Copyable {
        private var reader: EventReader
        private var event: Event?

        init(_ reader: ChunkReader, options: ParserOptions) {
            self.reader = EventReader(reader, options: options)
        }

        /// The next event; `nil` behind the last, then and ever after.
        ///
        /// - Throws: ``ParseError`` where the document is at fault, `IOFailure` where the source is.
        public mutating func next() throws -> Event? {
            event = nil
            event = try reader.next()
            return event
        }

        /// The last event's text, decoded and borrowed: of a `key` or a `string`. Empty behind any other event.
        public var text: Text {
            @_lifetime(borrow self) get { Text(utf8: reader.text) }
        }

        /// The last event's number as it stands in the document, borrowed. Empty behind any event but `number`.
        public var number: NumberText {
            @_lifetime(borrow self) get { NumberText(utf8: reader.text) }
        }

        /// The last event, to keep: a String for its text. `nil` before the first and behind the last.
        public var owned: OwnedEvent? {
            switch event {
            case nil: nil
            case .startObject: .startObject
            case .key: .key(String(text))
            case .endObject: .endObject
            case .startArray: .startArray
            case .endArray: .endArray
            case .string: .string(String(text))
            case .number: .number(String(number))
            case .boolean(let value): .boolean(value)
            case .null: .null
            }
        }

        /// Passes over what the last event began: behind `startObject` or `startArray` to the end of that container,
        /// behind `key` over the member's value. Behind any other event it does nothing.
        ///
        /// What is skipped is checked like everything else.
        public mutating func skip() throws {
            if reader.trail.isAtName { guard try next() != nil else { return } }
            guard reader.hasOpened else { return }
            let depth = reader.trail.depth
            while reader.trail.depth >= depth {
                guard try next() != nil else { return }
            }
        }

        /// The value that the last event began: behind `key` the member's, behind `startObject` or `startArray` that
        /// container, behind a scalar the scalar. The cursor stands at its end then. Behind any other event `nil`.
        ///
        /// So the large part of a document passes by as events, and what matters becomes values:
        ///
        ///     while let event = try events.next() {
        ///         if event == .key, events.text == "user", let user = try events.value() { ... }
        ///     }
        public mutating func value() throws -> JSON? {
            if event == .key { _ = try next() }
            guard let first = event, first != .endObject, first != .endArray else { return nil }
            var builder = TapeBuilder()
            try pass(first, to: &builder)
            if reader.hasOpened {
                let depth = reader.trail.depth
                while reader.trail.depth >= depth, let event = try next() { try pass(event, to: &builder) }
            }
            return JSON(tape: try builder.finish(), index: 1)
        }

        private func pass(_ event: Event, to handler: inout some ContentHandler & ~Copyable) throws {
            switch event {
            case .startObject: try handler.startObject()
            case .key: try handler.key(text)
            case .endObject: try handler.endObject()
            case .startArray: try handler.startArray()
            case .endArray: try handler.endArray()
            case .string: try handler.string(text)
            case .number: try handler.number(number)
            case .boolean(let value): try handler.boolean(value)
            case .null: try handler.null()
            }
        }

        /// Where the last event stands in the document's structure, as a JSON Pointer (RFC 6901): for a container's
        /// first and last event the container, for a key the member.
        public var path: String { reader.path }

        /// Containers open behind the last event.
        public var depth: Int { reader.trail.depth }

        /// Bytes of the document before the last event.
        public var offset: Int { reader.offset }
    }

    /// The events of a file, one at a time; a gzip file, known by its magic bytes, is decompressed.
    ///
    /// - Throws: `IOFailure` if the file cannot be opened.
    public static func events(contentsOf path: String, options: ParserOptions = ParserOptions()) throws -> Events {
        try events(in: FileSource(path), options: options)
    }

    /// The events of any source, one at a time.
    /// - Parameter chunkBytes: How much is asked of the source at once.
    public static func events<Source: ByteSource & ~Copyable>(
        in source: consuming Source, options: ParserOptions = ParserOptions(), chunkBytes: Int = 64 << 10
    ) -> Events {
        Events(ChunkReader(source, capacity: chunkBytes), options: options)
    }

    /// The events of a text in memory, one at a time.
    public static func events(_ bytes: [UInt8], options: ParserOptions = ParserOptions(), name: String? = nil) -> Events
    {
        events(in: MemorySource(bytes, name: name), options: options)
    }
}
