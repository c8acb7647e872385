internal import SluiceCore

extension JSON {
    /// This value, just parsed from `text`, with at most one member of each name; or the error that there are more.
    func deduplicated(_ policy: LoadOptions.DuplicateKeys, text: Span<UInt8>, options: ParserOptions, name: String?)
        throws
        -> JSON
    {
        guard policy != .keep, hasDuplicates else { return self }
        if policy == .reject { throw try Self.duplicateError(in: text, options: options, name: name) }
        var builder = TapeBuilder()
        try builder.append(self, keepingFirst: policy == .first)
        return JSON(tape: try builder.finish(), index: 1)
    }

    /// Whether any object on a parsed value's tape has two members of the same name. Linear.
    private var hasDuplicates: Bool {
        guard owner != nil, !isEdited, isObject || isArray else { return false }
        var (place, end) = (index, tape.next(after: index))
        while place < end {
            switch tape.tag(at: place) {
            case .startObject where Object(value: JSON(tape: tape, index: place)).hasDuplicates: return true
            case .int64, .uint64, .double: place += 2
            default: place += 1
            }
        }
        return false
    }

    /// Reads the document once more, to say where the second member of a name stands.
    private static func duplicateError(in text: Span<UInt8>, options: ParserOptions, name: String?) throws -> ParseError
    {
        let bytes = [UInt8](copying: text)
        var events = JSON.events(bytes, options: options, name: name)
        var open: [Set<LazyString>] = []
        while let event = try events.next() {
            switch event {
            case .startObject, .startArray: open.append([])
            case .endObject, .endArray: open.removeLast()
            case .key:
                let key = String(events.text)
                guard !open[open.count - 1].insert(LazyString(key)).inserted else { continue }
                return PositionTracker().error(
                    .syntax, "the object has a member \(key.debugDescription) already", at: events.offset,
                    in: bytes.span,
                    path: events.path, sourceName: name)
            default: break
            }
        }
        return ParseError(.syntax, "an object has two members of the same name", at: TextPosition(), sourceName: name)
    }
}

extension JSON.Object {
    fileprivate var hasDuplicates: Bool {
        let count = count
        if count < 2 { return false }
        var seen = Set<JSON.LazyString>()
        if count > 8 { seen.reserveCapacity(count) }
        var few: [JSON.LazyString] = []
        for (key, _) in self {
            if count > 8 {
                guard seen.insert(key).inserted else { return true }
            } else {
                if few.contains(key) { return true }
                few.append(key)
            }
        }
        return false
    }

    /// The members that stay, in order.
    fileprivate func oneOfEachName(keepingFirst: Bool) -> [Element] {
        guard keepingFirst else { return lastOfEachName() }
        var names = Set<JSON.LazyString>()
        return filter { names.insert($0.key).inserted }
    }
}

extension TapeBuilder {
    /// Appends a value with one member of each name. Goes down without recursion.
    fileprivate mutating func append(_ value: JSON, keepingFirst: Bool) throws {
        var open: [(isObject: Bool, rest: [JSON.Object.Element], elements: JSON.Elements.Iterator?)] = []
        var next: JSON? = value
        while true {
            if let value = next {
                switch value.kind {
                case .object(let members):
                    try startObject()
                    open.append((true, members.oneOfEachName(keepingFirst: keepingFirst).reversed(), nil))
                case .array(let elements):
                    try startArray()
                    open.append((false, [], elements.makeIterator()))
                default: try append(value)
                }
            }
            guard let last = open.indices.last else { return }
            if open[last].isObject {
                let member = open[last].rest.popLast()
                if let member { try key(member.key.text) } else { try endObject() }
                next = member?.value
            } else {
                next = open[last].elements?.next()
                if next == nil { try endArray() }
            }
            if next == nil { open.removeLast() }
        }
    }
}
