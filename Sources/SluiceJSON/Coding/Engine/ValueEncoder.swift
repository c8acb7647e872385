/// Encodes one value, straight into the text.
///
/// Containers open at once and values follow as they come. Only a container that was asked for by name
/// (`nestedContainer`, `superEncoder`) may go on after its neighbours have begun: what comes after it in the same
/// container is then held back until the value ends.
final class ValueEncoder: Encoder {
    let document: EncodedDocument
    private var parent: ValueEncoder?
    private var step = PathStep.none
    private var level = 0
    private var depth = 0
    /// Whether keys are data.
    private var keepsNames = false
    /// Whether nothing of it goes to the text before a value around it ends.
    private var isHeld = false
    @safe @exclusivity(unchecked) private var shape = Shape.none
    @safe @exclusivity(unchecked) private(set) var count = 0
    /// What is held back, with the names where this is an object.
    @safe @exclusivity(unchecked) private var held: [(step: PathStep, name: String?, value: Held)] = []
    @safe @exclusivity(unchecked) private var spare: ValueEncoder?

    /// What the value has turned out to be.
    enum Shape {
        case none
        case object
        case array
        case single
        /// The value has ended: nothing more can be written.
        case ended
    }

    private enum Held {
        case value(any DirectlyEncodable)
        case encoder(ValueEncoder)
    }

    init(_ document: EncodedDocument) { self.document = document }

    var userInfo: [CodingUserInfoKey: Any] { document.options.userInfo }

    var codingPath: [any CodingKey] {
        var path: [any CodingKey] = []
        var encoder: ValueEncoder? = self
        while let each = encoder {
            if let key = each.step.key { path.append(key) }
            encoder = each.parent
        }
        return path.reversed()
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        take(.object)
        return KeyedEncodingContainer(KeyedOutput(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        take(.array)
        return UnkeyedOutput(encoder: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    /// Becomes a container, unless it is that already. These calls cannot throw: what is wrong is thrown in the end.
    private func take(_ shape: Shape) {
        if self.shape == shape { return }
        do {
            guard self.shape == .none else { throw misuse("a value can be one container or one value, not two") }
            self.shape = shape
            if depth > document.options.depth { throw tooDeep }
            if isHeld { return }
            try requireInnermost()
            try document.text.open(object: shape == .object)
        } catch {
            fail(error)
        }
    }
}

// MARK: - Values within

extension ValueEncoder {
    /// Begins a value below `parent`.
    private func begin(below parent: ValueEncoder, _ step: PathStep, isHeld: Bool) throws {
        self.parent = parent
        self.step = step
        self.isHeld = isHeld
        depth = parent.depth + 1
        level = document.level + 1
        // A value that is no container may stand within the innermost one that is allowed.
        if depth > document.options.depth + 1 { throw tooDeep }
    }

    private var tooDeep: EncodingError {
        misuse("expected at most \(document.options.depth) values within values but found more (EncodingOptions.depth)")
    }

    /// The value has ended: what was held back is written, the container closed.
    private func end() throws {
        if let failure = document.failure { throw failure }
        guard !isHeld else { return }
        try writeHeld()
        switch shape {
        case .object: try document.text.close(object: true)
        case .array: try document.text.close(object: false)
        case .none:
            guard depth > 1 else { throw misuse("expected a value but its encode(to:) wrote none") }
            // A type without anything to say is an object without members.
            try document.text.open(object: true)
            try document.text.close(object: true)
        case .single, .ended: break
        }
        shape = .ended
    }

    /// Forgets what it was, for the next value.
    private func reset() {
        parent = nil
        step = .none
        keepsNames = false
        shape = .none
        count = 0
    }

    /// Encodes the root.
    func encodeRoot<T: Encodable>(_ value: T) throws { try encode(value, .none, name: nil) }

    /// Encodes a value of any type: a member if it has a name, else an element or this value itself.
    private func encode<T: Encodable>(_ value: T, _ step: @autoclosure () -> PathStep, name: String?) throws {
        let route = document.route(of: T.self)
        if route == .direct, let direct = value as? any DirectlyEncodable {
            return try write(direct, step(), name: name)
        }
        if isHolding {
            do {
                let child = try hold(step(), name: name)
                child.keepsNames = route == .dictionary
                return try value.encode(to: child)
            } catch {
                throw fail(error)
            }
        }
        try beginValue(name)
        var child = spare.take() ?? ValueEncoder(document)
        try child.begin(below: self, step(), isHeld: false)
        child.keepsNames = route == .dictionary
        document.level += 1
        do {
            try value.encode(to: child)
            try child.end()
        } catch {
            document.level -= 1
            throw fail(child.explain(error, value))
        }
        document.level -= 1
        // Whoever kept it may try to go on with it.
        if isKnownUniquelyReferenced(&child) {
            child.reset()
            spare = child
        }
        if document.text.isFull { try document.drain() }
    }

    /// Writes a value without an encoder of its own.
    private func write<T: DirectlyEncodable>(_ value: T, _ step: @autoclosure () -> PathStep, name: String?) throws {
        if isHolding {
            held.append((step(), name, .value(value)))
            return
        }
        do {
            try beginValue(name)
            try value.write(to: document)
        } catch {
            throw fail(explain(error, value, step()))
        }
        if document.text.isFull { try document.drain() }
    }

    /// Before a value: nobody else may be writing, and a member needs its name.
    @inline(__always)
    private func beginValue(_ name: String?) throws {
        try requireInnermost()
        if let name { try document.text.wholeString(name.utf8.span, isName: true) }
    }

    @inline(__always)
    private func requireInnermost() throws {
        if document.level == level, shape != .ended, document.failure == nil { return }
        throw document.failure ?? misuse("a value within this one has not ended, or this one has ended already")
    }
}

// MARK: - What containers write

extension ValueEncoder {
    /// The name that a key is written as.
    @inline(__always)
    private func name(_ key: some CodingKey) -> String {
        document.renames && !keepsNames ? document.name(key, at: codingPath) : key.stringValue
    }

    func encode<T: Encodable>(_ value: T, forKey key: some CodingKey) throws {
        try encode(value, .key(key), name: name(key))
    }

    @inline(__always)
    func write<T: DirectlyEncodable>(_ value: T, forKey key: some CodingKey) throws {
        try write(value, .key(key), name: name(key))
    }

    func encodeElement<T: Encodable>(_ value: T) throws {
        try encode(value, .position(count), name: nil)
        count += 1
    }

    func writeElement<T: DirectlyEncodable>(_ value: T) throws {
        try write(value, .position(count), name: nil)
        count += 1
    }

    /// An encoder for a member that may go on after its neighbours.
    func member(_ key: some CodingKey) -> ValueEncoder { held(.key(key), name: name(key)) }

    /// An encoder for an element that may go on after its neighbours.
    func element() -> ValueEncoder {
        defer { count += 1 }
        return held(.position(count), name: nil)
    }
}

// MARK: - What is held back

extension ValueEncoder {
    private var isHolding: Bool { isHeld || !held.isEmpty }

    private func held(_ step: PathStep, name: String?) -> ValueEncoder {
        do {
            return try hold(step, name: name)
        } catch {
            fail(error)
            return ValueEncoder(document)
        }
    }

    private func hold(_ step: PathStep, name: String?) throws -> ValueEncoder {
        let child = ValueEncoder(document)
        try child.begin(below: self, step, isHeld: true)
        held.append((step, name, .encoder(child)))
        return child
    }

    private func writeHeld() throws {
        if held.isEmpty { return }
        let values = held
        held = []
        for (step, name, value) in values {
            if let name { try document.text.wholeString(name.utf8.span, isName: true) }
            switch value {
            case .value(let value):
                do { try value.write(to: document) } catch { throw explain(error, value, step) }
            case .encoder(let encoder):
                if encoder.shape == .object || encoder.shape == .array {
                    try document.text.open(object: encoder.shape == .object)
                }
                encoder.isHeld = false
                try encoder.end()
            }
        }
    }
}

// MARK: - Errors

extension ValueEncoder {
    /// Ends the document with an error.
    @discardableResult
    private func fail(_ error: any Error) -> any Error {
        if document.failure == nil { document.failure = error }
        return document.failure ?? error
    }

    private func misuse(_ message: String) -> EncodingError {
        .invalidValue(self, .init(codingPath: codingPath, debugDescription: message))
    }

    /// A writer's error with the path of the value that it is about.
    private func explain(_ error: any Error, _ value: Any, _ step: PathStep = .none) -> any Error {
        guard let refusal = error as? WriterError else { return error }
        let path = codingPath + (step.key.map { [$0] } ?? [])
        return EncodingError.invalidValue(
            value, .init(codingPath: path, debugDescription: refusal.message, underlyingError: refusal))
    }
}

// MARK: - One value

extension ValueEncoder: SingleValueEncodingContainer {
    private func takeSingle() throws {
        guard shape == .none else { throw fail(misuse("a value can be one container or one value, not two")) }
        shape = .single
    }

    func encodeNil() throws {
        try takeSingle()
        try write(JSON.null, .none, name: nil)
    }

    func encode<T: Encodable>(_ value: T) throws {
        try takeSingle()
        try encode(value, .none, name: nil)
    }

    func encode<T: Encodable & DirectlyEncodable>(_ value: T) throws {
        try takeSingle()
        try write(value, .none, name: nil)
    }
}
