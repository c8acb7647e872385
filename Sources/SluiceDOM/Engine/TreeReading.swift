internal import SluiceCore
internal import SluiceXML

/// A tree that is being read, and what fills it.
@safe
struct TreeReading {
    let tree = Tree()
    private let filler: TreeFiller
    private let handlers: XML.Handlers
    private let options: XML.ParserOptions

    init(
        _ options: XML.DOM.ParsingOptions, _ errorHandler: (any XML.ErrorHandler)?,
        _ resolver: (any XML.EntityResolver)?
    ) {
        // Until it is read. What is declared outside does not stand there.
        tree.writtenSubset = ""
        // What is recovered from is kept where nobody else hears of it.
        if errorHandler == nil, options.parser.recovers { tree.faults = XML.FaultList() }
        filler = TreeFiller(tree, into: tree.root, options)
        handlers = XML.Handlers(
            error: errorHandler ?? tree.faults, lexical: filler, dtd: filler, decl: filler, resolver: resolver)
        self.options = options.parser
    }

    func read(_ bytes: Span<UInt8>, name: String?) throws {
        tree.memory.expect(bytes: bytes.count)
        tree.name = name
        let reader = TokenReader(options: options, handlers: handlers, name: name)
        try unsafe reader.read(bytes) { try unsafe filler.take($0, of: reader, &$1) }
    }

    /// - Parameter size: How large it is, where that is known.
    func read(from source: inout some ByteSource & ~Copyable, size: Int? = nil) throws {
        if let size { tree.memory.expect(bytes: size) }
        tree.name = source.name
        let reader = TokenReader(options: options, handlers: handlers, name: source.name)
        try unsafe reader.read(from: &source, size: size) { try unsafe filler.take($0, of: reader, &$1) }
    }

    func read(_ source: XML.InputSource) throws {
        tree.memory.expect(bytes: source.bytes.count)
        tree.name = source.systemID
        let reader = TokenReader(source, options: options, handlers: handlers)
        try unsafe reader.read(source.bytes.span) { try unsafe filler.take($0, of: reader, &$1) }
    }
}
