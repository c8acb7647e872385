public import SluiceCore

extension XML {
    /// Gives a document's events one at a time, when asked: a cursor.
    ///
    ///     var events = try XML.events(contentsOf: "books.xml")
    ///     while let event = try events.next() {
    ///         if event == .startElement, events.name.local == "review" { try events.skip() }
    ///     }
    ///
    /// Events come in document order. Names, attributes and text are borrowed from the cursor, and gone when it moves on.
    /// Text comes in one piece, whatever ``ParserOptions/coalescesText`` says, and must not be longer than
    /// `limits.textBytes`. Memory: one chunk of the source, the longest text or tag, and each name once. After an error the
    /// cursor is spent; what came before the fault has been given.
    public struct Events: ~Copyable {
        private var reader: EventReader
        /// What the last event was; `nil` before the first and behind the last.
        public private(set) var event: Event?

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

        /// The name of the element that the last event began or ended, borrowed. Empty behind any other event.
        public var name: Name {
            @_lifetime(borrow self) get { reader.name }
        }

        /// The attributes of the element that the last event began, borrowed. None behind any other event.
        public var attributes: Attributes {
            @_lifetime(borrow self) get { reader.attributes }
        }

        /// The last event's text, borrowed: of `text`, `ignorableWhitespace` or `comment`, and the name of a
        /// `skippedEntity`. Empty behind any other event.
        public var text: Text {
            @_lifetime(borrow self) get {
                switch event {
                case .text, .ignorableWhitespace, .comment, .skippedEntity: reader.text
                default: Text(utf8: Span())
                }
            }
        }

        /// The target of the last event, a `processingInstruction`, borrowed. Empty behind any other event.
        public var target: Text {
            @_lifetime(borrow self) get {
                let text = reader.text
                return Text(utf8: text.utf8.extracting(first: event == .processingInstruction ? reader.targetBytes : 0))
            }
        }

        /// The data of the last event, a `processingInstruction`, borrowed. Empty behind any other event.
        public var data: Text {
            @_lifetime(borrow self) get {
                let text = reader.text
                let isInstruction = event == .processingInstruction
                return Text(utf8: text.utf8.extracting(droppingFirst: isInstruction ? reader.targetBytes : text.count))
            }
        }

        /// The prefix of a namespace that comes into force or is no longer, borrowed; empty for the default namespace, and
        /// behind any other event.
        public var prefix: Text {
            @_lifetime(borrow self) get {
                switch event {
                case .startPrefixMapping, .endPrefixMapping: reader.text
                default: Text(utf8: Span())
                }
            }
        }

        /// The URI of a namespace that comes into force, borrowed; empty where the prefix is no longer bound, and behind
        /// any other event.
        public var uri: Text {
            @_lifetime(borrow self) get { reader.uri }
        }

        /// The last event, to keep: Strings for its names and text. `nil` before the first and behind the last.
        public var owned: OwnedEvent? {
            switch event {
            case nil: nil
            case .startPrefixMapping: .startPrefixMapping(prefix: String(prefix), uri: String(uri))
            case .startElement: .startElement(QName(name), attributes: attributes.owned)
            case .endElement: .endElement(QName(name))
            case .endPrefixMapping: .endPrefixMapping(prefix: String(prefix))
            case .text: .text(String(text))
            case .ignorableWhitespace: .ignorableWhitespace(String(text))
            case .comment: .comment(String(text))
            case .processingInstruction: .processingInstruction(target: String(target), data: String(data))
            case .skippedEntity: .skippedEntity(String(text))
            }
        }

        /// Behind `startElement`, passes over all that the element holds: its `endElement` is then the last event. Behind
        /// any other event it does nothing.
        ///
        /// What is skipped is checked like everything else.
        public mutating func skip() throws {
            guard event == .startElement else { return }
            let depth = depth
            while self.depth >= depth {
                guard try next() != nil else { return }
            }
        }

        /// Behind `startElement`, the whole element, to keep: its `endElement` is then the last event. Behind any other
        /// event `nil`. Comments and processing instructions are left out.
        ///
        /// So the large part of a document passes by as events, and what matters becomes a tree:
        ///
        ///     while let event = try events.next() {
        ///         if event == .startElement, events.name.local == "book", let book = try events.expand() { ... }
        ///     }
        public mutating func expand() throws -> Element? {
            guard event == .startElement else { return nil }
            event = nil
            let element = try reader.expand()
            event = .endElement
            return element
        }

        /// Elements open behind the last event.
        public var depth: Int { reader.depth }

        /// The elements that are open, with the one that the last event began or ended: `/dblp/article[2]/title[1]`, each
        /// with its place among those of its name. Costs a look at up to a thousand events ahead.
        public var path: String { reader.path }

        /// Where the last event begins, in the text as UTF-8. Costs a look at what lies between this place and the last
        /// that was asked for.
        public var position: TextPosition { reader.position }

        /// Where the last event begins. For those who ask at every one.
        package var place: TagPlace { reader.place }

        /// The namespaces that the last event, a `startElement`, declares: prefixes and URIs.
        package func forEachDeclaration(_ body: (Text, Text) throws -> Void) rethrows {
            if event == .startElement { try reader.forEachDeclaration(body) }
        }

        /// What was wrong so far with a document that is recovered (``ParserOptions/recovers``): the first thousand faults.
        public var faults: [ParseError] { reader.faults?.faults ?? [] }
        /// How many faults there were so far.
        public var faultCount: Int { reader.faults?.total ?? 0 }

        /// What has been read from the source and lies behind the last event: to go on with where another document or
        /// protocol follows. As UTF-8, whatever the document's encoding; behind the root, without leading white space.
        ///
        /// The source itself stands behind it.
        public var unconsumed: [UInt8] { reader.unconsumed }
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

    /// The events of a document in memory, one at a time.
    public static func events(_ bytes: [UInt8], options: ParserOptions = ParserOptions(), name: String? = nil) -> Events
    {
        events(in: MemorySource(bytes, name: name), options: options)
    }
}
