extension JSON {
    /// A Swift value of JSON text: `Codable`, straight from the parsed document.
    ///
    /// ```swift
    /// struct Row: Decodable { let id: Int; let name: String; let tags: [String] }
    /// let rows = try JSON.decode([Row].self, from: bytes)
    /// ```
    ///
    /// Members are found by comparing UTF-8 in place; of those with the same name the last counts. `1.0` and `1e3` are
    /// integers too. A number that the type cannot hold exactly as an integer, or at all, is an error at its path; a `JSON`
    /// or `JSON.Number` takes any. A `JSON` in the result keeps the whole document alive.
    ///
    /// - Parameter name: What errors in the text call the document.
    /// - Throws: ``ParseError`` where the text is not JSON; `DecodingError`, with the path and what was expected and found,
    ///   where it is not the JSON that the type wants; and what your own `init(from:)` throws.
    public static func decode<Value: Decodable>(
        _ type: Value.Type = Value.self, from bytes: [UInt8], options: DecodingOptions = DecodingOptions(),
        name: String? = nil
    ) throws -> Value {
        try decode(type, from: loads(bytes, options: options.load, name: name), options: options)
    }

    /// The same of borrowed text.
    public static func decode<Value: Decodable>(
        _ type: Value.Type = Value.self, from bytes: Span<UInt8>, options: DecodingOptions = DecodingOptions(),
        name: String? = nil
    ) throws -> Value {
        try decode(type, from: loads(bytes, options: options.load, name: name), options: options)
    }

    /// The same of a String.
    public static func decode<Value: Decodable>(
        _ type: Value.Type = Value.self, from text: String, options: DecodingOptions = DecodingOptions(),
        name: String? = nil
    ) throws -> Value {
        try decode(type, from: text.utf8.span, options: options, name: name)
    }

    /// The same of a file, decompressed if it is gzip. Errors in its text name the path.
    ///
    /// - Throws: ``IOFailure`` where it cannot be read, and as above.
    public static func decode<Value: Decodable>(
        _ type: Value.Type = Value.self, contentsOf path: String, options: DecodingOptions = DecodingOptions()
    ) throws -> Value {
        try decode(type, from: load(contentsOf: path, options: options.load), options: options)
    }

    /// A Swift value of a JSON value. What was edited is copied first; what was parsed is read where it stands.
    ///
    /// - Throws: `DecodingError`, with paths from this value on.
    public static func decode<Value: Decodable>(
        _ type: Value.Type = Value.self, from value: JSON, options: DecodingOptions = DecodingOptions()
    ) throws -> Value {
        if value.owner != nil, !value.isEdited {
            return try DecodedDocument(value.tape, options).decode(type, at: value.index)
        }
        var builder = TapeBuilder()
        try builder.append(value)
        return try DecodedDocument(builder.finish(), options).decode(type, at: 1)
    }

    /// A Swift value of this JSON value: for types that look at the JSON before they know what it is.
    ///
    /// ```swift
    /// switch value["type"]?.string {
    /// case "circle": try value.decode(Circle.self)
    /// default: try value.decode(Polygon.self)
    /// }
    /// ```
    ///
    /// - Throws: `DecodingError`, with paths from this value on.
    public func decode<Value: Decodable>(
        _ type: Value.Type = Value.self, options: DecodingOptions = DecodingOptions()
    ) throws -> Value {
        try Self.decode(type, from: self, options: options)
    }
}

extension DecodedDocument {
    fileprivate func decode<Value: Decodable>(_ type: Value.Type, at index: Int) throws -> Value {
        try ValueDecoder(self).decode(type, at: index, .none)
    }
}
