public import SluiceCore
public import SluiceXML

extension XML.DOM.Schema {
    /// Whether a document can be held to the schema while it passes by, without its tree.
    ///
    /// RELAX NG and XML Schema can, but for schemas that have types of IDs, references to them, entities or notations; a
    /// Schematron's expressions and a DTD's references need the tree. (By its own document type a document is held with
    /// `XML.ParserOptions.validates`, in constant memory.)
    public var isStreamable: Bool { engine.isStreamable }

    /// All that is wrong with the document in a file, as ``validate(_:)`` says it of its tree.
    ///
    ///     for error in try schema.validate(contentsOf: "books.xml", atMost: 100) { print(error) }
    ///
    /// The document is read as by ``XML/parse(contentsOf:handler:options:errorHandler:lexicalHandler:dtdHandler:declHandler:entityResolver:)``.
    /// Memory: where the schema ``isStreamable``, that of the open elements; with RELAX NG also that of each element whose
    /// content libxml2 looks at as a whole, which is one with data, mostly, and the document where the schema's `start` or its
    /// elements have `interleave` or names of any kind; with XML Schema the keys, and some ten bytes for each element that
    /// libxml2 keeps; the faults. Otherwise the tree.
    /// Of what is wrong with an element by RELAX NG, libxml2 says of a tree alone what follows from that: "has extra content".
    /// - Parameter most: How many faults are kept; what else is wrong is left out.
    /// - Throws: `ParseError` for a document that is not well-formed, whatever faults there were before; `IOFailure`; what the
    ///   resolver throws; `notSupported` where it is deeper than 1,024 elements.
    public func validate(
        contentsOf path: String, options: XML.ParserOptions = .init(),
        entityResolver: (any XML.EntityResolver)? = nil, atMost most: Int = .max
    ) throws -> [XML.DOM.ValidationError] {
        try validate(FileSource(path), options: options, entityResolver: entityResolver, atMost: most)
    }

    /// All that is wrong with the document that a source brings. See
    /// ``validate(contentsOf:options:entityResolver:atMost:)``.
    public func validate<Source: ByteSource & ~Copyable>(
        _ source: consuming Source, options: XML.ParserOptions = .init(),
        entityResolver: (any XML.EntityResolver)? = nil, atMost most: Int = .max
    ) throws -> [XML.DOM.ValidationError] {
        guard isStreamable else {
            let document = try XML.DOM.Document(
                source, options: XML.DOM.ParsingOptions(parser: options), entityResolver: entityResolver)
            return try Array(validate(document).prefix(most))
        }
        let trail = ElementTrail(name: source.name, most: most)
        let box = SourceBox(source)
        let isValid = try FaultLog(trail).collect {
            try engine.stream(trail) { stream in
                guard let source = box.source.take() else { return }
                var handler = SchemaStreamHandler(stream, trail)
                try XML.parse(
                    source, handler: &handler, options: options, lexicalHandler: handler.texts,
                    entityResolver: entityResolver)
            }
        }
        if isValid != true { trail.noteInvalid() }
        return trail.result()
    }
}

/// Holds a source for a closure, which takes it.
private final class SourceBox<Source: ByteSource & ~Copyable> {
    var source: Source?

    init(_ source: consuming Source) { self.source = consume source }
}
