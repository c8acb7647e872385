extension JSON {
    /// The JSON form of a Swift value that is only known when the program runs.
    ///
    /// | Swift | JSON |
    /// |---|---|
    /// | Dictionary | object; keys that are integers, floating point, Bool or nil become text |
    /// | Array, tuple | array |
    /// | String, Substring, Character | string |
    /// | integers, floating point | number |
    /// | an enum or struct with a raw value | what its raw value becomes |
    /// | Bool | true, false |
    /// | nil | null |
    ///
    /// ```swift
    /// let value = try JSON(any: ["name": "Ada", "born": 1815, "tags": ("a", 1.5)] as [String: Any])
    /// ```
    ///
    /// - Parameter skipKeys: Leaves out members whose key has no text form, instead of throwing.
    /// - Parameter default: Asked for a stand-in where a value has no JSON form; what it gives is converted in turn.
    /// - Throws: ``ConversionError`` that names the place; or whatever `default` throws.
    public init(any value: Any?, skipKeys: Bool = false, default: ((Any) throws -> Any?)? = nil) throws {
        self = try Conversion(skipKeys: skipKeys, standIn: `default`).json(value, at: [])
    }

    /// A Swift value that has no JSON form.
    public struct ConversionError: Error, Hashable, Sendable, CustomStringConvertible {
        /// Where in the value: names of members and positions of elements.
        public let path: Pointer
        /// What is wrong there.
        public let reason: String

        /// `/items/0: a value of type Widget has no JSON form`
        public var description: String { (path.tokens.isEmpty ? "" : "\(path): ") + reason }
    }
}

/// Turns Swift values into JSON values.
private struct Conversion {
    let skipKeys: Bool
    let standIn: ((Any) throws -> Any?)?

    /// Deeper values, and stand-ins that lead back to themselves, are refused.
    private static let depth = 1024

    func json(_ value: Any?, at path: [String], standIns: Int = 0) throws -> JSON {
        guard let value else { return .null }
        guard path.count + standIns <= Self.depth else {
            throw failure("the value is nested more than \(Self.depth) deep, or contains itself", path)
        }
        if let scalar = Self.scalar(value) { return scalar }
        if let members = value as? [String: Any] {
            return JSON(members: try members.map { (key: $0, value: try json($1, at: path + [$0])) })
        }
        if let elements = value as? [Any] { return try array(elements, at: path) }
        if let value = value as? any RawRepresentable {
            return try json(value.rawValue, at: path, standIns: standIns + 1)
        }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return try json(mirror.children.first?.value, at: path, standIns: standIns + 1)
        case .tuple, .collection: return try array(mirror.children.map(\.value), at: path)
        case .dictionary: return try object(mirror.children.map(\.value), at: path)
        default:
            guard let standIn else { throw failure("a value of type \(type(of: value)) has no JSON form", path) }
            return try json(standIn(value), at: path, standIns: standIns + 1)
        }
    }

    private static func scalar(_ value: Any) -> JSON? {
        switch value {
        case let value as JSON: value
        case let value as String: JSON(value)
        case let value as Bool: JSON(value)
        case let value as Int: JSON(value)
        case let value as Double: JSON(value)
        case let value as any BinaryInteger: JSON(JSON.Number(value))
        case let value as any BinaryFloatingPoint: JSON(JSON.Number(value))
        case let value as Substring: JSON(String(value))
        case let value as Character: JSON(String(value))
        case let value as JSON.Number: JSON(value)
        case let value as JSON.LazyString: JSON(String(value))
        default: .none
        }
    }

    private func array(_ elements: [Any], at path: [String]) throws -> JSON {
        JSON(try elements.enumerated().map { position, element in try json(element, at: path + [String(position)]) })
    }

    /// Members as pairs of key and value.
    private func object(_ pairs: [Any], at path: [String]) throws -> JSON {
        var members: [(key: String, value: JSON)] = []
        for pair in pairs {
            let parts = Mirror(reflecting: pair).children.map(\.value)
            guard parts.count == 2 else { throw failure("a member is not a key and a value", path) }
            let named = (parts[0] as? AnyHashable)?.base ?? parts[0]
            guard let key = try name(named) else {
                if skipKeys { continue }
                throw failure("a key of type \(type(of: named)) has no text form", path)
            }
            members.append((key, try json(parts[1], at: path + [key])))
        }
        return JSON(members: members)
    }

    /// The text that a key becomes.
    private func name(_ key: Any) throws -> String? {
        if let scalar = Self.scalar(key) { return scalar.string ?? scalar.description }
        if let key = key as? any RawRepresentable { return try name(key.rawValue) }
        let mirror = Mirror(reflecting: key)
        guard mirror.displayStyle == .optional else { return nil }
        return try mirror.children.first.map { try name($0.value) } ?? "null"
    }

    private func failure(_ reason: String, _ path: [String]) -> JSON.ConversionError {
        JSON.ConversionError(path: JSON.Pointer(tokens: path), reason: reason)
    }
}
