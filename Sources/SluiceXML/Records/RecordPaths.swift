internal import SluiceCore

/// The paths of records, as one machine: a bit for each step of each path.
///
///     "/dblp/article", "//www"      step 0: dblp   step 1: article, the last of its path   step 2: www, last, at any depth
///
/// A set of bits says which steps may match the children of an element.
struct RecordPaths: Equatable {
    struct Step: Equatable {
        /// `nil` matches every name.
        var local: String?
        /// `nil` matches every namespace.
        var uri: String?
    }

    private(set) var steps: [Step] = []
    /// The first step of each path.
    private(set) var start: UInt64 = 0
    /// The last step of each path.
    private(set) var last: UInt64 = 0
    /// Steps that match at any depth below.
    private(set) var anywhere: UInt64 = 0
    /// Which path a step is of.
    private(set) var path: [Int] = []

    private static let most = 64

    init(_ selection: XML.RecordSelection) throws(ParseError) {
        for text in selection.paths { try add(text) }
    }

    private mutating func add(_ text: String) throws(ParseError) {
        var rest = text.utf8[...]
        var isFirst = true
        let number = (path.last ?? -1) + 1
        while isFirst || !rest.isEmpty {
            var isAnywhere = false
            if rest.first == UInt8(ascii: "/") {
                rest = rest.dropFirst()
                if rest.first == UInt8(ascii: "/") {
                    rest = rest.dropFirst()
                    isAnywhere = true
                }
            } else if isFirst {
                isAnywhere = true
            } else {
                throw Self.error(text, at: rest.startIndex, "expected '/'")
            }
            guard steps.count < Self.most else {
                throw ParseError(.unsupported, "paths of records have more than 64 steps together", at: TextPosition())
            }
            let bit: UInt64 = 1 << UInt64(steps.count)
            if isFirst { start |= bit }
            if isAnywhere { anywhere |= bit }
            steps.append(try Self.step(&rest, of: text))
            path.append(number)
            isFirst = false
        }
        last |= 1 << UInt64(steps.count - 1)
    }

    private static func step(_ rest: inout Substring.UTF8View, of text: String) throws(ParseError) -> Step {
        var step = Step()
        if rest.first == UInt8(ascii: "{") {
            guard let close = rest.firstIndex(of: UInt8(ascii: "}")) else {
                throw error(text, at: rest.startIndex, "expected '}' behind a namespace")
            }
            let uri = String(Substring(rest[rest.index(after: rest.startIndex)..<close]))
            if uri != "*" { step.uri = uri }
            rest = rest[rest.index(after: close)...]
        }
        let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
        let name = String(Substring(rest[..<end]))
        guard !name.isEmpty else { throw error(text, at: rest.startIndex, "expected a name or '*'") }
        if name != "*" {
            if let bad = name.utf8.firstIndex(where: { "[]()@:=|'\"$& ".utf8.contains($0) }) {
                throw error(
                    text, at: rest.index(rest.startIndex, offsetBy: name.utf8.distance(from: name.startIndex, to: bad)),
                    "a path of records has names, '*', '/' and '//' only; a namespace is written '{uri}name'")
            }
            step.local = name
        }
        rest = rest[end...]
        return step
    }

    private static func error(_ text: String, at index: String.Index, _ message: String) -> ParseError {
        let offset = text.utf8.distance(from: text.startIndex, to: index)
        return ParseError(
            .syntax, "\(message) in the path of records '\(text)'",
            at: TextPosition(offset: offset, line: 1, column: offset + 1))
    }

    /// Which steps a name matches.
    func matching(_ name: borrowing XML.Name) -> UInt64 {
        var mask: UInt64 = 0
        for i in steps.indices {
            if let local = steps[i].local, !(name.local == local) { continue }
            if let uri = steps[i].uri, !(name.uri == uri) { continue }
            mask |= 1 << UInt64(i)
        }
        return mask
    }
}
