extension JSON: Codable {
    /// Takes what stands there, as it stands in JSON. Other decoders are asked for null, Bool, integers, Double, String,
    /// array and object, in this order.
    ///
    /// - Throws: DecodingError where it is none of them, or nested more than 1,024 deep: decoders recurse.
    public init(from decoder: any Decoder) throws {
        if let decoder = decoder as? ValueDecoder {
            self.init(tape: decoder.tape, index: decoder.index)
            return
        }
        guard decoder.codingPath.count <= Self.codingDepth else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: decoder.codingPath, debugDescription: "Nested more than \(Self.codingDepth) deep."))
        }
        if let scalar = try? Self.scalar(from: decoder) {
            self = scalar
        } else if var elements = try? decoder.unkeyedContainer() {
            self = JSON(branch: Branch())
            while !elements.isAtEnd { append(try elements.decode(JSON.self)) }
        } else {
            let members = try decoder.container(keyedBy: MemberName.self)
            self = JSON(branch: Branch(), isObject: true)
            for key in members.allKeys { append(try members.decode(JSON.self, forKey: key), named: key.stringValue) }
        }
    }

    private static func scalar(from decoder: any Decoder) throws -> JSON? {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() { return JSON.null }
        if let bool = try? container.decode(Bool.self) { return JSON(bool) }
        if let integer = try? container.decode(Int64.self) { return JSON(integer) }
        if let integer = try? container.decode(UInt64.self) { return JSON(integer) }
        if let double = try? container.decode(Double.self) { return JSON(double) }
        return JSON(try container.decode(String.self))
    }

    /// Writes the value: into JSON as it is, with other encoders so that of several members of the same name the last
    /// one counts.
    ///
    /// - Throws: EncodingError for a number beyond UInt64 and Double, and for a value nested more than 1,024 deep:
    ///   encoders recurse.
    public func encode(to encoder: any Encoder) throws {
        if let encoder = encoder as? ValueEncoder { return try encoder.encode(self) }
        guard encoder.codingPath.count <= Self.codingDepth else {
            let context = EncodingError.Context(
                codingPath: encoder.codingPath, debugDescription: "Nested more than \(Self.codingDepth) deep.")
            throw EncodingError.invalidValue(JSON.null, context)
        }
        switch kind {
        case .object(let members):
            var container = encoder.container(keyedBy: MemberName.self)
            for (key, value) in members.lastOfEachName() {
                try container.encode(value, forKey: MemberName(stringValue: String(key)))
            }
        case .array(let elements):
            var container = encoder.unkeyedContainer()
            for element in elements { try container.encode(element) }
        case .number(let number): try number.encode(to: encoder)
        case .string(let string):
            var container = encoder.singleValueContainer()
            try container.encode(String(string))
        case .bool(let bool):
            var container = encoder.singleValueContainer()
            try container.encode(bool)
        case .null:
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        }
    }

    private static let codingDepth = 1024

    /// The name of a member, whatever it is.
    private struct MemberName: CodingKey {
        let stringValue: String
        init(stringValue: String) { self.stringValue = stringValue }

        var intValue: Int? { nil }
        init?(intValue: Int) { nil }
    }
}
