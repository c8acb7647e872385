/// Decodes the value at a place of a tape.
///
/// Decoders stand in a chain from the root, which is how a coding path is known without being kept. Each keeps one that
/// is done with for the next value below it, so that an array of records needs one decoder a level and not one a record.
final class ValueDecoder: Decoder {
    let document: DecodedDocument
    let tape: Tape
    private(set) var index = 0
    private var parent: ValueDecoder?
    private var step = PathStep.none
    private var depth = 0
    /// Whether member names are data.
    private var keepsNames = false
    @safe @exclusivity(unchecked) private var members = MemberIndex()
    private var isIndexed = false
    private var spare: ValueDecoder?
    private var knownPath: [any CodingKey]?

    init(_ document: DecodedDocument) {
        self.document = document
        tape = document.tape
    }

    var userInfo: [CodingUserInfoKey: Any] { document.options.userInfo }

    /// Kept once it was asked for: who tries one type after the other asks for it with every error.
    var codingPath: [any CodingKey] {
        if let knownPath { return knownPath }
        let path: [any CodingKey]
        if let parent {
            if parent.knownPath == nil { parent.knownPath = parent.path }
            path = (parent.knownPath ?? []) + (step.key.map { [$0] } ?? [])
        } else {
            path = self.path
        }
        knownPath = path
        return path
    }

    private var path: [any CodingKey] {
        var path: [any CodingKey] = []
        var decoder: ValueDecoder? = self
        while let each = decoder {
            if let key = each.step.key { path.append(key) }
            decoder = each.parent
        }
        path.reverse()
        return path
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        try index(as: [String: JSON].self)
        return KeyedDecodingContainer(KeyedValues(decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard tape.tag(at: index) == .startArray else {
            throw error(Mismatch(index: index, expected: [JSON].self), below: index)
        }
        return UnkeyedValues(self)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    /// Takes in the members, if that has not been done.
    private func index(as type: any Any.Type) throws {
        if isIndexed { return }
        guard tape.tag(at: index) == .startObject else {
            throw error(Mismatch(index: index, expected: type), below: index)
        }
        if document.renames && !keepsNames {
            members.fill(from: tape, at: index) { document.key($0, at: codingPath) }
        } else {
            members.fill(from: tape, at: index)
        }
        isIndexed = true
    }
}

// MARK: - Values within

extension ValueDecoder {
    /// Stands at a value below `parent`.
    private func begin(at index: Int, below parent: ValueDecoder, _ step: PathStep) throws {
        self.index = index
        self.parent = parent
        self.step = step
        depth = parent.depth + 1
        guard depth > document.depth else { return }
        // A value that is no container may stand within the innermost one that is allowed.
        let tag = tape.tag(at: index)
        if tag != .startObject, tag != .startArray, depth == document.depth + 1 { return }
        let message = "expected at most \(document.depth) values within values but found more (ParserLimits.depth)"
        throw DecodingError.dataCorrupted(.init(codingPath: codingPath, debugDescription: message))
    }

    /// Forgets where it stands, for the next value.
    private func end() {
        parent = nil
        step = .none
        if knownPath != nil { knownPath = nil }
        keepsNames = false
        if isIndexed { members.removeAll() }
        isIndexed = false
    }

    /// A decoder to keep, at a value below.
    func decoder(at index: Int, _ step: PathStep) throws -> ValueDecoder {
        let child = ValueDecoder(document)
        try child.begin(at: index, below: self, step)
        return child
    }

    /// Decodes a value of any type.
    func decode<T: Decodable>(_ type: T.Type, at index: Int, _ step: PathStep) throws -> T {
        let route = document.route(of: type)
        if route == .direct { return try readDirectly(type, at: index, step) }
        var child = spare.take() ?? ValueDecoder(document)
        try child.begin(at: index, below: self, step)
        child.keepsNames = route == .dictionary
        let value = try T(from: child)
        // Whoever kept it may go on with it.
        if isKnownUniquelyReferenced(&child) {
            child.end()
            spare = child
        }
        return value
    }

    @inline(never)
    private func readDirectly<T: Decodable>(_ type: T.Type, at index: Int, _ step: PathStep) throws -> T {
        if let direct = type as? any DirectlyDecodable.Type, let value = try read(direct, at: index, step) as? T {
            return value
        }
        return try T(from: decoder(at: index, step))
    }

    /// Reads a value without a decoder of its own.
    @inline(__always)
    func read<T: DirectlyDecodable>(
        _ type: T.Type, at index: Int, _ step: @autoclosure () -> PathStep
    ) throws -> T {
        do {
            return try T.read(document, at: index)
        } catch {
            throw self.error(error, below: index, step())
        }
    }

    /// Where the value of a member stands; 0 where there is none.
    @inline(never)
    func place(of name: String) -> Int { members.place(of: name.utf8.span, in: tape) }

    func allNames() -> [String] { members.allNames(in: tape) }
}

// MARK: - Errors

extension ValueDecoder {
    /// What the user is told of a mismatch at, or within, the value at `start`.
    @inline(never)
    func error(_ mismatch: Mismatch, below start: Int, _ step: PathStep = .none) -> DecodingError {
        var path = codingPath
        if let key = step.key { path.append(key) }
        if start < mismatch.index { path += document.path(from: start, to: mismatch.index) }
        let value = JSON(tape: tape, index: mismatch.index)
        let expected = Self.name(of: mismatch.expected)
        func context(_ found: String) -> DecodingError.Context {
            .init(codingPath: path, debugDescription: "expected \(expected) but found \(found)")
        }
        switch value.kind {
        case .null: return .valueNotFound(mismatch.expected, context("null"))
        case .number(let number) where mismatch.expected is any Numeric.Type:
            return .dataCorrupted(context(Self.whyNot(number, mismatch.expected)))
        case .number: return .typeMismatch(mismatch.expected, context("a number"))
        case .string: return .typeMismatch(mismatch.expected, context("a string"))
        case .bool(let flag): return .typeMismatch(mismatch.expected, context("\(flag)"))
        case .object: return .typeMismatch(mismatch.expected, context("an object"))
        case .array: return .typeMismatch(mismatch.expected, context("an array"))
        }
    }

    private static func name(of type: any Any.Type) -> String {
        if type == [String: JSON].self { return "an object" }
        return type == [JSON].self ? "an array" : "\(type)"
    }

    private static func whyNot(_ number: JSON.Number, _ type: any Any.Type) -> String {
        let text = number.description
        let shown = text.utf8.count > 40 ? text.prefix(40) + "..." : text[...]
        guard let type = type as? any FixedWidthInteger.Type else { return "\(shown), which is beyond its range" }
        return number.double.rounded() == number.double
            ? "\(shown), which is beyond its range \(range(of: type))" : "\(shown), which is no integer"
    }

    private static func range<Integer: FixedWidthInteger>(of type: Integer.Type) -> String {
        "\(Integer.min)...\(Integer.max)"
    }

    func missing(_ key: some CodingKey) -> DecodingError {
        .keyNotFound(
            key,
            .init(
                codingPath: codingPath,
                debugDescription: "expected a member \"\(key.stringValue)\" but the object has none of that name"))
    }
}

// MARK: - One value

extension ValueDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool { tape.tag(at: index) == .null }

    func decode<T: Decodable>(_ type: T.Type) throws -> T { try decode(type, at: index, .none) }

    func decode<T: Decodable & DirectlyDecodable>(_ type: T.Type) throws -> T { try read(type, at: index, .none) }
}
