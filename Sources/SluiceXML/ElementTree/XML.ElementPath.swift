extension XML {
    /// A path to elements, in the part of XPath that Python's ElementTree has.
    ///
    /// | Path | Selects |
    /// |---|---|
    /// | `tag`, `{uri}tag`, `p:tag` | children of that name |
    /// | `{*}tag`, `{uri}*`, `{}*`, `{*}*` | children of that local name, of that namespace, of none, of any |
    /// | `*` | all children, comments and processing instructions among them |
    /// | `.`, `..` | the element itself; its parent, within where the search began |
    /// | `a/b`, `a//b` | children of what `a` selects; all that is below |
    /// | `[@a]`, `[@a='v']`, `[@a!='v']` | those with the attribute; with this value; with another |
    /// | `[tag]`, `[tag='t']`, `[tag!='t']` | those with such a child; whose text in all is this; is another |
    /// | `[.='t']`, `[.!='t']` | those whose own text in all is this; is another |
    /// | `[2]`, `[last()]`, `[last()-1]` | by position among the siblings of their name, from 1 |
    ///
    /// One that is used often is made once:
    ///
    ///     let path = try XML.ElementPath("b:book[@id='1']", namespaces: ["b": "urn:books"])
    ///     for book in root.iterfind(path) { ... }
    public struct ElementPath: Sendable, Hashable, CustomStringConvertible {
        let steps: [Step]
        /// The path as it was given.
        public let description: String

        /// - Parameter namespaces: URIs by their prefixes in the path; that of the empty prefix is for names without one.
        /// - Throws: ``PathError``
        public init(_ path: String, namespaces: [String: String] = [:]) throws {
            description = path
            var parser = Parser(try Self.tokens(of: path.hasSuffix("/") ? path + "*" : path, namespaces: namespaces))
            if path.hasPrefix("/") { throw PathError("a path from an element cannot begin with '/'") }
            steps = try parser.steps()
        }

        /// Whether a search must know parents.
        var needsParents: Bool {
            steps.contains { step in
                switch step {
                case .parent, .filter(.position), .filter(.fromLast): true
                default: false
                }
            }
        }
    }

    /// A path that is none.
    public struct PathError: Error, Hashable, CustomStringConvertible {
        public let description: String
        init(_ message: String) { description = message }
    }
}

extension XML.ElementPath {
    enum Step: Sendable, Hashable {
        case child(NameTest)
        case descendant(NameTest)
        case itself
        case parent
        case filter(Predicate)
    }

    enum NameTest: Sendable, Hashable {
        /// Comments and processing instructions, too.
        case anything
        case anyElement
        case inNoNamespace
        case inNamespace(prefix: String)
        case local(String)
        case exact(String)

        init(_ tag: String) {
            if tag == "*" {
                self = .anything
            } else if tag == "{*}*" {
                self = .anyElement
            } else if tag == "{}*" {
                self = .inNoNamespace
            } else if tag.hasPrefix("{*}") {
                self = .local(String(tag.dropFirst(3)))
            } else if tag.hasSuffix("}*") {
                self = .inNamespace(prefix: String(tag.dropLast()))
            } else {
                self = .exact(tag.hasPrefix("{}") ? String(tag.dropFirst(2)) : tag)
            }
        }

        func matches(_ element: XML.Element) -> Bool {
            switch self {
            case .anything: true
            case .exact(let tag): element.name.clark == tag
            case .anyElement: element.kind == .element
            case .inNoNamespace: element.kind == .element && !element.name.clark.hasPrefix("{")
            case .inNamespace(let prefix): element.name.clark.hasPrefix(prefix)
            case .local(let local): element.kind == .element && element.name.qualified.local == local
            }
        }
    }

    enum Predicate: Sendable, Hashable {
        case attribute(String)
        case attributeValue(String, String, isEqual: Bool)
        case child(NameTest)
        /// Of a child, or of the element itself.
        case text(NameTest?, String, isEqual: Bool)
        /// From 0.
        case position(Int)
        /// The last is 0.
        case fromLast(Int)
    }
}

extension XML.ElementPath {
    enum Token: Hashable {
        /// An operator, or a string with its quotes.
        case sign(String)
        case name(String)
        case space
    }

    /// Takes a path apart as Python's ElementPath does.
    static func tokens(of path: String, namespaces: [String: String]) throws -> [Token] {
        let defaultNamespace = namespaces[""]
        var tokens: [Token] = []
        var rest = Substring(path)
        var isAttribute = false
        while let first = rest.first {
            if first.isWhitespace {
                rest = rest.drop(while: \.isWhitespace)
                tokens.append(.space)
                isAttribute = false
            } else if let count = signCount(rest) {
                let sign = String(rest.prefix(count))
                rest = rest.dropFirst(count)
                tokens.append(.sign(sign))
                isAttribute = sign == "@"
            } else {
                let count = nameCount(rest)
                if count == 0 {
                    // `!` alone: nothing begins with it.
                    throw XML.PathError("the path '\(path)' has '\(first)' where nothing begins with it")
                }
                let name = String(rest.prefix(count))
                rest = rest.dropFirst(count)
                tokens.append(.name(try expanded(name, isAttribute ? nil : defaultNamespace, namespaces)))
                isAttribute = false
            }
        }
        return tokens
    }

    private static func signCount(_ text: Substring) -> Int? {
        guard let first = text.first else { return nil }
        if first == "'" || first == "\"" {
            return text.dropFirst().firstIndex(of: first).map { text.distance(from: text.startIndex, to: $0) + 1 }
        }
        for sign in ["::", "//", "..", "()", "!="] where text.hasPrefix(sign) { return 2 }
        return "/.*:[]()@=".contains(first) ? 1 : nil
    }

    private static func nameCount(_ text: Substring) -> Int {
        func run(_ text: Substring) -> Int {
            text.prefix { !"/[]()@!=".contains($0) && !$0.isWhitespace }.count
        }
        if text.first == "{", let close = text.firstIndex(of: "}"), close > text.index(after: text.startIndex) {
            let behind = text[text.index(after: close)...]
            let more = run(behind)
            if more > 0 { return text.distance(from: text.startIndex, to: close) + 1 + more }
        }
        return run(text)
    }

    /// The name in James Clark's notation.
    private static func expanded(
        _ name: String, _ defaultNamespace: String?, _ namespaces: [String: String]
    ) throws -> String {
        if name.hasPrefix("{") { return name }
        if let colon = name.firstIndex(of: ":") {
            let prefix = String(name[..<colon])
            guard let uri = namespaces[prefix] else {
                throw XML.PathError("prefix '\(prefix)' not found in prefix map")
            }
            return "{\(uri)}\(name[name.index(after: colon)...])"
        }
        guard let defaultNamespace, !defaultNamespace.isEmpty, Int(name) == nil, name != "last" else { return name }
        return "{\(defaultNamespace)}\(name)"
    }

    /// Makes steps of tokens.
    struct Parser {
        private let tokens: [Token]
        private var place = 0

        init(_ tokens: [Token]) { self.tokens = tokens }

        private mutating func next() -> Token? {
            guard place < tokens.count else { return nil }
            place += 1
            return tokens[place - 1]
        }

        mutating func steps() throws -> [Step] {
            var steps: [Step] = []
            while var token = next() {
                if token == .sign("/"), !steps.isEmpty {
                    guard let behind = next() else { return steps }
                    token = behind
                }
                steps.append(try step(token))
                // A search keeps one iterator for each.
                if steps.count > 1000 { throw XML.PathError("the path has more than 1000 steps") }
            }
            return steps
        }

        private mutating func step(_ token: Token) throws -> Step {
            switch token {
            case .name(let tag): return .child(NameTest(tag))
            case .sign("*"): return .child(.anything)
            case .sign("."): return .itself
            case .sign(".."): return .parent
            case .sign("//"):
                switch next() {
                case .name(let tag)?: return .descendant(NameTest(tag))
                case .sign("*")?: return .descendant(.anything)
                default: throw XML.PathError("invalid descendant")
                }
            case .sign("["): return .filter(try predicate())
            default: throw XML.PathError("invalid path")
            }
        }

        private mutating func predicate() throws -> Predicate {
            // Its shape: `-` for a name, `'` for a string, operators as they are.
            var shape = ""
            var values: [String] = []
            while true {
                guard let token = next() else { throw XML.PathError("invalid predicate: there is no ']'") }
                if token == .sign("]") { break }
                switch token {
                case .space: continue
                case .name(let name):
                    shape += "-"
                    values.append(name)
                case .sign(let sign) where sign.hasPrefix("'") || sign.hasPrefix("\""):
                    shape += "'"
                    values.append(String(sign.dropFirst().dropLast()))
                case .sign(let sign):
                    shape += sign
                    values.append("")
                }
            }
            let isNumber = values.first.map { Int($0) != nil } ?? false
            switch shape {
            case "@-": return .attribute(values[1])
            case "@-='", "@-!='":
                return .attributeValue(values[1], values[values.count - 1], isEqual: !shape.contains("!"))
            case ".='", ".!='": return .text(nil, values[values.count - 1], isEqual: !shape.contains("!"))
            case "-='" where !isNumber, "-!='" where !isNumber:
                return .text(NameTest(values[0]), values[values.count - 1], isEqual: !shape.contains("!"))
            case "-" where !isNumber: return .child(NameTest(values[0]))
            case "-":
                guard let position = Int(values[0]), position >= 1 else {
                    throw XML.PathError("XPath position >= 1 expected")
                }
                return .position(position - 1)
            case "-()" where values[0] == "last": return .fromLast(0)
            case "-()-" where values[0] == "last":
                guard let offset = Int(values[2]) else { throw XML.PathError("unsupported expression") }
                guard offset < 0 else { throw XML.PathError("XPath offset from last() must be negative") }
                return .fromLast(offset == .min ? .max : -offset)
            case "-()", "-()-": throw XML.PathError("unsupported function")
            default: throw XML.PathError("invalid predicate")
            }
        }
    }
}
