public import SluiceCore

extension XML {
    /// The canonical form of a document in memory: Canonical XML 2.0.
    ///
    ///     let same = try XML.canonicalize(a) == XML.canonicalize(b)
    ///
    /// Documents that differ only in what has no meaning, as the order of attributes, quotes or where namespaces are
    /// declared, have the same canonical form. A document that refers to an entity which was not read has none. Memory:
    /// what is open, and the result.
    ///
    /// - Parameter entityResolver: Finds external entities, if the parser's options have them read.
    /// - Parameter name: What errors call the document.
    /// - Throws: ``ParseError`` with the place where it is not well-formed; ``CanonicalError``.
    public static func canonicalize(
        _ bytes: Span<UInt8>, options: CanonicalOptions = CanonicalOptions(),
        entityResolver: (any EntityResolver)? = nil,
        name: String? = nil
    ) throws -> String {
        var canonicalizer = Canonicalizer(options)
        try parse(
            bytes, handler: &canonicalizer, options: options.parser, name: name, lexicalHandler: canonicalizer,
            entityResolver: entityResolver)
        return String(decoding: canonicalizer.takeOutput(), as: UTF8.self)
    }

    /// The canonical form of a text. What its declaration says of an encoding does not count.
    public static func canonicalize(
        _ text: String, options: CanonicalOptions = CanonicalOptions(), entityResolver: (any EntityResolver)? = nil,
        name: String? = nil
    ) throws -> String {
        var options = options
        options.parser.encoding = "UTF-8"
        return try canonicalize(text.utf8.span, options: options, entityResolver: entityResolver, name: name)
    }

    /// The canonical form of a file, decompressed if it is gzip; it is read in pieces. Errors name the path.
    public static func canonicalize(
        contentsOf path: String, options: CanonicalOptions = CanonicalOptions(),
        entityResolver: (any EntityResolver)? = nil
    ) throws -> String {
        var sink = MemorySink()
        try canonicalize(from: FileSource(path), to: &sink, options: options, entityResolver: entityResolver)
        return String(decoding: sink.bytes, as: UTF8.self)
    }

    /// Makes the document of a source canonical, in pieces, in UTF-8. The sink is not flushed.
    ///
    /// - Throws: ``ParseError``, ``CanonicalError``, and `IOFailure` of the source or the sink. What was written before stays.
    public static func canonicalize<Source: ByteSource & ~Copyable>(
        from source: consuming Source, to sink: inout some ByteSink & ~Copyable,
        options: CanonicalOptions = CanonicalOptions(), entityResolver: (any EntityResolver)? = nil
    ) throws {
        let canonicalizer = Canonicalizer(options)
        var parser = Parser(
            handler: canonicalizer, options: options.parser,
            handlers: Handlers(lexical: canonicalizer, resolver: entityResolver),
            name: source.name)
        while true {
            let bytes = try [UInt8](capacity: 64 << 10) { room in try source.read(into: &room) }
            if bytes.isEmpty { break }
            do { try parser.feed(bytes) } catch {
                // What came before the fault is the reader's.
                try sink.write(canonicalizer.takeOutput().span)
                throw error
            }
            try sink.write(canonicalizer.takeOutput().span)
        }
        _ = try parser.finish()
        try sink.write(canonicalizer.takeOutput().span)
    }

    /// A document that has no canonical form as asked.
    public struct CanonicalError: Error, Hashable, CustomStringConvertible {
        public let description: String
        init(_ message: String) { description = message }
    }
}

extension XML.Element {
    /// The canonical form of the element, without its tail.
    public func canonicalized(_ options: XML.CanonicalOptions = XML.CanonicalOptions()) throws -> String {
        var options = options
        options.parser.limits = .unlimited
        return try XML.canonicalize(description, options: options)
    }
}
