internal import SluiceCore

/// Where records stand in a document: names, indices and wildcards, from the root down.
///
/// Written as JSONPath (RFC 9535: `$.a['b'][3].*`) or as JSON Pointer (RFC 6901: `/a/b/3/*`, where `*` is any step).
struct RecordPath: Sendable, Hashable {
    var steps: [Step] = []

    struct Step: Sendable, Hashable {
        /// Matches the member of this name, in UTF-8: names are equal when their bytes are.
        var name: [UInt8]?
        /// Matches the element of this index.
        var index: Int?
        /// Matches every member and element.
        var isWildcard = false

        static let wildcard = Step(isWildcard: true)
        static func name(_ name: String) -> Step { Step(name: Array(name.utf8)) }
        static func index(_ index: Int) -> Step { Step(index: index) }

        func matches(index: Int) -> Bool { isWildcard || self.index == index }
        func matches(name: [UInt8]) -> Bool { isWildcard || self.name == name }
    }

    /// - Throws: ``ParseError`` whose position is one in `text`: `syntax`, or `unsupported` for what JSONPath has beyond
    ///   names, indices and wildcards.
    init(_ text: String) throws(ParseError) {
        var scanner = PathScanner(text)
        switch scanner.peek {
        case nil: break
        case UInt8(ascii: "$"): steps = try scanner.jsonPath()
        case UInt8(ascii: "/"): steps = try scanner.pointer()
        default: throw scanner.error(.syntax, "a path of records starts with '$' (JSONPath) or '/' (JSON Pointer)")
        }
    }
}

private struct PathScanner {
    private let bytes: [UInt8]
    private var at = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

    func error(_ code: ParseError.Code, _ message: String) -> ParseError {
        let text = String(decoding: bytes, as: UTF8.self)
        return ParseError(
            code, "\(message): '\(text)'", at: TextPosition(offset: at, line: 1, column: at + 1), sourceName: nil)
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        at += 1
        return true
    }

    mutating func pointer() throws(ParseError) -> [RecordPath.Step] {
        var steps: [RecordPath.Step] = []
        while take(UInt8(ascii: "/")) {
            var token: [UInt8] = []
            while let byte = peek, byte != UInt8(ascii: "/") {
                at += 1
                guard byte == UInt8(ascii: "~") else {
                    token.append(byte)
                    continue
                }
                if take(UInt8(ascii: "0")) {
                    token.append(UInt8(ascii: "~"))
                } else if take(UInt8(ascii: "1")) {
                    token.append(UInt8(ascii: "/"))
                } else {
                    throw error(.syntax, "expected '0' or '1' after '~' in a JSON Pointer")
                }
            }
            if token == [UInt8(ascii: "*")] {
                steps.append(.wildcard)
            } else {
                // The document says whether it is a member's name or an element's index.
                let isIndex =
                    !token.isEmpty && token.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
                    && (token.count == 1 || token[0] != 0x30)
                let index = isIndex ? Int(String(decoding: token, as: UTF8.self)) : nil
                steps.append(RecordPath.Step(name: token, index: index))
            }
        }
        return steps
    }

    mutating func jsonPath() throws(ParseError) -> [RecordPath.Step] {
        var steps: [RecordPath.Step] = []
        at += 1
        while let byte = peek {
            at += 1
            switch byte {
            case UInt8(ascii: "."): steps.append(try afterDot())
            case UInt8(ascii: "["): steps.append(try afterBracket())
            default:
                at -= 1
                throw error(.syntax, "expected '.', '[' or the end of the path")
            }
        }
        return steps
    }

    private mutating func afterDot() throws(ParseError) -> RecordPath.Step {
        if take(UInt8(ascii: "*")) { return .wildcard }
        if peek == UInt8(ascii: ".") { throw error(.unsupported, "records cannot be selected by '..'") }
        let start = at
        while let byte = peek, isNameByte(byte, first: at == start) { at += 1 }
        guard at > start else { throw error(.syntax, "expected a name or '*' after '.'") }
        return .name(String(decoding: bytes[start..<at], as: UTF8.self))
    }

    private func isNameByte(_ byte: UInt8, first: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), 0x80...:
            true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): !first
        default: false
        }
    }

    private mutating func afterBracket() throws(ParseError) -> RecordPath.Step {
        skipBlanks()
        let step: RecordPath.Step
        switch peek ?? 0 {
        case UInt8(ascii: "*"):
            at += 1
            step = .wildcard
        case UInt8(ascii: "'"), UInt8(ascii: "\""): step = .name(try quoted())
        case UInt8(ascii: "0")...UInt8(ascii: "9"): step = .index(try index())
        case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"):
            throw error(.unsupported, "records are selected by names, indices from the front and '*' alone")
        default: throw error(.syntax, "expected an index, '*' or a quoted name after '['")
        }
        skipBlanks()
        if peek == UInt8(ascii: ",") || peek == UInt8(ascii: ":") {
            throw error(.unsupported, "records are selected by one name, one index or '*' in each step")
        }
        guard take(UInt8(ascii: "]")) else { throw error(.syntax, "expected ']'") }
        return step
    }

    private mutating func skipBlanks() {
        while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { at += 1 }
    }

    private mutating func index() throws(ParseError) -> Int {
        let start = at
        while let byte = peek, byte >= 0x30, byte <= 0x39 { at += 1 }
        let digits = bytes[start..<at]
        // RFC 9535: no leading zeros, at most 2^53 - 1.
        guard digits.count == 1 || digits.first != 0x30, let index = Int(String(decoding: digits, as: UTF8.self)),
            index < 1 << 53
        else {
            at = start
            throw error(.syntax, "an index has no leading zeros and is below 2^53")
        }
        return index
    }

    private mutating func quoted() throws(ParseError) -> String {
        let quote = bytes[at]
        at += 1
        var text: [UInt8] = []
        while let byte = peek {
            at += 1
            if byte == quote { return String(decoding: text, as: UTF8.self) }
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            let escape = peek
            at += 1
            switch escape {
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"): text.append(contentsOf: String(Character(try unicodeEscape())).utf8)
            case UInt8(ascii: "\\"), UInt8(ascii: "/"), quote: text.append(bytes[at - 1])
            default:
                at -= 1
                throw error(.syntax, "not an escape that JSONPath knows")
            }
        }
        throw error(.syntax, "expected the quote that ends the name")
    }

    private mutating func unicodeEscape() throws(ParseError) -> Unicode.Scalar {
        let start = at
        let first = hexadecimal()
        if let first, let scalar = Unicode.Scalar(first) { return scalar }
        if let first, first < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")), let second = hexadecimal(),
            second >= 0xDC00, second < 0xE000,
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        {
            return scalar
        }
        at = start
        throw error(.syntax, "expected four hexadecimal digits of a character, or two such escapes for a pair")
    }

    private mutating func hexadecimal() -> UInt32? {
        guard at + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for byte in bytes[at..<at + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        at += 4
        return value
    }
}
