public import SluiceCore

extension XML {
    /// A document as a tree of elements: Python's ElementTree.
    ///
    ///     var tree = try XML.ElementTree(contentsOf: "books.xml")
    ///     for title in tree.iterfind("book/title") { print(title.text ?? "") }
    ///     tree.root[0].set("lang", "en")
    ///     try tree.write(to: &sink)
    ///
    /// The whole document is in memory, about as large as its text; for documents of any size there are
    /// events and records. Building is linear, for every way of feeding, and freeing takes no recursion.
    public struct ElementTree: Sendable, Hashable {
        /// The document's element.
        public var root: Element
        /// What was wrong with a document that was recovered (``ParserOptions/recovers``), where no error handler heard of
        /// it: the first thousand faults. Trees are equal that have equal roots.
        public private(set) var faults: [ParseError] = []
        /// How many faults there were.
        public private(set) var faultCount = 0

        public init(_ root: Element) { self.root = root }

        private init(_ root: Arena, _ faults: FaultList?) {
            self.root = Element(arena: root, node: Arena.root)
            self.faults = faults?.faults ?? []
            faultCount = faults?.total ?? 0
        }

        public static func == (a: ElementTree, b: ElementTree) -> Bool { a.root == b.root }
        public func hash(into hasher: inout Hasher) { hasher.combine(root) }

        /// The tree of a file, decompressed if it is gzip; a large one is read in pieces.
        ///
        /// - Throws: `IOFailure` where it cannot be read, ``ParseError`` with the place where it is not well-formed.
        public init(
            contentsOf path: String, options: TreeOptions = TreeOptions(), handlers: Handlers = Handlers()
        ) throws {
            var source = try FileSource(path)
            let reader = TreeReader(options: options, handlers: handlers, name: source.name)
            self.init(try reader.load(from: &source, size: source.size), reader.faults)
        }

        /// The tree of all that is left of a source.
        public init(
            from source: inout some ByteSource & ~Copyable, options: TreeOptions = TreeOptions(),
            handlers: Handlers = Handlers()
        ) throws {
            let reader = TreeReader(options: options, handlers: handlers, name: source.name)
            self.init(try reader.load(from: &source), reader.faults)
        }

        /// The tree of a document that is in memory. The bytes are not kept.
        ///
        /// - Parameter name: What errors call the document.
        /// - Throws: ``ParseError`` with the place where it is not well-formed.
        public init(
            _ bytes: Span<UInt8>, options: TreeOptions = TreeOptions(), handlers: Handlers = Handlers(),
            name: String? = nil
        ) throws {
            let reader = TreeReader(options: options, handlers: handlers, name: name)
            self.init(try reader.load(bytes), reader.faults)
        }

        /// The tree of a document that is in memory.
        public init(
            _ bytes: [UInt8], options: TreeOptions = TreeOptions(), handlers: Handlers = Handlers(),
            name: String? = nil
        ) throws {
            try self.init(bytes.span, options: options, handlers: handlers, name: name)
        }

        /// The tree of a text. What its declaration says of an encoding does not count.
        public init(
            string text: String, options: TreeOptions = TreeOptions(), handlers: Handlers = Handlers(),
            name: String? = nil
        ) throws {
            var options = options
            options.parser.encoding = "UTF-8"
            try self.init(text.utf8.span, options: options, handlers: handlers, name: name)
        }
    }
}

extension XML.Element {
    /// The root of a text's tree. Python's `fromstring`.
    public init(parsing text: String, options: XML.TreeOptions = XML.TreeOptions(), name: String? = nil) throws {
        let tree = try XML.ElementTree(string: text, options: options, name: name)
        // Nothing is recovered from in silence.
        if let fault = tree.faults.first { throw fault }
        self = tree.root
    }
}
