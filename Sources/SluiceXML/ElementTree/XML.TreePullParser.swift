public import SluiceCore

extension XML {
    /// Builds a tree of a document that arrives in pieces, and tells what happens: Python's XMLPullParser.
    ///
    ///     var parser = XML.TreePullParser(events: [.end])
    ///     while let piece = nextPiece() {
    ///         try parser.feed(piece)
    ///         while let event = try parser.next() {
    ///             if event == .end, let item = try parser.element, item.tag == "item" { ...; parser.clear() }
    ///         }
    ///     }
    ///     parser.close()
    ///     while let event = try parser.next() { ... }
    ///     let root = parser.root
    ///
    /// Nothing is parsed before it is asked for: events come in document order, and behind them the rest of what was fed
    /// waits. The elements of events are values of their own: what happens later does not change them. Asked for at an
    /// end, one is copied out of the tree; not asked for, it costs nothing. Memory: the tree, less what ``clear()`` lets go.
    ///
    /// After an error the parser is spent; what came before the fault has been given.
    public struct TreePullParser: ~Copyable {
        private let cursor: TreeCursor

        /// - Parameter events: Those that ``next()`` gives.
        /// - Parameter name: What errors call the document.
        public init(
            events: Set<TreeEvent> = [.end], options: TreeOptions = TreeOptions(), handlers: Handlers = Handlers(),
            name: String? = nil
        ) {
            cursor = TreeCursor(events: events, options: options, handlers: handlers, name: name)
        }

        /// Takes the next bytes of the document: a copy waits until ``next()`` comes to it.
        public mutating func feed(_ bytes: Span<UInt8>) { cursor.feed(bytes) }
        /// Takes the next bytes of the document: a copy waits until ``next()`` comes to it.
        public mutating func feed(_ bytes: [UInt8]) { cursor.feed(bytes.span) }
        /// Takes the next part of a text.
        public mutating func feed(_ text: String) { cursor.feed(text.utf8.span) }

        /// Says that nothing follows what was fed. The last events, and a fault at the end, come with ``next()``.
        public mutating func close() { cursor.finish() }

        /// The next event; `nil` where more bytes are needed, and behind the last.
        ///
        /// - Throws: ``ParseError``, its code `truncated` where the document is closed and not complete.
        public mutating func next() throws -> TreeEvent? { try cursor.next() }

        /// The element that the last event is about; `nil` for a namespace.
        ///
        /// At a start it has its name and attributes, at an end all that is in it.
        public var element: Element? { get throws { try cursor.endedElement() } }

        /// The namespace that the last event is about; of one that goes out of force nothing is said.
        public var namespace: (prefix: String, uri: String)? {
            cursor.event == .startNamespace ? (cursor.prefix, cursor.uri) : nil
        }

        /// Lets go of all that is in the element that has just ended; its name stays in the tree.
        public mutating func clear() { cursor.clear() }

        /// The document's element, once all events were had of a document that is closed; `nil` before.
        public var root: Element? { cursor.root }

        /// What was wrong so far with a document that is recovered (``ParserOptions/recovers``), where no error handler
        /// heard of it: the first thousand faults.
        public var faults: [ParseError] { cursor.faults?.faults ?? [] }
        /// How many faults there were so far.
        public var faultCount: Int { cursor.faults?.total ?? 0 }
    }
}
