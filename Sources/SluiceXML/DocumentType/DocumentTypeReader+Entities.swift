internal import SluiceCore

extension DocumentTypeReader {
    /// A reference to a parameter entity, whose text takes its place (section 4.4); `false` where it is not read.
    @discardableResult
    mutating func enterParameterEntity(isBetween: Bool) throws -> Bool {
        let start = input.at
        let name = try referredName()
        leaveUnknown()
        guard let text = try replacementText(name, at: start) else { return false }
        let entity = type.parameterEntities[name]
        let origin = DocumentTypeInput.Origin(
            name: name, isExternal: input.origin.isExternal || entity?.systemID != nil,
            isBetweenDeclarations: isBetween,
            sections: sections)
        input.enter(text, origin: origin, from: start)
        return true
    }

    /// `%name;`
    private mutating func referredName() throws -> [UInt8] {
        input.at += 1
        let name = try name()
        guard input.byte == UInt8(ascii: ";") else { throw unexpected("';' after a reference") }
        input.at += 1
        return name
    }

    /// The text of a parameter entity; `nil` where it is not read.
    private mutating func replacementText(_ name: [UInt8], at start: Int) throws -> [UInt8]? {
        guard let entity = type.parameterEntities[name] else {
            if isStandalone { throw fault("the parameter entity '\(shown(name))' is not declared", at: start) }
            invalid("the parameter entity '\(shown(name))' is not declared", at: input.place(of: start))
            skip(name, at: start)
            return nil
        }
        if input.isOpen(name) { throw fault("the parameter entity '\(shown(name))' refers to itself", at: start) }
        guard input.depth < options.limits.entityDepth else {
            throw overLimit(
                "more than \(options.limits.entityDepth) entities are within one another (the limit entityDepth)",
                at: start)
        }
        var text = entity.text
        if text == nil, let systemID = entity.systemID, options.readsExternalParameterEntities, let resolver {
            let source = try resolver.resolveEntity("%" + string(name), publicID: entity.publicID, systemID: systemID)
            if let source {
                text = try externalText(source, "the parameter entity '\(shown(name))'", at: start)
                type.parameterEntities[name]?.text = text
            }
        }
        guard let text else {
            skip(name, at: start)
            return nil
        }
        try countExpansion(text.count, at: start)
        return text
    }

    private mutating func skip(_ name: [UInt8], at start: Int) {
        // What follows may have been declared in it already (section 5.1).
        if !isStandalone { isProcessing = false }
        tell(.skipped([UInt8(ascii: "%")] + name), at: input.place(of: start))
    }

    private mutating func externalText(_ source: XML.InputSource, _ what: String, at index: Int) throws -> [UInt8] {
        do throws(ExternalText.Fault) {
            let text = try ExternalText.read(source)
            received += text.count
            return text
        } catch {
            throw fault("in \(what): \(error.message)", at: index, code: error.code)
        }
    }

    /// An entity that is empty costs time, too.
    private mutating func countExpansion(_ count: Int, at start: Int) throws {
        expanded += count + 20
        let limits = options.limits
        guard expanded > limits.entityExpansionBytes else { return }
        let (most, isUnlimited) = received.multipliedReportingOverflow(by: limits.entityExpansionFactor)
        guard isUnlimited || expanded <= most else {
            throw overLimit(
                "entities make more than \(limits.entityExpansionFactor) times what was read "
                    + "(the limit entityExpansionFactor)", at: start)
        }
    }

    // MARK: Values

    /// Production 9: references to characters and parameter entities are resolved, others stay (section 4.4).
    mutating func entityValue() throws -> [UInt8] {
        let quote = input.byte
        let depth = input.depth
        let isOutside = input.depth > 0 || input.origin.isExternal
        input.at += 1
        var value: [UInt8] = []
        while true {
            switch input.byte {
            case 0 where input.isAtEnd:
                guard input.depth > depth else { throw unexpected("a quote that ends the entity's value") }
                input.leave()
            case quote where input.depth == depth:
                input.at += 1
                return value
            case UInt8(ascii: "%"):
                guard isOutside else {
                    _ = try referredName()
                    throw fault("a declaration in the internal subset refers to a parameter entity")
                }
                if try !enterParameterEntity(isBetween: true) { hasHole = true }
            case UInt8(ascii: "&"): try reference(into: &value)
            case 0x0D where input.depth == 0 && !input.origin.isExternal:
                input.at += 1
                if input.byte != 0x0A { value.append(0x0A) }
            case let byte:
                value.append(byte)
                input.at += 1
            }
            guard value.count <= options.limits.textBytes else {
                throw overLimit("a text is longer than \(options.limits.textBytes) bytes (the limit textBytes)")
            }
        }
    }

    private mutating func reference(into value: inout [UInt8]) throws {
        let start = input.at
        input.at += 1
        if input.byte != UInt8(ascii: "#") {
            _ = try name()
        } else {
            input.at += 1
            let isHex = input.byte == UInt8(ascii: "x")
            if isHex { input.at += 1 }
            var code: UInt32 = 0
            let digits = input.at
            while let digit = Self.digit(input.byte, isHex: isHex) {
                if code < 0x110000 { code = code * (isHex ? 16 : 10) + digit }
                input.at += 1
            }
            guard input.at > digits else { throw unexpected("a digit in a character reference") }
            guard input.byte == UInt8(ascii: ";") else { throw unexpected("';' after a reference") }
            guard let scalar = Unicode.Scalar(code), Self.isCharacter(code) else {
                throw fault("the reference is to no character that XML allows", at: start)
            }
            input.at += 1
            value += Array(String(Character(scalar)).utf8)
            return
        }
        guard input.byte == UInt8(ascii: ";") else { throw unexpected("';' after a reference") }
        input.at += 1
        value += input.bytes[start..<input.at]
    }

    private static func digit(_ byte: UInt8, isHex: Bool) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f") where isHex: UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F") where isHex: UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    /// Production 2.
    private static func isCharacter(_ code: UInt32) -> Bool {
        code >= 0x20 ? code != 0xFFFE && code != 0xFFFF : code == 0x9 || code == 0xA || code == 0xD
    }

    // MARK: The external subset

    /// Whether a resolver has any.
    @discardableResult
    mutating func readExternalSubset(at place: Int) throws -> Bool {
        guard options.readsExternalParameterEntities, let resolver else { return false }
        let source =
            if let systemID = type.systemID {
                try resolver.resolveEntity("[dtd]", publicID: type.publicID, systemID: systemID)
            } else {
                try resolver.externalSubset(of: string(type.root))
            }
        guard let source else { return false }
        let text: [UInt8]
        do throws(ExternalText.Fault) {
            text = try ExternalText.read(source)
        } catch {
            throw DocumentTypeFault(
                code: error.code, message: "in the external subset: \(error.message)", place: place)
        }
        received += text.count
        input = DocumentTypeInput(text, origin: .init(isExternal: true), place: place)
        sections = 0
        if listens.lexical { tell(.startExternalSubset, at: place) }
        try readDeclarations()
        if listens.lexical { tell(.endExternalSubset, at: place) }
        return true
    }

    /// Productions 61 to 65: `<![INCLUDE[` or `<![IGNORE[`.
    mutating func section() throws {
        guard input.origin.isExternal else { throw unexpected("a declaration", at: input.at + 2) }
        let frame = input.frame
        let place = input.place
        input.at += 3
        var isIncluded = false
        do {
            try skipSpace()
            isIncluded = input.starts(with: "INCLUDE")
            guard isIncluded || input.starts(with: "IGNORE") else { throw unexpected("'INCLUDE' or 'IGNORE'") }
            input.at += isIncluded ? 7 : 6
        } catch is Hole {
            // Whether it counts is not known.
        }
        try skipSpace()
        guard input.byte == UInt8(ascii: "[") else { throw unexpected("'['") }
        input.at += 1
        if input.frame != frame { invalid("a section begins and ends in different parameter entities", at: place) }
        if isIncluded {
            sections += 1
            return
        }
        var open = 1
        while open > 0 {
            if input.isAtEnd { throw unexpected("']]>' that ends a section") }
            if input.starts(with: "]]>") {
                input.at += 3
                open -= 1
            } else if input.starts(with: "<![") {
                input.at += 3
                open += 1
            } else {
                input.at += 1
            }
        }
    }
}
