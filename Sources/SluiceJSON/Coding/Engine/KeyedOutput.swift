/// The members of an object, for types that are encoded by key.
struct KeyedOutput<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: ValueEncoder

    var codingPath: [any CodingKey] { encoder.codingPath }

    func encodeNil(forKey key: Key) throws { try encoder.write(JSON.null, forKey: key) }

    func encode<T: Encodable>(_ value: T, forKey key: Key) throws { try encoder.encode(value, forKey: key) }

    @inline(__always)
    func encode<T: Encodable & DirectlyEncodable>(_ value: T, forKey key: Key) throws {
        try encoder.write(value, forKey: key)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy keyType: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        encoder.member(key).container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        encoder.member(key).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { encoder.member(PathKey.superclass) }

    func superEncoder(forKey key: Key) -> any Encoder { encoder.member(key) }
}
