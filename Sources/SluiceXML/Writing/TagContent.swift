/// What the start tag under construction has: its attributes' names, and what its prefixes rely on.
struct TagContent: ~Copyable {
    private var names = TextBuffer()
    private var attributes: [Attribute] = []
    /// For more attributes than a look at each should cost.
    private var lookup: Set<[UInt8]> = []
    /// The first prefix that a name of the tag relies on as it was in force: mostly the only one. Less than 0 for none.
    private var firstUse = -1
    /// More of them.
    private var otherUses: [Int] = []
    /// Prefixes of names written as they are that nothing has declared yet.
    var undeclared: [Int] = []
    private static let lookedThrough = 8

    struct Attribute {
        let name: Range<Int>
        /// Behind the colon.
        let localStart: Int
        /// Its prefix's number; 0 where it has none.
        let prefix: Int
    }

    mutating func clear() {
        names.truncate(to: 0)
        if !attributes.isEmpty { attributes.removeAll(keepingCapacity: true) }
        if !lookup.isEmpty { lookup.removeAll() }
        firstUse = -1
        if !otherUses.isEmpty { otherUses.removeAll(keepingCapacity: true) }
        if !undeclared.isEmpty { undeclared.removeAll(keepingCapacity: true) }
    }

    /// Notes that a name relies on a prefix.
    mutating func use(_ prefix: Int) {
        if firstUse < 0 { firstUse = prefix } else if !uses(prefix) { otherUses.append(prefix) }
    }

    /// Whether a name relies on a prefix.
    func uses(_ prefix: Int) -> Bool { firstUse == prefix || otherUses.contains(prefix) }

    func has(_ name: Span<UInt8>) -> Bool {
        if attributes.count > Self.lookedThrough { return lookup.contains([UInt8](copying: name)) }
        return attributes.contains { $0.name.count == name.count && names.has(name, at: $0.name.lowerBound) }
    }

    /// Notes an attribute.
    mutating func insert(_ name: Span<UInt8>, localStart: Int, prefix: Int) {
        let start = names.count
        names.put(name)
        attributes.append(
            Attribute(name: start..<names.count, localStart: start + localStart, prefix: prefix))
        guard attributes.count > Self.lookedThrough else { return }
        if lookup.isEmpty {
            for attribute in attributes { lookup.insert([UInt8](copying: names.span.extracting(attribute.name))) }
        }
        lookup.insert([UInt8](copying: name))
    }

    /// An attribute that another one means, too: the same local part, and prefixes for one namespace.
    func duplicate(in prefixes: borrowing PrefixesInForce) -> String? {
        guard attributes.count > 1 else { return nil }
        let prefixed = attributes.filter { $0.prefix != 0 }
        guard prefixed.count > 1 else { return nil }
        var seen: Set<[UInt8]> = []
        for attribute in prefixed {
            guard let declaration = prefixes.declaration(of: attribute.prefix) else { continue }
            let local = names.span.extracting(attribute.localStart..<attribute.name.upperBound)
            var meaning = [UInt8](copying: prefixes.uri(of: declaration))
            meaning.append(UInt8(ascii: "}"))
            meaning.append(copying: local)
            if !seen.insert(meaning).inserted {
                return String(decoding: [UInt8](copying: names.span.extracting(attribute.name)), as: UTF8.self)
            }
        }
        return nil
    }
}
