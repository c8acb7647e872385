/// The elements of an array, one after the other.
struct UnkeyedValues: UnkeyedDecodingContainer {
    private let decoder: ValueDecoder
    private var place: Int
    private let end: Int
    private(set) var currentIndex = 0

    init(_ decoder: ValueDecoder) {
        self.decoder = decoder
        place = decoder.index + 1
        end = decoder.tape.next(after: decoder.index) - 1
    }

    var codingPath: [any CodingKey] { decoder.codingPath }
    var count: Int? { decoder.tape.count(at: decoder.index) }
    var isAtEnd: Bool { place == end }

    @inline(__always)
    private func require(_ type: any Any.Type) throws {
        if place < end { return }
        throw DecodingError.valueNotFound(
            type,
            .init(
                codingPath: codingPath + [PathKey(currentIndex)],
                debugDescription: "expected \(type) but found the end of the array, after \(currentIndex) elements"))
    }

    private mutating func advance() {
        place = decoder.tape.next(after: place)
        currentIndex += 1
    }

    mutating func decodeNil() throws -> Bool {
        try require(Never?.self)
        guard decoder.tape.tag(at: place) == .null else { return false }
        advance()
        return true
    }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        try require(type)
        let value = try decoder.decode(type, at: place, .position(currentIndex))
        advance()
        return value
    }

    mutating func decode<T: Decodable & DirectlyDecodable>(_ type: T.Type) throws -> T {
        try require(type)
        let value = try decoder.read(type, at: place, .position(currentIndex))
        advance()
        return value
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        try require([String: JSON].self)
        let container = try decoder.decoder(at: place, .position(currentIndex)).container(keyedBy: type)
        advance()
        return container
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try require([JSON].self)
        let container = try decoder.decoder(at: place, .position(currentIndex)).unkeyedContainer()
        advance()
        return container
    }

    mutating func superDecoder() throws -> any Decoder {
        try require((any Decoder).self)
        let superDecoder = try decoder.decoder(at: place, .position(currentIndex))
        advance()
        return superDecoder
    }
}
