/// The elements of an array, one after the other.
struct UnkeyedOutput: UnkeyedEncodingContainer {
    let encoder: ValueEncoder

    var codingPath: [any CodingKey] { encoder.codingPath }
    var count: Int { encoder.count }

    func encodeNil() throws { try encoder.writeElement(JSON.null) }

    func encode<T: Encodable>(_ value: T) throws { try encoder.encodeElement(value) }

    func encode<T: Encodable & DirectlyEncodable>(_ value: T) throws { try encoder.writeElement(value) }

    func nestedContainer<Nested: CodingKey>(keyedBy keyType: Nested.Type) -> KeyedEncodingContainer<Nested> {
        encoder.element().container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder.element().unkeyedContainer() }

    func superEncoder() -> any Encoder { encoder.element() }
}
