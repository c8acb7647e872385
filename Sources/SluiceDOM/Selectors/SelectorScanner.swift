internal import SluiceXML

/// The words of a selector (CSS Syntax Level 3, section 4), one after the other.
struct SelectorScanner {
    let text: String
    private let bytes: [UInt8]
    private(set) var at = 0

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { at == bytes.count }
    /// The next byte, or 0.
    var byte: UInt8 { byte(ahead: 0) }
    func byte(ahead: Int) -> UInt8 { at + ahead < bytes.count ? bytes[at + ahead] : 0 }

    mutating func skip(_ count: Int = 1) { at += count }

    /// Passes over a byte if it is the next.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard !isAtEnd, bytes[at] == UInt8(ascii: character) else { return false }
        at += 1
        return true
    }

    /// Passes over white space and comments: whether there was any white space.
    @discardableResult
    mutating func skipSpace() throws(XML.DOM.SelectorError) -> Bool {
        var found = false
        while !isAtEnd {
            if Self.isSpace(byte) {
                found = true
                at += 1
            } else if try !skipComment() {
                break
            }
        }
        return found
    }

    /// Passes over a comment: whether there was one.
    mutating func skipComment() throws(XML.DOM.SelectorError) -> Bool {
        guard byte == UInt8(ascii: "/"), byte(ahead: 1) == UInt8(ascii: "*") else { return false }
        let start = at
        at += 2
        while !(byte == UInt8(ascii: "*") && byte(ahead: 1) == UInt8(ascii: "/")) {
            guard !isAtEnd else { throw fault("the comment is not closed", at: start) }
            at += 1
        }
        at += 2
        return true
    }

    // MARK: Names

    /// Whether a name begins here (section 4.3.9).
    var isAtName: Bool {
        if byte == UInt8(ascii: "-") {
            return Self.isNameStart(byte(ahead: 1)) || byte(ahead: 1) == UInt8(ascii: "-") || isEscape(ahead: 1)
        }
        return !isAtEnd && Self.isNameStart(byte) || isEscape(ahead: 0)
    }

    /// A name, its escapes resolved.
    mutating func name(_ what: String) throws(XML.DOM.SelectorError) -> String {
        guard isAtName else { throw unexpected(what) }
        var name: [UInt8] = []
        while !isAtEnd {
            if Self.isNameStart(byte) || Self.isDigit(byte) || byte == UInt8(ascii: "-") {
                name.append(byte)
                at += 1
            } else if isEscape(ahead: 0) {
                at += 1
                escape(into: &name)
            } else {
                break
            }
        }
        return Self.text(name)
    }

    private func isEscape(ahead: Int) -> Bool {
        byte(ahead: ahead) == UInt8(ascii: "\\") && at + ahead + 1 < bytes.count
            && !Self.isNewline(byte(ahead: ahead + 1))
    }

    /// What stands behind a backslash (section 4.3.7).
    private mutating func escape(into name: inout [UInt8]) {
        var (value, digits): (UInt32, Int) = (0, 0)
        while digits < 6, !isAtEnd, let digit = Self.hexadecimal(byte) {
            value = value << 4 | digit
            digits += 1
            at += 1
        }
        guard digits > 0 else {
            // The bytes of one character.
            repeat {
                name.append(byte)
                at += 1
            } while byte & 0xC0 == 0x80
            return
        }
        if byte == 0x0D, byte(ahead: 1) == 0x0A { at += 1 }
        if !isAtEnd, Self.isSpace(byte) { at += 1 }
        let scalar = value == 0 ? nil : Unicode.Scalar(value)
        name.append(contentsOf: String(Character(scalar ?? "\u{FFFD}")).utf8)
    }

    /// A text between quotes, its escapes resolved; or a name.
    mutating func value() throws(XML.DOM.SelectorError) -> String {
        let quote = byte
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return try name("a name or a string") }
        let start = at
        at += 1
        var value: [UInt8] = []
        while byte != quote || isAtEnd {
            guard !isAtEnd, !Self.isNewline(byte) else { throw fault("the string is not closed", at: start) }
            if byte != UInt8(ascii: "\\") {
                value.append(byte)
                at += 1
                continue
            }
            at += 1
            if byte == 0x0D, byte(ahead: 1) == 0x0A { at += 1 }
            if !isAtEnd, Self.isNewline(byte) { at += 1 } else if !isAtEnd { escape(into: &value) }
        }
        at += 1
        return Self.text(value)
    }

    /// What no XML can hold (production 2) as U+FFFD, as CSS has it of U+0000: XPath could not say it.
    private static func text(_ bytes: [UInt8]) -> String {
        var text = String.UnicodeScalarView()
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            let isText =
                scalar.value >= 0x20 && scalar.value & 0xFFFE != 0xFFFE || [0x09, 0x0A, 0x0D].contains(scalar.value)
            text.append(isText || scalar.value > 0xFFFF ? scalar : "\u{FFFD}")
        }
        return String(text)
    }

    /// The digits that stand here; `nil` where there are none.
    mutating func number() throws(XML.DOM.SelectorError) -> Int? {
        let start = at
        while !isAtEnd, Self.isDigit(byte) { at += 1 }
        if at == start { return nil }
        guard at - start <= 9, let number = Int(String(decoding: bytes[start..<at], as: UTF8.self)) else {
            throw XML.DOM.SelectorError(.limitExceeded, "a number of more than 9 digits", text, at: start)
        }
        return number
    }

    // MARK: Characters

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || isNewline(byte) }
    private static func isNewline(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D || byte == 0x0C }
    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private static func isNameStart(_ byte: UInt8) -> Bool {
        byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt32? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt32.init)
    }

    // MARK: Faults

    /// Something else was expected here.
    func unexpected(_ expected: String) -> XML.DOM.SelectorError {
        let rest = String(decoding: bytes[at...].prefix(8), as: UTF8.self).first.map { "'\($0)'" }
        return fault("expected \(expected), found \(rest ?? "the end")", at: at)
    }

    func fault(_ message: String, at offset: Int) -> XML.DOM.SelectorError {
        XML.DOM.SelectorError(.syntax, message, text, at: offset)
    }
}
