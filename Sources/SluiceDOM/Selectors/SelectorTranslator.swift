/// Says in XPath 1.0 what a selector says: what is asked of one element as its predicates, what stands around it as a path
/// from it upwards and to the left.
///
///     ul > li.a ~ li   descendant::li[preceding-sibling::li[contains(...)][1]/parent::ul]
struct SelectorTranslator: Hashable {
    /// Names of types and attributes are in lower case.
    var isHTML = false
    /// If no element is in a namespace, names alone say what is meant, which is quicker.
    var knowsNamespaces = true

    func path(_ group: [ComplexSelector], axis: String) -> String {
        if group.count == 1 { return step(axis, group[0]) }
        return "\(axis)::*[\(alternatives(group))]"
    }

    private func alternatives(_ group: [ComplexSelector]) -> String {
        group.map { step("self", $0) }.joined(separator: " or ")
    }

    // MARK: Paths

    private func step(_ axis: String, _ complex: ComplexSelector) -> String {
        step(axis, complex.subject) + (surroundings(complex).map { "[\($0)]" } ?? "")
    }

    private func step(_ axis: String, _ compound: CompoundSelector) -> String {
        let predicates = compound.conditions.map { "[\(predicate($0, of: compound.type))]" }
        return "\(axis)::\(test(compound.type))\(predicates.joined())"
    }

    /// The nearest alone is looked at where those farther off cannot do more: then the path is linear.
    private func surroundings(_ complex: ComplexSelector) -> String? {
        guard !complex.steps.isEmpty else { return nil }
        return complex.steps.indices.map { i in
            let (combinator, compound) = complex.steps[i]
            let next = i + 1 < complex.steps.count ? complex.steps[i + 1].combinator : nil
            switch combinator {
            case .child: return step("parent", compound)
            case .adjacentSibling: return "preceding-sibling::*[1]/" + step("self", compound)
            case .descendant: return step("ancestor", compound) + (next == nil || next == .descendant ? "[1]" : "")
            case .sibling: return step("preceding-sibling", compound) + (next == .adjacentSibling ? "" : "[1]")
            }
        }.joined(separator: "/")
    }

    // MARK: Names

    private func test(_ type: TypeTest) -> String {
        guard let written = type.local else {
            switch type.namespace {
            case .any: return "*"
            case .none: return "*[namespace-uri() = '']"
            case .bound(let prefix, let uri):
                return Self.isPlain(prefix) ? "\(prefix):*" : "*[namespace-uri() = \(Self.literal(uri))]"
            }
        }
        let local = isHTML ? Self.lowercasedASCII(written) : written
        let isPlain = Self.isPlain(local)
        switch type.namespace {
        case .any:
            return isPlain && !knowsNamespaces ? local : "*[local-name() = \(Self.literal(local))]"
        case .none:
            return isPlain ? local : "*[local-name() = \(Self.literal(local))][namespace-uri() = '']"
        case .bound(let prefix, let uri):
            if isPlain, Self.isPlain(prefix) { return "\(prefix):\(local)" }
            return "*[local-name() = \(Self.literal(local))][namespace-uri() = \(Self.literal(uri))]"
        }
    }

    /// Whether it can stand in an XPath as a name.
    private static func isPlain(_ name: String) -> Bool {
        guard let first = name.utf8.first, first != UInt8(ascii: "-"), first < 0x30 || first > 0x39 else {
            return false
        }
        return name.utf8.allSatisfy {
            $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A || $0 >= 0x30 && $0 <= 0x39 || $0 == UInt8(ascii: "-")
                || $0 == UInt8(ascii: "_")
        }
    }

    /// What HTML's parser does to names.
    private static func lowercasedASCII(_ name: String) -> String {
        String(decoding: name.utf8.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    private func isNamed(_ names: String...) -> String {
        names.map { knowsNamespaces ? "local-name() = '\($0)'" : "self::\($0)" }.joined(separator: " or ")
    }

    /// A text as XPath has it, which knows no escapes.
    private static func literal(_ text: String) -> String {
        if !text.utf8.contains(UInt8(ascii: "'")) { return "'\(text)'" }
        if !text.utf8.contains(UInt8(ascii: "\"")) { return "\"\(text)\"" }
        let parts = text.split(separator: "'", omittingEmptySubsequences: false).map { "'\($0)'" }
        return "concat(\(parts.joined(separator: ", \"'\", ")))"
    }

    // MARK: Predicates

    private func predicate(_ condition: SelectorCondition, of type: TypeTest) -> String {
        switch condition {
        case .id(let id): return "@id = \(Self.literal(id))"
        case .className(let name): return Self.hasWord(name, in: "@class")
        case .attribute(let name, let match): return predicate(match, of: "@" + test(name))
        case .not(let group): return "not(\(alternatives(group)))"
        case .any(let group): return alternatives(group)
        case .nth(let step, let offset, let fromEnd, let ofType):
            let axis = fromEnd ? "following-sibling" : "preceding-sibling"
            return Self.place(step, offset, "\(axis)::\(ofType ? test(type) : "*")")
        case .root: return "count(. | /*) = count(/*)"
        case .scope: return "count(. | $scope) = count($scope)"
        case .empty: return "not(*) and not(text()[. != ''])"
        case .checked:
            return "@checked and (\(isNamed("input"))) and (\(isType("checkbox")) or \(isType("radio"))) "
                + "or @selected and \(isNamed("option"))"
        case .disabled: return isDisabled
        case .enabled:
            let controls = isNamed("button", "input", "select", "textarea", "optgroup", "option", "fieldset")
            return "(\(controls)) and not(\(isDisabled))"
        case .contains(let text): return "contains(., \(Self.literal(text)))"
        case .language(let language):
            let attribute = isHTML ? "@lang" : "@xml:lang"
            let value = "concat(\(Self.lowercased(attribute)), '-')"
            let asked = Self.literal(language.lowercased() + "-")
            return "ancestor-or-self::*[\(attribute)][1][starts-with(\(value), \(asked))]"
        }
    }

    private func predicate(_ match: AttributeMatch, of name: String) -> String {
        switch match {
        case .exists: return name
        case .equals(let value): return "\(name) = \(Self.literal(value))"
        case .differs(let value): return "not(\(name) = \(Self.literal(value)))"
        case .hasWord(let value): return Self.hasWord(value, in: name)
        case .hasLanguage(let value):
            return "\(name) = \(Self.literal(value)) or starts-with(\(name), \(Self.literal(value + "-")))"
        // No value begins with, ends with or has in it a text that is empty.
        case .hasPrefix(""), .hasSuffix(""), .contains(""): return "false()"
        case .hasPrefix(let value): return "starts-with(\(name), \(Self.literal(value)))"
        case .hasSuffix(let value):
            let before = value.unicodeScalars.count - 1
            return "substring(\(name), string-length(\(name)) - \(before)) = \(Self.literal(value))"
        case .contains(let value): return "contains(\(name), \(Self.literal(value)))"
        }
    }

    private static func hasWord(_ word: String, in name: String) -> String {
        guard !word.isEmpty, !word.utf8.contains(where: SelectorScanner.isSpace) else { return "false()" }
        return "\(name) and contains(concat(' ', normalize-space(\(name)), ' '), \(literal(" \(word) ")))"
    }

    /// Whether `before`, the siblings on one side, are as many as one less than a place of `step * n + offset`.
    private static func place(_ step: Int, _ offset: Int, _ before: String) -> String {
        let least = offset - 1
        if step == 0, least == 0 { return "not(\(before)[1])" }
        if step == 0 { return least < 0 ? "false()" : "count(\(before)) = \(least)" }
        var conditions: [String] = []
        if step > 0, least > 0 { conditions.append("count(\(before)) >= \(least)") }
        if step < 0 {
            guard least >= 0 else { return "false()" }
            conditions.append("count(\(before)) <= \(least)")
        }
        let size = abs(step)
        if size > 1 {
            // Behind the conditions before it, the difference has the step's sign.
            let rest = ((least % size) + size) % size
            conditions.append("count(\(before)) mod \(size) = \(rest)")
        }
        return conditions.isEmpty ? "true()" : conditions.joined(separator: " and ")
    }

    // MARK: Forms (HTML, section 4.16.3)

    private func isType(_ type: String) -> String { "\(Self.lowercased("@type")) = '\(type)'" }

    /// In a fieldset that is disabled, all controls are that are not in its first legend.
    private var isDisabled: String {
        let fieldset = knowsNamespaces ? "*[local-name() = 'fieldset']" : "fieldset"
        let legend = knowsNamespaces ? "*[local-name() = 'legend']" : "legend"
        let optgroup = knowsNamespaces ? "*[local-name() = 'optgroup']" : "optgroup"
        let within =
            "count(ancestor::\(fieldset)[@disabled]) > "
            + "count(ancestor::\(legend)[not(preceding-sibling::\(legend))]/parent::\(fieldset)[@disabled])"
        return "(\(isNamed("button", "input", "select", "textarea", "fieldset"))) and (@disabled or \(within)) "
            + "or (\(isNamed("optgroup"))) and @disabled "
            + "or (\(isNamed("option"))) and (@disabled or parent::\(optgroup)[@disabled])"
    }

    private static func lowercased(_ text: String) -> String {
        "translate(\(text), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"
    }
}
