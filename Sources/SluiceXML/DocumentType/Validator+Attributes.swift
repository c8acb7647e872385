internal import SluiceCore

/// Constraints on attributes (XML 1.0, section 3.3).
extension Validator {
    struct Attribute {
        var name: [UInt8]
        var value: [UInt8]
        var isSpecified: Bool
        /// Whether its declared type took white space off.
        var isCollapsed = false
    }

    /// The attributes of the element that has begun.
    func check(_ attributes: [Attribute], of element: Int32, _ rules: ElementRules) {
        guard hasType else { return }
        let owner = names[Int(element)]
        for attribute in attributes {
            guard let rule = rules.attributes[attribute.name] else {
                invalid("the attribute '\(shown(attribute.name))' of '\(shown(owner))' is not declared")
                continue
            }
            check(attribute, rule, of: owner)
        }
        guard !rules.required.isEmpty else { return }
        let given = Set(attributes.map(\.name))
        for name in rules.required where !given.contains(name) {
            invalid("the element '\(shown(owner))' lacks the attribute '\(shown(name))'")
        }
    }

    private func check(_ attribute: Attribute, _ rule: DocumentType.Attribute, of owner: [UInt8]) {
        let of = "'\(shown(attribute.name))' of '\(shown(owner))'"
        if !attribute.isSpecified, isStandalone, rule.isDeclaredOutside {
            invalid("the document stands alone, and the attribute \(of) has its value from elsewhere")
        }
        if attribute.isCollapsed, isStandalone, rule.isDeclaredOutside {
            invalid("the document stands alone, and the attribute \(of) loses white space by a declaration elsewhere")
        }
        if let problem = AttributeCheck.problem(attribute.value, rule, scanner, allowsColons: allowsColons) {
            return invalid("the attribute \(of) \(problem)")
        }
        if rule.mode == .fixed, let value = rule.value, value != attribute.value {
            invalid("the attribute \(of) must be '\(shown(value))'")
        }
        switch rule.type {
        case .id:
            if !ids.insert(attribute.value).inserted { invalid("the ID '\(shown(attribute.value))' is there twice") }
            awaited.remove(attribute.value)
        case .idref, .idrefs:
            for name in attribute.value.split(separator: 0x20).map({ Array($0) }) where !ids.contains(name) {
                if awaited.insert(name).inserted { references.append(name) }
            }
        case .entity, .entities:
            for name in attribute.value.split(separator: 0x20).map({ Array($0) })
            where type.entities[name]?.notation == nil {
                invalid("the attribute \(of) names no unparsed entity")
            }
        default: break
        }
    }
}
