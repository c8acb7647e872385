internal import SluiceCore

/// Constraints on declarations that make a document invalid, not ill-formed (XML 1.0, sections 3 and 4).
extension DocumentTypeReader {
    mutating func judge(_ attribute: DocumentType.Attribute, of element: [UInt8], at place: Int) {
        let of = "'\(shown(attribute.name))' of '\(shown(element))'"
        if attribute.type == .id, attribute.mode != .implied, attribute.mode != .required {
            invalid("the ID attribute \(of) has a default", at: place)
        }
        if attribute.type == .id || attribute.type == .notation {
            let others = (type.attributes[element] ?? []).lazy.filter { $0.type == attribute.type }.prefix(2).count
            if others > 1 {
                invalid("'\(shown(element))' has two attributes of the type \(attribute.type.rawValue)", at: place)
            }
        }
        if string(attribute.name) == "xml:space", !Self.isSpacePreservation(attribute) {
            invalid("the attribute \(of) must be declared as (default|preserve)", at: place)
        }
        guard let value = attribute.value else { return }
        if let problem = AttributeCheck.problem(value, attribute, scanner, allowsColons: !options.processesNamespaces) {
            invalid("the default of the attribute \(of) \(problem)", at: place)
        }
    }

    /// Section 2.10.
    private static func isSpacePreservation(_ attribute: DocumentType.Attribute) -> Bool {
        attribute.type == .enumeration
            && attribute.tokens.allSatisfy { $0 == Array("default".utf8) || $0 == Array("preserve".utf8) }
    }

    /// What can only be judged when all has been declared.
    mutating func judgeDeclarations() {
        for (notation, place) in type.usedNotations where !type.notations.contains(notation) {
            invalid("the notation '\(shown(notation))' is not declared", at: place)
        }
        for (element, attributes) in type.attributes.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            for attribute in attributes {
                if attribute.type == .notation, case .empty? = type.elements[element]?.model.kind {
                    invalid("the empty element '\(shown(element))' has an attribute of notations", at: input.place)
                }
            }
        }
    }
}

/// Whether a value is of its attribute's type (XML 1.0, section 3.3.1).
enum AttributeCheck {
    /// What is wrong with the value, as the end of a sentence.
    static func problem(
        _ value: [UInt8], _ attribute: DocumentType.Attribute, _ scanner: DeclarationScanner, allowsColons: Bool
    ) -> String? {
        func isName(_ word: [UInt8]) -> Bool {
            !word.isEmpty && scanner.nameEnd(word, from: 0) == word.count
                && (allowsColons || !word.contains(UInt8(ascii: ":")))
        }
        func isToken(_ word: [UInt8]) -> Bool { !word.isEmpty && scanner.tokenEnd(word, from: 0) == word.count }
        switch attribute.type {
        case .cdata: return nil
        case .id, .idref, .entity: return isName(value) ? nil : "is not a name"
        case .idrefs, .entities: return words(value, isName) ? nil : "is not a list of names"
        case .nmtoken: return isToken(value) ? nil : "is not a name token"
        case .nmtokens: return words(value, isToken) ? nil : "is not a list of name tokens"
        case .enumeration, .notation:
            return attribute.tokens.contains(value) ? nil : "is not one of those that are allowed"
        }
    }

    private static func words(_ value: [UInt8], _ isWord: ([UInt8]) -> Bool) -> Bool {
        !value.isEmpty
            && value.split(separator: 0x20, omittingEmptySubsequences: false).allSatisfy { isWord(Array($0)) }
    }
}
