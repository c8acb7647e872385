internal import SluiceXML

/// Reads a group of selectors (Selectors Level 3, section 10).
struct SelectorParser {
    private var scanner: SelectorScanner
    private let namespaces: [String: String]
    /// Brackets of `:not` and its like that are open.
    private var depth = 0

    init(_ text: String, namespaces: [String: String]) {
        scanner = SelectorScanner(text)
        self.namespaces = namespaces
    }

    private static var mostDepth: Int { 32 }

    mutating func parse() throws(XML.DOM.SelectorError) -> [ComplexSelector] {
        let group = try group()
        guard scanner.isAtEnd else { throw scanner.unexpected("a combinator, ',' or the end") }
        return group
    }

    private mutating func group() throws(XML.DOM.SelectorError) -> [ComplexSelector] {
        var group: [ComplexSelector] = []
        repeat {
            try scanner.skipSpace()
            group.append(try complex())
        } while scanner.take(",")
        return group
    }

    private mutating func complex() throws(XML.DOM.SelectorError) -> ComplexSelector {
        var (subject, steps) = (try compound(), [(ComplexSelector.Combinator, CompoundSelector)]())
        while let combinator = try combinator() {
            steps.append((combinator, subject))
            subject = try compound()
        }
        return ComplexSelector(subject: subject, steps: steps.reversed())
    }

    private mutating func combinator() throws(XML.DOM.SelectorError) -> ComplexSelector.Combinator? {
        let hasSpace = try scanner.skipSpace()
        let combinator: ComplexSelector.Combinator
        switch scanner.byte {
        case UInt8(ascii: ">"): combinator = .child
        case UInt8(ascii: "+"): combinator = .adjacentSibling
        case UInt8(ascii: "~"): combinator = .sibling
        case UInt8(ascii: ","), UInt8(ascii: ")"): return nil
        default: return hasSpace && !scanner.isAtEnd ? .descendant : nil
        }
        scanner.skip()
        try scanner.skipSpace()
        return combinator
    }

    // MARK: One element

    private mutating func compound() throws(XML.DOM.SelectorError) -> CompoundSelector {
        var compound = CompoundSelector()
        let start = scanner.at
        if scanner.isAtName || scanner.byte == UInt8(ascii: "*") || scanner.byte == UInt8(ascii: "|") {
            compound.type = try type()
        } else if depth == 0, let uri = namespaces[""] {
            compound.type.namespace = Self.namespace("", uri)
        }
        while true {
            while try scanner.skipComment() {}
            switch scanner.byte {
            case UInt8(ascii: "#"):
                scanner.skip()
                compound.conditions.append(.id(try scanner.name("an ID")))
            case UInt8(ascii: "."):
                scanner.skip()
                compound.conditions.append(.className(try scanner.name("the name of a class")))
            case UInt8(ascii: "["): compound.conditions.append(try attribute())
            case UInt8(ascii: ":"): compound.conditions += try pseudoClass(of: compound.type)
            default:
                guard scanner.at > start else { throw scanner.unexpected("a selector") }
                return compound
            }
        }
    }

    /// `e`, `*`, `p|e`, `*|e`, `|e`: of an element, where a default namespace counts.
    private mutating func type() throws(XML.DOM.SelectorError) -> TypeTest {
        let start = scanner.at
        let first = scanner.byte == UInt8(ascii: "|") ? "" : try nameOrStar()
        guard scanner.take("|") else {
            guard let uri = namespaces[""] else { return TypeTest(namespace: .any, local: first) }
            return TypeTest(namespace: Self.namespace("", uri), local: first)
        }
        return TypeTest(namespace: try namespace(first, at: start), local: try nameOrStar())
    }

    /// `nil` for `*`.
    private mutating func nameOrStar() throws(XML.DOM.SelectorError) -> String? {
        scanner.take("*") ? nil : try scanner.name("a name")
    }

    private func namespace(_ prefix: String?, at offset: Int) throws(XML.DOM.SelectorError) -> TypeTest.Namespace {
        guard let prefix else { return .any }
        if prefix.isEmpty { return .none }
        guard let uri = namespaces[prefix] else {
            throw XML.DOM.SelectorError(
                .unknownPrefix, "no namespace was given for the prefix '\(prefix)'", scanner.text, at: offset)
        }
        return Self.namespace(prefix, uri)
    }

    private static func namespace(_ prefix: String, _ uri: String) -> TypeTest.Namespace {
        uri.isEmpty ? .none : .bound(prefix: prefix, uri: uri)
    }

    private mutating func attribute() throws(XML.DOM.SelectorError) -> SelectorCondition {
        scanner.skip()
        try scanner.skipSpace()
        let name = try attributeName()
        try scanner.skipSpace()
        if scanner.take("]") { return .attribute(name, .exists) }
        let sign = scanner.byte
        if sign != UInt8(ascii: "=") {
            guard "~|^$*!".utf8.contains(sign), scanner.byte(ahead: 1) == UInt8(ascii: "=") else {
                throw scanner.unexpected("']' or an operator")
            }
            scanner.skip()
        }
        scanner.skip()
        try scanner.skipSpace()
        let value = try scanner.value()
        try scanner.skipSpace()
        guard scanner.take("]") else { throw scanner.unexpected("']'") }
        let match: AttributeMatch =
            switch sign {
            case UInt8(ascii: "~"): .hasWord(value)
            case UInt8(ascii: "|"): .hasLanguage(value)
            case UInt8(ascii: "^"): .hasPrefix(value)
            case UInt8(ascii: "$"): .hasSuffix(value)
            case UInt8(ascii: "*"): .contains(value)
            case UInt8(ascii: "!"): .differs(value)
            default: .equals(value)
            }
        return .attribute(name, match)
    }

    /// `a`, `p|a`, `*|a`, `|a`: without a prefix it is in no namespace.
    private mutating func attributeName() throws(XML.DOM.SelectorError) -> TypeTest {
        let start = scanner.at
        let first: String? = scanner.byte == UInt8(ascii: "|") ? "" : try nameOrStar()
        if scanner.byte == UInt8(ascii: "|"), scanner.byte(ahead: 1) != UInt8(ascii: "=") {
            scanner.skip()
            return TypeTest(namespace: try namespace(first, at: start), local: try scanner.name("a name"))
        }
        guard let first else { throw scanner.unexpected("'|'") }
        return TypeTest(namespace: .none, local: first)
    }

    // MARK: Pseudo-classes

    private mutating func pseudoClass(of type: TypeTest) throws(XML.DOM.SelectorError) -> [SelectorCondition] {
        let start = scanner.at
        scanner.skip()
        let isElement = scanner.take(":")
        let name = try scanner.name("the name of a pseudo-class").lowercased()
        if isElement || ["before", "after", "first-line", "first-letter"].contains(name) {
            let shown = (isElement ? "::" : ":") + name
            throw unsupported("'\(shown)' is a pseudo-element, which is no element of a document", at: start)
        }
        let isFunction = scanner.take("(")
        if !isFunction, let simple = simple(name) {
            try check(simple, of: type, at: start)
            return simple
        }
        guard isFunction, Self.functions.contains(name) else {
            throw unsupported("':\(name)\(isFunction ? "()" : "")' is not a pseudo-class that is known", at: start)
        }
        let condition = try function(name, at: start)
        try check([condition], of: type, at: start)
        try scanner.skipSpace()
        guard scanner.take(")") else { throw scanner.unexpected("')'") }
        return [condition]
    }

    private func simple(_ name: String) -> [SelectorCondition]? {
        func first(fromEnd: Bool, ofType: Bool) -> SelectorCondition {
            .nth(step: 0, offset: 1, fromEnd: fromEnd, ofType: ofType)
        }
        switch name {
        case "root": return [.root]
        case "scope": return [.scope]
        case "empty": return [.empty]
        case "checked": return [.checked]
        case "disabled": return [.disabled]
        case "enabled": return [.enabled]
        case "first-child": return [first(fromEnd: false, ofType: false)]
        case "last-child": return [first(fromEnd: true, ofType: false)]
        case "only-child": return [first(fromEnd: false, ofType: false), first(fromEnd: true, ofType: false)]
        case "first-of-type": return [first(fromEnd: false, ofType: true)]
        case "last-of-type": return [first(fromEnd: true, ofType: true)]
        case "only-of-type": return [first(fromEnd: false, ofType: true), first(fromEnd: true, ofType: true)]
        default: return nil
        }
    }

    private static let functions: Set<String> = [
        "not", "is", "where", "matches", "contains", "lang", "nth-child", "nth-last-child", "nth-of-type",
        "nth-last-of-type",
    ]

    private mutating func function(_ name: String, at start: Int) throws(XML.DOM.SelectorError) -> SelectorCondition {
        try scanner.skipSpace()
        switch name {
        case "not", "is", "where", "matches":
            guard depth < Self.mostDepth else {
                throw XML.DOM.SelectorError(
                    .limitExceeded, "more than \(Self.mostDepth) brackets within one another", scanner.text, at: start)
            }
            depth += 1
            defer { depth -= 1 }
            return name == "not" ? .not(try group()) : .any(try group())
        case "contains": return .contains(try scanner.value())
        case "lang": return .language(try scanner.value())
        default:
            let (step, offset) = try place()
            return .nth(
                step: step, offset: offset, fromEnd: name.contains("last"), ofType: name.hasSuffix("of-type"))
        }
    }

    /// `odd`, `even`, `an+b` (CSS Syntax Level 3, section 6).
    private mutating func place() throws(XML.DOM.SelectorError) -> (step: Int, offset: Int) {
        if scanner.byte | 0x20 == UInt8(ascii: "o") || scanner.byte | 0x20 == UInt8(ascii: "e") {
            let start = scanner.at
            switch try scanner.name("a place").lowercased() {
            case "odd": return (2, 1)
            case "even": return (2, 0)
            default: throw scanner.fault("expected a place: odd, even or an+b", at: start)
            }
        }
        let sign = scanner.take("-") ? -1 : scanner.take("+") ? 1 : 1
        let number = try scanner.number()
        guard scanner.take("n") || scanner.take("N") else {
            guard let number else { throw scanner.unexpected("a place: odd, even or an+b") }
            return (0, sign * number)
        }
        let step = sign * (number ?? 1)
        try scanner.skipSpace()
        let isNegative = scanner.take("-")
        guard isNegative || scanner.take("+") else { return (step, 0) }
        try scanner.skipSpace()
        guard let offset = try scanner.number() else { throw scanner.unexpected("a number") }
        return (step, isNegative ? -offset : offset)
    }

    /// XPath 1.0 cannot compare an element's name with its siblings', unless it is said.
    private func check(
        _ conditions: [SelectorCondition], of type: TypeTest, at offset: Int
    ) throws(XML.DOM.SelectorError) {
        for case .nth(_, _, _, ofType: true) in conditions where type.local == nil {
            throw unsupported("a place among those of its type needs a type: 'p:first-of-type'", at: offset)
        }
    }

    private func unsupported(_ message: String, at offset: Int) -> XML.DOM.SelectorError {
        XML.DOM.SelectorError(.unsupported, message, scanner.text, at: offset)
    }
}
