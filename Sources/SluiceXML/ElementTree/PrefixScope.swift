/// Prefixes and what they stand for, with the depth of the element that declares each.
struct PrefixScope {
    struct Binding: Hashable {
        let prefix: String
        let uri: String
    }

    static let xml = "http://www.w3.org/XML/1998/namespace"

    private var uris: [String: [String]] = ["xml": [xml]]
    private var declared: [(prefix: String, depth: Int)] = []

    /// What a prefix stands for; `nil` if nothing.
    func uri(of prefix: String) -> String? { uris[prefix]?.last }

    mutating func declare(_ prefix: String, _ uri: String, depth: Int) {
        uris[prefix, default: []].append(uri)
        declared.append((prefix, depth))
    }

    /// Forgets what elements of this depth, and deeper ones, have declared.
    mutating func leave(depth: Int) {
        while let last = declared.last, last.depth >= depth {
            declared.removeLast()
            uris[last.prefix]?.removeLast()
        }
    }

    /// The order of canonical XML: that of code points.
    static func precedes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
}

/// Text with prefixes in it.
struct PrefixedText {
    private enum Part {
        case plain(Substring)
        case prefix(PrefixScope.Binding)
    }
    private var parts: [Part] = []

    /// Text without prefixes.
    init(plain text: String) { parts = [.plain(text[...])] }

    /// A name with a prefix. What does not look like one is plain.
    /// - Throws: ``XML/CanonicalError`` where the prefix is not declared.
    init(name text: String, _ scope: PrefixScope) throws {
        let halves = text.split(separator: ":", omittingEmptySubsequences: false)
        guard halves.count == 2, halves.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Self.isNameCharacter) }) else {
            parts = [.plain(text[...])]
            return
        }
        try add(prefix: halves[0], scope)
        parts.append(.plain(text[halves[0].endIndex...]))
    }

    /// An XPath expression (XPath 1.0, section 3.7): a name before a single colon is a prefix, outside of literals.
    init(xpath text: String, _ scope: PrefixScope) throws {
        var plainFrom = text.startIndex
        var i = text.startIndex
        while i < text.endIndex {
            let character = text[i]
            if character == "'" || character == "\"" {
                let behind = text.index(after: i)
                i = text[behind...].firstIndex(of: character).map(text.index(after:)) ?? text.endIndex
            } else if Self.isNameCharacter(character), !character.isNumber {
                let end = text[i...].firstIndex { !Self.isNameCharacter($0) } ?? text.endIndex
                let rest = text[end...]
                if rest.hasPrefix(":"), !rest.hasPrefix("::"),
                    let next = rest.dropFirst().first, next == "*" || Self.isNameCharacter(next)
                {
                    parts.append(.plain(text[plainFrom..<i]))
                    try add(prefix: text[i..<end], scope)
                    plainFrom = end
                    // The local part is none.
                    i = rest.dropFirst().firstIndex { $0 != "*" && !Self.isNameCharacter($0) } ?? text.endIndex
                } else {
                    i = end
                }
            } else {
                i = text.index(after: i)
            }
        }
        parts.append(.plain(text[plainFrom...]))
    }

    private mutating func add(prefix: Substring, _ scope: PrefixScope) throws {
        guard let uri = scope.uri(of: String(prefix)) else {
            throw XML.CanonicalError("the prefix '\(prefix)' of a name in text is not declared")
        }
        parts.append(.prefix(PrefixScope.Binding(prefix: String(prefix), uri: uri)))
    }

    private static func isNameCharacter(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_" || character == "-" || character == "."
    }

    var bindings: [PrefixScope.Binding] {
        parts.compactMap { if case .prefix(let binding) = $0 { binding } else { nil } }
    }

    /// The text, its prefixes as they are written.
    func text(_ written: (PrefixScope.Binding) -> String) -> String {
        parts.map { part in
            switch part {
            case .plain(let text): String(text)
            case .prefix(let binding): written(binding)
            }
        }.joined()
    }
}
