public import SluiceCore

extension XML {
    /// The records of a file, decompressed if it is gzip.
    ///
    /// - Throws: ``ParseError`` for a path of records that cannot be read, ``IOFailure`` for a file.
    public static func records(
        at selection: RecordSelection, contentsOf path: String, options: RecordOptions = RecordOptions(),
        entityResolver: (any EntityResolver)? = nil
    ) throws -> Records<FileSource> {
        try records(at: selection, in: FileSource(path), options: options, entityResolver: entityResolver)
    }

    /// Every element of a name, wherever it stands in a file.
    ///
    ///     var pages = try XML.records(named: "page", contentsOf: "enwiki.xml")
    public static func records(
        named name: String, contentsOf path: String, options: RecordOptions = RecordOptions(),
        entityResolver: (any EntityResolver)? = nil
    ) throws -> Records<FileSource> {
        try records(
            at: RecordSelection("//" + name), contentsOf: path, options: options, entityResolver: entityResolver)
    }

    /// The records of a source: a pipe, a socket, standard input.
    ///
    /// - Throws: ``ParseError`` for a path of records that cannot be read.
    public static func records<Source: ByteSource & ~Copyable>(
        at selection: RecordSelection, in source: consuming Source, options: RecordOptions = RecordOptions(),
        entityResolver: (any EntityResolver)? = nil
    ) throws -> Records<Source> {
        let delivery = try RecordDelivery(
            at: selection, options: options, name: source.name, resolver: entityResolver)
        return Records(source, delivery)
    }

    /// The records of bytes in memory.
    ///
    /// - Throws: ``ParseError`` for a path of records that cannot be read.
    public static func records(
        at selection: RecordSelection, in bytes: [UInt8], options: RecordOptions = RecordOptions(), name: String? = nil,
        entityResolver: (any EntityResolver)? = nil
    ) throws -> Records<MemorySource> {
        try records(
            at: selection, in: MemorySource(bytes, name: name), options: options, entityResolver: entityResolver)
    }

    /// The records of a text.
    ///
    /// - Throws: ``ParseError`` for a path of records that cannot be read.
    public static func records(
        at selection: RecordSelection, in text: String, options: RecordOptions = RecordOptions(), name: String? = nil,
        entityResolver: (any EntityResolver)? = nil
    ) throws -> Records<MemorySource> {
        try records(at: selection, in: Array(text.utf8), options: options, name: name, entityResolver: entityResolver)
    }
}
