/// The members of an object, for types that are decoded by key.
struct KeyedValues<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: ValueDecoder

    var codingPath: [any CodingKey] { decoder.codingPath }

    /// The keys of this kind, in the order of the document.
    var allKeys: [Key] { decoder.allNames().compactMap { Key(stringValue: $0) } }

    func contains(_ key: Key) -> Bool { decoder.place(of: key.stringValue) != 0 }

    @inline(__always)
    private func place(of key: Key) throws -> Int {
        let place = decoder.place(of: key.stringValue)
        if place == 0 { throw decoder.missing(key) }
        return place
    }

    /// Where a value that may be missing stands; `nil` where it is missing or null.
    @inline(__always)
    private func presentPlace(of key: Key) -> Int? {
        let place = decoder.place(of: key.stringValue)
        return place == 0 || decoder.tape.tag(at: place) == .null ? nil : place
    }

    func decodeNil(forKey key: Key) throws -> Bool { decoder.tape.tag(at: try place(of: key)) == .null }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try decoder.decode(type, at: place(of: key), .key(key))
    }

    @inline(__always)
    func decode<T: Decodable & DirectlyDecodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try decoder.read(type, at: place(of: key), .key(key))
    }

    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        guard let place = presentPlace(of: key) else { return nil }
        return try decoder.decode(type, at: place, .key(key))
    }

    @inline(__always)
    func decodeIfPresent<T: Decodable & DirectlyDecodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        guard let place = presentPlace(of: key) else { return nil }
        return try decoder.read(type, at: place, .key(key))
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try decoder.decoder(at: place(of: key), .key(key)).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder.decoder(at: place(of: key), .key(key)).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder {
        let place = decoder.place(of: PathKey.superclass.stringValue)
        if place == 0 { throw decoder.missing(PathKey.superclass) }
        return try decoder.decoder(at: place, .key(PathKey.superclass))
    }

    func superDecoder(forKey key: Key) throws -> any Decoder {
        try decoder.decoder(at: place(of: key), .key(key))
    }
}
