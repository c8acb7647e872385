extension JSON {
    /// The value at `pointer`; `nil` where there is none.
    ///
    /// Setting does what ``set(_:at:)`` does, and `nil` what ``remove(at:)-(Pointer)`` does, except that nothing happens
    /// where those throw.
    public subscript(pointer: Pointer) -> JSON? {
        get { try? value(at: pointer) }
        set {
            if let newValue { try? set(newValue, at: pointer) } else { _ = try? remove(at: pointer) }
        }
    }

    /// The value at `pointer`.
    ///
    /// - Throws: ``PointerError`` that names the first token which leads nowhere.
    public func value(at pointer: Pointer) throws(PointerError) -> JSON {
        var value = self
        for token in pointer.tokens.indices {
            value = value.child(at: try value.position(of: token, in: pointer))
        }
        return value
    }

    /// Puts a value at a place whose container is there: replaces the member or element, or adds the member. A position
    /// equal to the array's count, or `-`, appends. Containers on the path are copied, nothing else.
    ///
    /// - Throws: ``PointerError`` that names the first token which leads nowhere. The value is as it was then.
    public mutating func set(_ value: JSON, at pointer: Pointer) throws(PointerError) {
        try change(pointer) { container, token throws(PointerError) in
            if container.isObject {
                container[pointer.tokens[token]] = value
            } else {
                let isEnd = pointer.tokens[token] == "-" || pointer.tokens[token] == String(container.containerCount)
                let end = container.containerCount
                container[isEnd ? end : try container.position(of: token, in: pointer)] = value
            }
        } root: {
            $0 = value
        }
    }

    /// Removes the value at `pointer`, and gives it. The root cannot be removed.
    ///
    /// - Throws: ``PointerError`` that names the first token which leads nowhere. The value is as it was then.
    @discardableResult
    public mutating func remove(at pointer: Pointer) throws(PointerError) -> JSON {
        let removed = try value(at: pointer)
        if pointer.tokens.isEmpty { throw PointerError("", token: nil, "the root cannot be removed") }
        try change(pointer) { container, token throws(PointerError) in
            if container.isObject {
                container.remove(pointer.tokens[token])
            } else {
                container.remove(at: try container.position(of: token, in: pointer))
            }
        } root: { _ in
        }
        return removed
    }

    /// Changes the container that the last token is about. Goes down and up again without recursion.
    private mutating func change(
        _ pointer: Pointer, _ body: (inout JSON, Int) throws(PointerError) -> Void, root: (inout JSON) -> Void
    ) throws(PointerError) {
        guard let last = pointer.tokens.indices.last else { return root(&self) }
        // First look whether the path is there: nothing is taken apart before.
        try requireContainer(last, in: pointer)
        var open: [(container: JSON, position: Int)] = []
        var current = self
        self = .null
        for token in pointer.tokens.indices.dropLast() {
            let position = (try? current.position(of: token, in: pointer)) ?? 0
            let child = current.ownBranch().lend(position)
            open.append((current, position))
            current = child
        }
        defer {
            while let (container, position) = open.popLast() {
                container.branch.values[position] = current
                current = container
            }
            self = current
        }
        try body(&current, last)
    }

    /// Checks that a container is there for the last token to be about.
    private func requireContainer(_ last: Int, in pointer: Pointer) throws(PointerError) {
        var value = self
        for token in 0..<last { value = value.child(at: try value.position(of: token, in: pointer)) }
        guard value.isArray || value.isObject else { throw value.noContainer(last, in: pointer) }
    }

    /// Where the member or element that a token tells of stands in this container.
    private func position(of token: Int, in pointer: Pointer) throws(PointerError) -> Int {
        let text = pointer.tokens[token]
        if isObject {
            if let position = lastPosition(of: text) { return position }
            throw PointerError(pointer.description, token: token, "there is no member '\(text)'")
        }
        guard isArray else { throw noContainer(token, in: pointer) }
        let count = containerCount
        let isCanonical = text == "0" || (text.utf8.first != UInt8(ascii: "0") && !text.isEmpty)
        guard isCanonical, text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) || text == "-" else {
            throw PointerError(pointer.description, token: token, "'\(text)' is not the position of an element")
        }
        if let position = Int(text), position < count { return position }
        throw PointerError(
            pointer.description, token: token,
            text == "-" ? "'-' is behind the last element" : "there is no element \(text) among \(count)")
    }

    private func noContainer(_ token: Int, in pointer: Pointer) -> PointerError {
        let text = pointer.tokens[token]
        return PointerError(
            pointer.description, token: token, "'\(text)' is looked for in what is neither object nor array")
    }

    /// The value at a position that exists.
    private func child(at position: Int) -> JSON { isObject ? member(at: position).value : element(at: position) }
}
