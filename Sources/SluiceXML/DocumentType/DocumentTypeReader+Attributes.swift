internal import SluiceCore

extension DocumentTypeReader {
    /// Productions 52 to 60.
    mutating func attributeDeclarations() throws {
        try requireSpace("behind '<!ATTLIST'")
        let element = try name()
        var known: Set<[UInt8]>?
        while true {
            let hasSpace = try skipSpace()
            if input.byte == UInt8(ascii: ">") { break }
            guard hasSpace else { throw unexpected("white space or '>'") }
            let place = input.place
            let isOutside = input.origin.isExternal || input.depth > 0
            let name = try name()
            try requireSpace("behind the attribute's name")
            var attribute = DocumentType.Attribute(
                name: name, type: .cdata, mode: .implied, isDeclaredOutside: isOutside)
            try attributeType(&attribute)
            try requireSpace("behind the attribute's type")
            let value = try defaultDeclaration(&attribute)
            guard isProcessing else { continue }
            if known == nil { known = Set((type.attributes[element] ?? []).map(\.name)) }
            // The first declaration counts (section 3.3).
            guard known?.insert(name).inserted == true else { continue }
            try define(&attribute, of: element, value: value, at: place)
        }
        input.at += 1
    }

    private mutating func attributeType(_ attribute: inout DocumentType.Attribute) throws {
        if input.byte == UInt8(ascii: "(") {
            attribute.type = .enumeration
            attribute.tokens = try enumeration { try $0.nameToken() }
            return
        }
        let start = input.at
        guard scanner.nameEnd(input.bytes, from: start) > start else { throw unexpected("an attribute's type or '('") }
        let word = string(try name())
        guard let type = XML.AttributeType(rawValue: word), type != .enumeration else {
            throw fault("'\(shown(Array(word.utf8)))' is not the type of an attribute", at: start)
        }
        attribute.type = type
        guard type == .notation else { return }
        try requireSpace("behind 'NOTATION'")
        guard input.byte == UInt8(ascii: "(") else { throw unexpected("'('") }
        let place = input.place
        attribute.tokens = try enumeration { try $0.name(allowsColons: false) }
        if listens.validates { self.type.usedNotations += attribute.tokens.map { ($0, place) } }
    }

    private mutating func enumeration(_ token: (inout Self) throws -> [UInt8]) throws -> [[UInt8]] {
        let place = input.place
        var tokens: [[UInt8]] = []
        repeat {
            input.at += 1
            try skipSpace()
            tokens.append(try token(&self))
            try skipSpace()
        } while input.byte == UInt8(ascii: "|")
        guard input.byte == UInt8(ascii: ")") else { throw unexpected("'|' or ')'") }
        input.at += 1
        if listens.validates, Set(tokens).count < tokens.count {
            invalid("a token is twice in an enumeration", at: place)
        }
        return tokens
    }

    /// Production 60. The default as it is written, if there is one.
    private mutating func defaultDeclaration(_ attribute: inout DocumentType.Attribute) throws -> Range<Int>? {
        if input.starts(with: "#REQUIRED") {
            input.at += 9
            attribute.mode = .required
            return nil
        }
        if input.starts(with: "#IMPLIED") {
            input.at += 8
            return nil
        }
        attribute.mode = .defaulted
        if input.starts(with: "#FIXED") {
            input.at += 6
            attribute.mode = .fixed
            try requireSpace("behind '#FIXED'")
        } else if input.byte == UInt8(ascii: "#") {
            throw unexpected("'#REQUIRED', '#IMPLIED', '#FIXED' or a value in quotes")
        }
        return try literal("a default value")
    }

    private mutating func define(
        _ attribute: inout DocumentType.Attribute, of element: [UInt8], value: Range<Int>?, at place: Int
    ) throws {
        let written = value.map { Array(input.bytes[$0]) }
        do throws(DeclarationScanner.DefaultFault) {
            attribute.value = try scanner.define(
                attribute.name, of: element, type: attribute.type, value: written?.withPlainLineEnds,
                limits: options.limits)
        } catch {
            // Line ends that were two bytes move what is behind them.
            let start = value?.lowerBound ?? input.at
            let isMoved = written?.contains(0x0D) ?? false
            throw fault(error.message, at: isMoved ? start : start + error.offset, code: error.code)
        }
        type.attributes[element, default: []].append(attribute)
        if listens.validates { judge(attribute, of: element, at: place) }
        guard listens.decl else { return }
        let tokens = "(" + attribute.tokens.map { string($0) }.joined(separator: "|") + ")"
        let words =
            switch attribute.type {
            case .enumeration: tokens
            case .notation: "NOTATION " + tokens
            default: attribute.type.rawValue
            }
        let mode: String? =
            switch attribute.mode {
            case .required: "#REQUIRED"
            case .implied: "#IMPLIED"
            case .fixed: "#FIXED"
            case .defaulted: nil
            }
        tell(
            .attribute(
                string(element), string(attribute.name), type: words, mode: mode,
                value: attribute.value.map { string($0) }),
            at: place)
    }
}
