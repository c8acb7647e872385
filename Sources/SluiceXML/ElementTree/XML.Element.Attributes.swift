extension XML.Element {
    /// An element's attributes, in order: names in James Clark's notation, and values.
    ///
    ///     element.attributes["id"] = "b1"
    ///     for (name, value) in element.attributes { print(name, value) }
    ///
    /// They are few, so that looking one up looks at each. Two are equal if they have the same names and values in
    /// whatever order: XML gives order no meaning.
    public struct Attributes: Sendable, RandomAccessCollection, ExpressibleByDictionaryLiteral {
        public typealias Element = (key: String, value: String)

        private var storage: Storage

        private enum Storage: Sendable {
            case parsed(Arena, Int)
            case list([Element])
        }

        init(arena: Arena, node: Int) { storage = .parsed(arena, node) }

        init(unique list: [Element]) { storage = .list(list) }

        /// Of names that are given twice, the last value counts.
        public init(dictionaryLiteral elements: (String, String)...) {
            storage = .list([])
            for (name, value) in elements { self[name] = value }
        }

        /// Of names that are given twice, the last value counts.
        public init(_ pairs: some Swift.Sequence<(String, String)>) {
            storage = .list([])
            for (name, value) in pairs { self[name] = value }
        }

        public var startIndex: Int { 0 }
        public var endIndex: Int {
            switch storage {
            case .parsed(let arena, let node): arena.attributeCount(node)
            case .list(let list): list.count
            }
        }

        /// The attribute at a place, which must be one of `indices`. Of a parsed element, a copy of its name and value.
        public subscript(position: Int) -> Element {
            precondition(indices.contains(position), "there is no such attribute")
            switch storage {
            case .parsed(let arena, let node):
                return (
                    arena.names[arena.attributeNameNumber(node, position)].clark,
                    arena.string(at: arena.attributeValue(node, position))
                )
            case .list(let list): return list[position]
            }
        }

        /// The value of an attribute; `nil` if there is none of this name. Setting `nil` removes it.
        public subscript(name: String) -> String? {
            get { index(of: name).map { self[$0].value } }
            set {
                var list = self.list
                if let i = index(of: name) {
                    if let newValue { list[i].value = newValue } else { list.remove(at: i) }
                } else if let newValue {
                    list.append((name, newValue))
                }
                storage = .list(list)
            }
        }

        /// The name of the attribute at a place, with the prefix that it was written with, where that is known.
        package func qname(at position: Int) -> XML.QName {
            switch storage {
            case .parsed(let arena, let node): arena.names[arena.attributeNameNumber(node, position)].qualified
            case .list(let list): XML.QName(clark: list[position].key)
            }
        }

        /// Where an attribute stands; `nil` if there is none of this name.
        public func index(of name: String) -> Int? {
            switch storage {
            case .parsed(let arena, let node):
                indices.first { arena.names[arena.attributeNameNumber(node, $0)].clark == name }
            case .list(let list): list.firstIndex { $0.key == name }
            }
        }

        /// Takes all of them out.
        public mutating func removeAll() { storage = .list([]) }

        private var list: [Element] {
            if case .list(let list) = storage { list } else { Array(self) }
        }

        /// The arena and node that they still are in.
        var parsed: (arena: Arena, node: Int)? {
            if case .parsed(let arena, let node) = storage { (arena, node) } else { nil }
        }
    }
}

extension XML.Element.Attributes: Hashable {
    public static func == (a: Self, b: Self) -> Bool {
        guard a.count == b.count else { return false }
        // Mostly they are in the same order.
        if a.elementsEqual(b, by: ==) { return true }
        let sorted = { (all: Self) in all.sorted { $0.key < $1.key } }
        return sorted(a).elementsEqual(sorted(b), by: ==)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        for (name, value) in sorted(by: { $0.key < $1.key }) {
            hasher.combine(name)
            hasher.combine(value)
        }
    }
}

extension XML.Element.Attributes: CustomStringConvertible {
    public var description: String {
        "[" + map { "\"\($0.key)\": \"\($0.value)\"" }.joined(separator: ", ") + "]"
    }
}
