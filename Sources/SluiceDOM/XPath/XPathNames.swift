internal import SluiceXML

/// The names in an expression, looked at before it is evaluated: libxml2 would say later, and without a place, that it does
/// not know one.
struct XPathNames {
    private static let core: Set<String> = [
        "last", "position", "count", "id", "local-name", "namespace-uri", "name", "string", "concat", "starts-with",
        "contains", "substring-before", "substring-after", "substring", "string-length", "normalize-space", "translate",
        "boolean", "not", "true", "false", "lang", "number", "sum", "floor", "ceiling", "round",
    ]
    private static let nodeTypes: Set<String> = ["comment", "text", "processing-instruction", "node"]

    /// Names and places of the variables.
    private(set) var variables: [(name: String, offset: Int)] = []
    /// Whether it asks for elements by their IDs.
    private(set) var usesIDs = false
    private let expression: String
    private let bytes: [UInt8]
    private var at = 0

    /// - Parameter functions: Names of functions that are known beside XPath's own, as they are called.
    /// - Throws: `unknownPrefix`, `unknownFunction`.
    init(
        _ expression: String, namespaces: [String: String], functions: [String: XML.DOM.XPath.Function]
    ) throws(XML.DOM.XPathError) {
        self.expression = expression
        bytes = Array(expression.utf8)
        // After an operand, a name is an operator (XPath 1.0, section 3.7).
        var isBehindOperand = false
        while at < bytes.count {
            let start = at
            at += 1
            switch bytes[start] {
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                at = (bytes[at...].firstIndex(of: bytes[start]) ?? bytes.count - 1) + 1
                isBehindOperand = true
            case UInt8(ascii: "$"):
                skipBlanks()
                let name = name()
                variables.append((name.prefix.map { "\($0):\(name.local)" } ?? name.local, start))
                isBehindOperand = true
            case let byte where Self.begins(byte):
                at = start
                let name = name()
                skipBlanks()
                if name.prefix == nil, isBehindOperand {
                    isBehindOperand = false
                    continue
                }
                if let prefix = name.prefix, prefix != "xml", namespaces[prefix] == nil {
                    throw unknownPrefix(prefix, at: start)
                }
                if at + 1 < bytes.count, bytes[at] == UInt8(ascii: ":"), bytes[at + 1] == UInt8(ascii: ":") {
                    at += 2
                } else if at < bytes.count, bytes[at] == UInt8(ascii: "(") {
                    try checkFunction(name, functions, at: start)
                } else {
                    isBehindOperand = true
                }
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: ")"), UInt8(ascii: "]"):
                isBehindOperand = true
            case UInt8(ascii: "*"): isBehindOperand.toggle()
            case 0x20, 0x09, 0x0A, 0x0D: break
            default: isBehindOperand = false
            }
        }
    }

    private typealias Name = (prefix: String?, local: String)

    private mutating func checkFunction(
        _ name: Name, _ functions: [String: XML.DOM.XPath.Function], at start: Int
    ) throws(XML.DOM.XPathError) {
        let called = name.prefix.map { "\($0):\(name.local)" } ?? name.local
        if called == "id" { usesIDs = true }
        if name.prefix == nil, Self.core.contains(called) || Self.nodeTypes.contains(called) { return }
        guard functions[called] == nil else { return }
        throw XML.DOM.XPathError(.unknownFunction, "the function '\(called)' is not known", expression, at: start)
    }

    private func unknownPrefix(_ prefix: String, at start: Int) -> XML.DOM.XPathError {
        XML.DOM.XPathError(.unknownPrefix, "no namespace was given for the prefix '\(prefix)'", expression, at: start)
    }

    /// - Throws: `unknownVariable` where one has no value.
    func check(_ values: [String: XML.DOM.XPath.Value]) throws(XML.DOM.XPathError) {
        for (name, offset) in variables where values[name] == nil {
            throw XML.DOM.XPathError(.unknownVariable, "the variable '$\(name)' has no value", expression, at: offset)
        }
    }

    // MARK: Tokens

    /// A name at this place, with its prefix; after one, `*` is a name, too.
    private mutating func name() -> Name {
        let first = part()
        guard at + 1 < bytes.count, bytes[at] == UInt8(ascii: ":"),
            Self.begins(bytes[at + 1]) || bytes[at + 1] == UInt8(ascii: "*")
        else { return (nil, first) }
        at += 1
        if bytes[at] == UInt8(ascii: "*") {
            at += 1
            return (first, "*")
        }
        return (first, part())
    }

    private mutating func part() -> String {
        let start = at
        while at < bytes.count, Self.continues(bytes[at]) { at += 1 }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    private mutating func skipBlanks() {
        while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
    }

    private static func begins(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }

    private static func continues(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: begins(byte)
        }
    }
}
