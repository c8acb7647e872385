internal import SluiceCore

/// Holds a document, as it passes by, to its type (XML 1.0, the constraints marked VC).
///
/// It keeps the elements that are open, every ID, and every IDREF that no ID has met yet. An element whose content is wrong
/// is said to be so once.
final class Validator {
    /// What is wrong, and the elements that are open where it is.
    struct Problem {
        var message: String
        var path: String
    }

    /// How the content of an element is checked.
    enum Content {
        case undeclared, empty, any
        case mixed(Set<Int32>)
        /// The automaton's number.
        case children(Int)
    }

    struct ElementRules {
        var content: Content
        var isDeclaredOutside = false
        /// By the attribute's name; and those that must be there.
        var attributes: [[UInt8]: DocumentType.Attribute] = [:]
        var required: [[UInt8]] = []
    }

    private struct Open {
        var name: Int32
        var ordinal: Int
        var rules: Int
        /// Where the content stands in its automaton.
        var places: [Int32] = [0]
        /// Whether its content was found wrong.
        var isFaulty = false
        /// How many children of each name there are.
        var children: [Int32: Int] = [:]
    }

    let type: DocumentType
    let hasType: Bool
    let isStandalone: Bool
    let scanner: DeclarationScanner
    /// Whether names in values may have colons: where namespaces are not processed.
    let allowsColons: Bool
    private(set) var problems: [Problem] = []

    private var numbers: [[UInt8]: Int32] = [:]
    private(set) var names: [[UInt8]] = []
    private var rules: [ElementRules] = []
    private var rulesOf: [Int32: Int] = [:]
    private var automata: [ContentAutomaton] = []
    /// Steps that automata may still have.
    private var room = 4 << 20
    private var open: [Open] = []
    var ids: Set<[UInt8]> = []
    var references: [[UInt8]] = []
    var awaited: Set<[UInt8]> = []

    /// - Parameter type: `nil` for a document that has none.
    init(_ type: DocumentType?, isStandalone: Bool, scanner: DeclarationScanner, allowsColons: Bool) {
        self.type = type ?? DocumentType()
        hasType = type != nil
        self.isStandalone = isStandalone
        self.scanner = scanner
        self.allowsColons = allowsColons
    }

    func takeProblems() -> [Problem] {
        defer { problems = [] }
        return problems
    }

    func invalid(_ message: String) { problems.append(Problem(message: message, path: path)) }

    // MARK: Names

    func number(_ name: [UInt8]) -> Int32 {
        if let number = numbers[name] { return number }
        let number = Int32(names.count)
        numbers[name] = number
        names.append(name)
        return number
    }

    func shown(_ name: [UInt8]) -> String {
        String(decoding: name.prefix(100), as: UTF8.self) + (name.count > 100 ? "…" : "")
    }
    private func shown(_ number: Int32) -> String { shown(names[Int(number)]) }

    /// The elements that are open; of very many both ends.
    private var path: String {
        let most = 50
        var path = ""
        for (level, element) in open.enumerated() {
            if level >= most, open.count - level > most {
                if level == most { path += "/..." }
                continue
            }
            path += "/" + shown(element.name) + (level > 0 ? "[\(element.ordinal)]" : "")
        }
        return path
    }

    // MARK: Elements

    /// An element begins. The rules for its attributes.
    func start(_ name: Int32) -> ElementRules {
        var ordinal = 1
        if open.isEmpty {
            if !hasType {
                invalid("the document has no type to be valid by")
            } else if names[Int(name)] != type.root {
                invalid("the root element is '\(shown(name))', and '\(shown(type.root))' by the document's type")
            }
        } else {
            advance(to: name)
            ordinal = open[open.count - 1].children[name, default: 0] + 1
            open[open.count - 1].children[name] = ordinal
        }
        let index = rulesIndex(of: name)
        if hasType, case .undeclared = rules[index].content { invalid("the element '\(shown(name))' is not declared") }
        open.append(Open(name: name, ordinal: ordinal, rules: index))
        return rules[index]
    }

    /// The element that is open has a child.
    private func advance(to name: Int32) {
        let level = open.count - 1
        guard !open[level].isFaulty else { return }
        switch rules[open[level].rules].content {
        case .undeclared, .any: return
        case .empty: fault("the element '\(shown(open[level].name))' must be empty")
        case .mixed(let allowed):
            if allowed.contains(name) { return }
            fault("the element '\(shown(name))' is not allowed in '\(shown(open[level].name))'")
        case .children(let number):
            let places = automata[number].places(after: open[level].places, name)
            if places.isEmpty {
                fault("expected \(expected(number, level)) but found the element '\(shown(name))'")
            } else {
                open[level].places = places
            }
        }
    }

    private func fault(_ message: String) {
        invalid(message)
        open[open.count - 1].isFaulty = true
    }

    private func expected(_ automaton: Int, _ level: Int) -> String {
        let names = automata[automaton].expected(after: open[level].places)
        var words = names.prefix(8).map { "'\(shown($0))'" }
        if names.count > 8 { words.append("…") }
        if automata[automaton].mayEnd(at: open[level].places) {
            words.append("the end of '\(shown(open[level].name))'")
        }
        guard let last = words.popLast() else { return "nothing" }
        return words.isEmpty ? last : words.joined(separator: ", ") + " or " + last
    }

    /// The element that is open ends.
    func end() {
        guard let element = open.last else { return }
        if !element.isFaulty, case .children(let number) = rules[element.rules].content,
            !automata[number].mayEnd(at: element.places)
        {
            invalid("expected \(expected(number, open.count - 1)) but the element '\(shown(element.name))' ends")
        }
        open.removeLast()
    }

    /// Text, white space between elements apart.
    func text(isBlank: Bool) {
        guard let element = open.last, !element.isFaulty else { return }
        let rules = rules[element.rules]
        switch rules.content {
        case .empty: fault("the element '\(shown(element.name))' must be empty")
        case .children where !isBlank: fault("text is not allowed in the element '\(shown(element.name))'")
        case .children where isStandalone && rules.isDeclaredOutside:
            fault(
                "the document stands alone, and '\(shown(element.name))' has white space that a declaration elsewhere tells from text"
            )
        default: break
        }
    }

    /// A comment, an instruction or a reference.
    func other() {
        guard let element = open.last, !element.isFaulty else { return }
        if case .empty = rules[element.rules].content { fault("the element '\(shown(element.name))' must be empty") }
    }

    /// An entity was not read.
    func skip(_ name: [UInt8]) {
        if type.entities[name] == nil { invalid("the entity '\(shown(name))' is not declared") }
    }

    /// The document ends: every IDREF has its ID.
    func finish() {
        for reference in references where awaited.contains(reference) {
            invalid("no element has the ID '\(shown(reference))'")
        }
    }

    // MARK: Rules

    private func rulesIndex(of name: Int32) -> Int {
        if let index = rulesOf[name] { return index }
        let bytes = names[Int(name)]
        var made = ElementRules(content: .undeclared)
        if let element = type.elements[bytes] {
            made.isDeclaredOutside = element.isDeclaredOutside
            switch element.model.kind {
            case .empty: made.content = .empty
            case .any: made.content = .any
            case .mixed:
                made.content = .mixed(
                    Set(element.model.steps.compactMap { if case .name(let name) = $0 { number(name) } else { nil } }))
            case .children: made.content = automaton(of: bytes, element.model)
            }
        }
        for attribute in type.attributes[bytes] ?? [] {
            made.attributes[attribute.name] = attribute
            if attribute.mode == .required { made.required.append(attribute.name) }
        }
        rules.append(made)
        rulesOf[name] = rules.count - 1
        return rules.count - 1
    }

    private func automaton(of name: [UInt8], _ model: ContentModel) -> Content {
        do throws(ContentAutomaton.TooLarge) {
            let automaton = try ContentAutomaton(model.steps, room: &room) { number($0) }
            if !automaton.isDeterministic { invalid("the content model of '\(shown(name))' is ambiguous") }
            automata.append(automaton)
            return .children(automata.count - 1)
        } catch {
            invalid("the content model of '\(shown(name))' is too large to be checked")
            return .any
        }
    }
}
