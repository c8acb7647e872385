internal import SluiceCore

extension DocumentTypeReader {
    // MARK: White space and names

    /// Passes over white space alone.
    @discardableResult
    mutating func skipBlanks() -> Bool {
        let start = input.at
        while DocumentTypeInput.isSpace(input.byte) { input.at += 1 }
        return input.at > start
    }

    /// Passes over white space and, within a declaration, over where parameter entities begin and end, which count as such
    /// (section 4.4.8).
    @discardableResult
    mutating func skipSpace() throws -> Bool {
        var found = false
        while true {
            if skipBlanks() { found = true }
            if input.isAtEnd, input.depth > 0, !input.origin.isBetweenDeclarations {
                input.leave()
            } else if input.byte == UInt8(ascii: "%"), beginsName(at: input.at + 1) {
                guard input.depth > 0 || input.origin.isExternal else {
                    throw fault("a declaration in the internal subset refers to a parameter entity")
                }
                guard try enterParameterEntity(isBetween: false) else { throw Hole() }
            } else {
                return found
            }
            found = true
        }
    }

    mutating func requireSpace(_ place: String) throws {
        guard try skipSpace() else { throw unexpected("white space \(place)") }
    }

    private func beginsName(at index: Int) -> Bool { scanner.nameEnd(input.bytes, from: index) > index }

    mutating func name(allowsColons: Bool = true) throws -> [UInt8] {
        let end = scanner.nameEnd(input.bytes, from: input.at)
        guard end > input.at else { throw unexpected("a name") }
        return try word(upTo: end, allowsColons: allowsColons)
    }

    mutating func nameToken() throws -> [UInt8] {
        let end = scanner.tokenEnd(input.bytes, from: input.at)
        guard end > input.at else { throw unexpected("a name token") }
        return try word(upTo: end, allowsColons: true)
    }

    private mutating func word(upTo end: Int, allowsColons: Bool) throws -> [UInt8] {
        guard end - input.at <= options.limits.nameBytes else {
            throw overLimit("a name is longer than \(options.limits.nameBytes) bytes (the limit nameBytes)")
        }
        let name = Array(input.bytes[input.at..<end])
        if !allowsColons, options.processesNamespaces, name.contains(UInt8(ascii: ":")) {
            throw fault("'\(shown(name))' is not a name without a colon")
        }
        input.at = end
        return name
    }

    mutating func require(_ word: String) throws {
        guard input.starts(with: word) else { throw unexpected("'\(word)'") }
        input.at += word.utf8.count
    }

    /// The `>` of a declaration.
    mutating func requireEnd() throws {
        try skipSpace()
        guard input.byte == UInt8(ascii: ">") else { throw unexpected("'>'") }
        input.at += 1
    }

    // MARK: Declarations that are not whole

    /// A parameter entity within a declaration was not read: no one knows what stands in its place.
    struct Hole: Error {}

    /// Passes over what is left of a declaration that is not whole, which began where so many entities were open.
    mutating func skipDeclaration(to depth: Int) throws {
        while input.depth > depth { input.leave() }
        var quote: UInt8 = 0
        while quote != 0 || input.byte != UInt8(ascii: ">") {
            guard !input.isAtEnd else { throw unexpected("'>'") }
            let byte = input.byte
            if byte == quote {
                quote = 0
            } else if quote == 0, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            }
            input.at += 1
        }
        input.at += 1
    }

    // MARK: Identifiers

    /// `SYSTEM "..."` or `PUBLIC "..." "..."`; of a notation the system identifier may be left out (production 83).
    mutating func externalID(isNotation: Bool) throws -> (publicID: String?, systemID: String?) {
        if input.starts(with: "SYSTEM") {
            input.at += 6
            try requireSpace("behind 'SYSTEM'")
            return (nil, try quoted("a system identifier"))
        }
        try require("PUBLIC")
        try requireSpace("behind 'PUBLIC'")
        let start = input.at
        let publicID = try quoted("a public identifier")
        for (i, byte) in publicID.utf8.enumerated() where !Self.isPublic(byte) {
            throw fault(
                "a public identifier may not have \(TokenizerFault.found(at: i, in: Array(publicID.utf8)))", at: start)
        }
        let hasSpace = try skipSpace()
        if isNotation, input.byte != UInt8(ascii: "\""), input.byte != UInt8(ascii: "'") {
            return (publicID.collapsed, nil)
        }
        guard hasSpace else { throw unexpected("white space behind the public identifier") }
        return (publicID.collapsed, try quoted("a system identifier"))
    }

    /// Production 13.
    private static func isPublic(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x20, 0x0A, 0x0D:
            true
        default: "-'()+,./:=?;!*#@$_%".utf8.contains(byte)
        }
    }

    private mutating func quoted(_ what: String) throws -> String {
        let range = try literal(what)
        return string(Array(input.bytes[range]).withPlainLineEnds)
    }

    /// What stands between quotes; the input is then behind them.
    mutating func literal(_ what: String) throws -> Range<Int> {
        let quote = input.byte
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { throw unexpected("\(what) in quotes") }
        let start = input.at + 1
        guard let end = input.bytes[start...].firstIndex(of: quote) else {
            throw unexpected("a quote that ends \(what)", at: input.bytes.count)
        }
        input.at = end + 1
        return start..<end
    }

    // MARK: Comments and processing instructions

    mutating func comment() throws {
        let start = input.at
        let place = input.place
        let from = start + 4
        guard let end = scanner.firstIndex(of: "--", in: input.bytes, from: from) else {
            throw unexpected("'-->' that ends a comment", at: input.bytes.count)
        }
        input.at = end
        guard input.byte(ahead: 2) == UInt8(ascii: ">") else { throw fault("a comment has '--', which only ends it") }
        input.at += 3
        if listens.lexical { tell(.comment(Array(input.bytes[from..<end]).withPlainLineEnds), at: place) }
    }

    mutating func instruction() throws {
        let start = input.at
        let place = input.place
        input.at += 2
        let target = try name(allowsColons: false)
        if string(target).lowercased() == "xml" {
            throw fault("'<?xml' may only stand at the very beginning of the document", at: start)
        }
        if input.starts(with: "?>") {
            input.at += 2
            return tell(.instruction(target: target, data: []), at: place)
        }
        guard skipBlanks() else {
            throw unexpected("white space or '?>' after the target of a processing instruction")
        }
        let from = input.at
        guard let end = scanner.firstIndex(of: "?>", in: input.bytes, from: from) else {
            throw unexpected("'?>' that ends a processing instruction", at: input.bytes.count)
        }
        input.at = end + 2
        tell(.instruction(target: target, data: Array(input.bytes[from..<end]).withPlainLineEnds), at: place)
    }
}

extension [UInt8] {
    /// Line ends as newlines (section 2.11).
    var withPlainLineEnds: [UInt8] {
        guard contains(0x0D) else { return self }
        var text: [UInt8] = []
        text.reserveCapacity(count)
        for (i, byte) in enumerated() {
            if byte != 0x0D {
                text.append(byte)
            } else if i + 1 == count || self[i + 1] != 0x0A {
                text.append(0x0A)
            }
        }
        return text
    }
}

extension String {
    /// White space as single spaces, none at the ends (section 4.2.2).
    fileprivate var collapsed: String {
        split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\r\n" || $0 == "\r" }).joined(separator: " ")
    }
}
