extension JSON {
    /// This value, just parsed, as the hooks would have it. Goes from the inside out, without recursion.
    func hooked(_ options: LoadOptions) throws -> JSON {
        guard options.hasHooks else { return self }
        var open: [HookedContainer] = []
        var next: JSON? = self
        while true {
            var made: JSON?
            if let value = next {
                if value.isObject || value.isArray {
                    open.append(HookedContainer(value))
                } else {
                    made = try options.scalar(value)
                }
            } else if let container = open.popLast() {
                made = try container.finished(options)
            }
            if let made {
                guard !open.isEmpty else { return made }
                open[open.count - 1].values.append(made)
            }
            next = open[open.count - 1].next()
        }
    }
}

extension JSON.LoadOptions {
    fileprivate var hasHooks: Bool {
        objectHook != nil || objectPairsHook != nil || parseInt != nil || parseFloat != nil || parseConstant != nil
    }

    fileprivate func scalar(_ value: JSON) throws -> JSON {
        switch value.tag {
        case .int64, .uint64: return try parseInt?(value.description) ?? value
        case .double where !Double(bitPattern: value.bits).isFinite:
            return try parseConstant?(value.description) ?? value
        case .numberText:
            let text = String(value.lazyString)
            let isInteger = text.utf8.allSatisfy {
                UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || $0 == UInt8(ascii: "-")
            }
            if let hook = isInteger ? parseInt : parseFloat { return try hook(text) }
            // Kept as text for the sake of the other hook.
            return numbers == .exact ? value : JSON.binaryNumber(value)
        default: return value
        }
    }
}

/// A container whose values are being made.
private struct HookedContainer {
    private var cursor: JSON.Cursor
    private let isObject: Bool
    private var names: [JSON.LazyString] = []
    var values: [JSON] = []

    init(_ value: JSON) {
        cursor = JSON.Cursor(value)
        isObject = value.isObject
    }

    mutating func next() -> JSON? {
        guard isObject else { return cursor.nextElement() }
        guard let (name, value) = cursor.nextMember() else { return .none }
        names.append(name)
        return value
    }

    func finished(_ options: JSON.LoadOptions) throws -> JSON {
        guard isObject else { return JSON(values) }
        if let hook = options.objectPairsHook {
            return try hook(zip(names, values).map { (key: String($0), value: $1) })
        }
        let object = JSON(branch: Branch(keys: ContiguousArray(names), values: ContiguousArray(values)), isObject: true)
        return try options.objectHook?(object) ?? object
    }
}
