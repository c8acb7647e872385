/// The names of a tree as they are written, and the namespaces to declare at its root.
struct NamespaceTable {
    private let defaultNamespace: String?
    private let rules: TreeRules
    /// Prefixes by URI.
    private(set) var prefixes: [String: String] = [:]
    /// Of elements made in Swift: by James Clark's notation.
    private var names: [String: ContiguousArray<UInt8>] = [:]
    private var tables: [ObjectIdentifier: Table] = [:]

    /// The names of an arena, by number; empty where a name was not met. All lie in one text.
    struct Table {
        fileprivate(set) var written: ContiguousArray<Range<Int>>
        fileprivate(set) var text: ContiguousArray<UInt8> = []
        fileprivate var seen: ContiguousArray<UInt8>

        init(of count: Int = 0) {
            written = ContiguousArray(repeating: 0..<0, count: count)
            seen = ContiguousArray(repeating: 0, count: count)
            // As long as most names are.
            text.reserveCapacity(16 * count)
        }
    }

    /// Looks at every name of the tree.
    init(_ root: XML.Element, defaultNamespace: String? = nil, _ rules: TreeRules) throws(XML.TreeWritingError) {
        self.rules = rules
        let defaultNamespace = defaultNamespace == "" ? nil : defaultNamespace
        self.defaultNamespace = defaultNamespace
        if let defaultNamespace { prefixes[defaultNamespace] = "" }
        var pending = [XML.Element.Cursor]()
        var walk = ArenaWalk()
        try add(root, &pending, &walk)
        while !pending.isEmpty {
            if let child = pending[pending.count - 1].next() {
                try add(child, &pending, &walk)
            } else {
                pending.removeLast()
            }
        }
    }

    private mutating func add(
        _ element: XML.Element, _ pending: inout [XML.Element.Cursor], _ walk: inout ArenaWalk
    ) throws(XML.TreeWritingError) {
        guard let branch = element.branch else { return try add(element.arena, from: element.node, &walk) }
        if branch.kind == .element {
            try add(branch.name)
            if let (arena, node) = branch.attributes.parsed {
                try addAttributes(arena, node)
            } else {
                for (name, _) in branch.attributes { try add(NodeName(clark: name)) }
            }
        }
        if !branch.children.isEmpty { pending.append(XML.Element.Cursor(element)) }
    }

    /// All names of a subtree: its nodes lie one behind the other.
    private mutating func add(
        _ arena: Arena, from root: Int, _ walk: inout ArenaWalk
    ) throws(XML.TreeWritingError) {
        if lastArena !== arena { enter(arena) }
        walk.begin(arena, root)
        while let name = walk.newName(&lastTable.seen) { try note(arena, name) }
    }

    /// The attributes of an element made in Swift that are still those of an arena.
    private mutating func addAttributes(_ arena: Arena, _ node: Int) throws(XML.TreeWritingError) {
        for i in 0..<arena.attributeCount(node) { try add(arena.names[arena.attributeNameNumber(node, i)]) }
    }

    /// Writes a name of the arena that is being looked at.
    private mutating func note(_ arena: Arena, _ number: Int) throws(XML.TreeWritingError) {
        let name = arena.names[number]
        let prefix = try prefix(of: name)
        let start = lastTable.text.count
        Self.write(name, prefix, to: &lastTable.text)
        lastTable.written[number] = start..<lastTable.text.count
    }

    /// The arena whose names are being looked at, and its table.
    private var lastArena: Arena?
    private var lastTable = Table()

    private mutating func enter(_ arena: Arena) {
        leave()
        lastArena = arena
        lastTable = tables.removeValue(forKey: ObjectIdentifier(arena)) ?? Table(of: arena.names.count)
    }

    private mutating func leave() {
        if let lastArena { tables[ObjectIdentifier(lastArena)] = lastTable }
        lastArena = nil
        lastTable = Table()
    }

    /// How an arena's names are written, by number.
    func table(of arena: Arena) -> Table {
        arena === lastArena ? lastTable : tables[ObjectIdentifier(arena)] ?? Table()
    }

    /// How a name of elements made in Swift is written.
    func written(_ clark: String) -> ContiguousArray<UInt8> { names[clark] ?? [] }

    private mutating func add(_ name: NodeName) throws(XML.TreeWritingError) {
        if names[name.clark] != nil { return }
        var written: ContiguousArray<UInt8> = []
        Self.write(name, try prefix(of: name), to: &written)
        names[name.clark] = written
    }

    private static func write(_ name: NodeName, _ prefix: String, to text: inout ContiguousArray<UInt8>) {
        if !prefix.isEmpty {
            text.append(contentsOf: prefix.utf8)
            text.append(UInt8(ascii: ":"))
        }
        text.append(contentsOf: name.qualified.local.utf8)
    }

    /// The prefix that a name's namespace has or now gets; empty for none. The name is checked.
    private mutating func prefix(of name: NodeName) throws(XML.TreeWritingError) -> String {
        try rules.check(name.qualified)
        let uri = name.qualified.uri
        if !uri.isEmpty { return prefix(of: uri) }
        if defaultNamespace != nil {
            throw XML.TreeWritingError("the name '\(name.clark)' is in no namespace, and there is a default namespace")
        }
        return ""
    }

    private mutating func prefix(of uri: String) -> String {
        if let known = prefixes[uri] { return known }
        let prefix = NamespaceRegistry.prefix(of: uri) ?? "ns\(prefixes.count)"
        if prefix != "xml" { prefixes[uri] = prefix }
        return prefix
    }

    /// What is declared at the root: prefixes and URIs, in the order of prefixes.
    var declarations: [(prefix: String, uri: String)] {
        prefixes.map { ($0.value, $0.key) }.sorted { $0.prefix < $1.prefix }
    }
}
