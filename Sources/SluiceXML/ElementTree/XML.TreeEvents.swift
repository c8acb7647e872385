public import SluiceCore

extension XML {
    /// Reads a document and tells what happens while its tree grows: Python's iterparse, as a cursor.
    ///
    ///     var events = try XML.iterparse(contentsOf: "dblp.xml")
    ///     while let event = try events.next() {
    ///         guard event == .end, let element = try events.element, element.tag == "article" else { continue }
    ///         print(element.findtext("title") ?? "")
    ///         events.clear()
    ///     }
    ///
    /// Order, elements and errors are those of ``TreePullParser``. Memory: one chunk of the source, and the tree, less
    /// what ``clear()`` lets go.
    public struct TreeEvents: ~Copyable {
        private var parser: TreePullParser
        private let reader: ChunkReader
        private var isAtEnd = false

        init(_ reader: ChunkReader, events: Set<TreeEvent>, options: TreeOptions, handlers: Handlers) {
            parser = TreePullParser(events: events, options: options, handlers: handlers, name: reader.name)
            self.reader = reader
        }

        /// The next event; `nil` behind the last, then and ever after.
        ///
        /// - Throws: ``ParseError`` where the document is at fault, `IOFailure` where the source is.
        public mutating func next() throws -> TreeEvent? {
            while true {
                if let event = try parser.next() { return event }
                if isAtEnd { return nil }
                // A class, so that its chunk is no part of what feeding changes.
                let reader = reader
                isAtEnd = try !reader.read()
                if isAtEnd { parser.close() } else { parser.feed(reader.chunk) }
            }
        }

        /// The element that the last event is about; `nil` for a namespace.
        public var element: Element? { get throws { try parser.element } }

        /// The namespace that the last event is about; of one that goes out of force nothing is said.
        public var namespace: (prefix: String, uri: String)? { parser.namespace }

        /// Lets go of all that is in the element that has just ended; its name stays in the tree.
        public mutating func clear() { parser.clear() }

        /// The document's element, once all events were had; `nil` before.
        public var root: Element? { parser.root }
    }

    /// Reads a file, decompressed if it is gzip, and tells what happens while its tree grows.
    ///
    /// - Throws: `IOFailure` if the file cannot be opened.
    public static func iterparse(
        contentsOf path: String, events: Set<TreeEvent> = [.end], options: TreeOptions = TreeOptions(),
        handlers: Handlers = Handlers()
    ) throws -> TreeEvents {
        iterparse(in: try FileSource(path), events: events, options: options, handlers: handlers)
    }

    /// Reads a source, and tells what happens while its tree grows.
    public static func iterparse<Source: ByteSource & ~Copyable>(
        in source: consuming Source, events: Set<TreeEvent> = [.end], options: TreeOptions = TreeOptions(),
        handlers: Handlers = Handlers()
    ) -> TreeEvents {
        TreeEvents(ChunkReader(source), events: events, options: options, handlers: handlers)
    }
}
