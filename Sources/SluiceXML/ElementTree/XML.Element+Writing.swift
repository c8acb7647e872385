public import SluiceCore

extension XML.Element {
    /// The element as text, its tail behind it: Python's `tostring` with the encoding `unicode`.
    ///
    ///     print(try book.tostring())
    ///
    /// Namespaces are declared at the root, with the prefixes of ``XML/registerNamespace(_:_:)`` or `ns0`, `ns1`, ...
    /// Text is written so that it is read as it was. For a look at any tree there is ``description``.
    ///
    /// - Parameter options: The encoding is not looked at, unless a declaration is asked for, which names it.
    /// - Throws: ``XML/TreeWritingError`` for what would make it no XML, if the tree was made so: a name that is none, a
    ///   character that XML does not allow, a comment with `--`, an instruction with `?>`; and where there is a default
    ///   namespace and a name in none.
    public func tostring(_ options: XML.TreeWritingOptions = XML.TreeWritingOptions()) throws -> String {
        if options.method == .text { return itertext().joined() + (tail ?? "") }
        var serializer = try TreeSerializer(self, options, encoding: .utf8)
        if options.declaration == true, options.method == .xml { serializer.declare(options.encoding.rawValue) }
        try serializer.fill(.max)
        return serializer.text
    }

    /// The element as pieces of text of about 64 KiB, which make ``tostring(_:)`` one behind the other.
    ///
    /// - Throws: ``XML/TreeWritingError`` as ``tostring(_:)``.
    public func tostringlist(_ options: XML.TreeWritingOptions = XML.TreeWritingOptions()) throws -> [String] {
        var pieces: [String] = []
        try write(options, encoding: .utf8, declares: options.declaration ?? false) { piece in
            pieces.append(String(decoding: [UInt8](copying: piece), as: UTF8.self))
        }
        return pieces
    }

    /// The element in the encoding of the options, its tail behind it: Python's `tostring`.
    ///
    /// - Throws: ``XML/TreeWritingError`` as ``tostring(_:)``, and where a name, a comment or an instruction has a character
    ///   that the encoding lacks.
    public func tobytes(_ options: XML.TreeWritingOptions = XML.TreeWritingOptions()) throws -> [UInt8] {
        if options.encoding == .utf8, options.method != .text {
            var serializer = try TreeSerializer(self, options, encoding: .utf8)
            if options.declaration == true, options.method == .xml { serializer.declare(options.encoding.rawValue) }
            try serializer.fill(.max)
            return [UInt8](copying: serializer.piece)
        }
        var sink = MemorySink()
        try write(to: &sink, options)
        return sink.bytes
    }

    /// Writes the element to a sink, in pieces of about 64 KiB. The sink is not flushed.
    ///
    /// - Throws: `IOFailure` where the sink fails; ``XML/TreeWritingError`` as ``tobytes(_:)``: for a name before anything
    ///   is written, for what is in the tree when it comes to it.
    public func write(
        to sink: inout some ByteSink & ~Copyable, _ options: XML.TreeWritingOptions = XML.TreeWritingOptions()
    ) throws {
        let declares = options.declaration ?? (options.encoding != .utf8 && options.encoding != .ascii)
        try write(options, encoding: options.encoding, declares: declares) { try sink.write($0) }
    }

    /// Prints the element, its tail behind it.
    public func dump() { print(shown) }

    /// Whatever is in it, as text.
    var shown: String { (try? tostring(.forDisplay)) ?? "" }

    private func write(
        _ options: XML.TreeWritingOptions, encoding: XML.TreeWritingOptions.Encoding, declares: Bool,
        to write: (Span<UInt8>) throws -> Void
    ) throws {
        var encoder = TreeEncoder(encoding)
        if options.method == .text {
            for text in itertext() { try encoder.encode(text.utf8.span, to: write) }
            if let tail { try encoder.encode(tail.utf8.span, to: write) }
            return
        }
        var serializer = try TreeSerializer(self, options, encoding: encoding)
        if declares, options.method == .xml { serializer.declare(options.encoding.rawValue) }
        while try serializer.fill() {
            try encoder.encode(serializer.piece, to: write)
            serializer.removePiece()
        }
    }
}

extension XML.ElementTree {
    /// Writes the tree to a sink, in pieces of about 64 KiB. The sink is not flushed.
    ///
    /// - Throws: `IOFailure` where the sink fails; ``XML/TreeWritingError`` as for an element.
    public func write(
        to sink: inout some ByteSink & ~Copyable, _ options: XML.TreeWritingOptions = XML.TreeWritingOptions()
    ) throws {
        try root.write(to: &sink, options)
    }

    /// Writes the tree to a file, which is replaced if it exists.
    public func write(to path: String, _ options: XML.TreeWritingOptions = XML.TreeWritingOptions()) throws {
        var sink = try FileSink(path)
        try root.write(to: &sink, options)
        try sink.close()
    }
}

/// Makes what is written of UTF-8, with references for what the encoding lacks.
private struct TreeEncoder {
    private let encoding: XML.TreeWritingOptions.Encoding
    private var isAtStart = true

    init(_ encoding: XML.TreeWritingOptions.Encoding) { self.encoding = encoding }

    /// - Parameter bytes: Whole characters.
    mutating func encode(_ bytes: Span<UInt8>, to write: (Span<UInt8>) throws -> Void) throws {
        if encoding == .utf8 { return try write(bytes) }
        var encoded: [UInt8] = []
        encoded.reserveCapacity(bytes.count + bytes.count / 8)
        if encoding == .utf16, isAtStart { encoded += [0xFF, 0xFE] }
        isAtStart = false
        let last: UInt32 = encoding == .ascii ? 0x7F : 0xFF
        for scalar in String(decoding: [UInt8](copying: bytes), as: UTF8.self).unicodeScalars {
            if encoding == .utf16 {
                for unit in UTF16.encode(scalar).map(Array.init) ?? [] {
                    encoded.append(UInt8(truncatingIfNeeded: unit))
                    encoded.append(UInt8(truncatingIfNeeded: unit >> 8))
                }
            } else if scalar.value <= last {
                encoded.append(UInt8(truncatingIfNeeded: scalar.value))
            } else {
                encoded += Array("&#\(scalar.value);".utf8)
            }
        }
        try write(encoded.span)
    }
}
