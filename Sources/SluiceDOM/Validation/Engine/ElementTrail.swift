internal import CLibXML2
internal import SluiceXML

/// The elements that are open in a document that passes by, and the faults in them.
///
/// Paths are those of ``NodePaths``. Whether `book` is `book[1]` is known when its parent ends; so a fault keeps its steps,
/// and its path is made when all has passed by.
@safe
final class ElementTrail {
    /// A step of a path.
    final class Step {
        let test: String
        /// The element's local name.
        let name: String
        /// The place among those that it is counted with.
        let number: Int
        /// Whether it is the only one of those.
        var isAlone: Bool
        let parent: Step?
        let line: Int
        /// The first child, if that is an element. It holds this step, so it is let go as soon as no fault is about it.
        var firstChild: Step?
        var isFirstChildAtFault = false

        init(_ test: String, name: String, _ number: Int, isAlone: Bool, in parent: Step?, line: Int) {
            self.test = test
            self.name = name
            self.number = number
            self.isAlone = isAlone
            self.parent = parent
            self.line = line
        }

        var path: String {
            var steps: [String] = []
            var step: Step? = self
            while let current = step {
                steps.append(current.isAlone ? current.test : "\(current.test)[\(current.number)]")
                step = current.parent
            }
            return "/" + steps.reversed().joined(separator: "/")
        }
    }

    /// An open element, and its children so far.
    private struct Level {
        let step: Step
        var elements = 0
        var firstElement: Step?
        var counts: [String: Int] = [:]
        var firsts: [String: Step] = [:]
        /// The last child, if that is an element.
        var last: Step?
        var isEmpty = true
    }

    struct Fault {
        let message: String
        let line: Int
        let code: Int
        let step: Step?
        /// Whether it is about the step's first child, if that turns out to be an element.
        var isAboutFirstChild = false
        /// The rest of the path.
        let rest: String
    }

    private var levels: [Level] = []
    private var faults: [Fault] = []
    private let name: String?
    private let most: Int
    /// Faults so far, those that are not kept included.
    private(set) var count = 0
    /// The last fault's number.
    private(set) var lastCode = 0
    /// What is looked at; faults are there.
    private(set) var culprit: Step?
    /// The root of a tree in which faults say where they are, the culprit's.
    var subtree: NodeRef?

    /// Whether an element begins.
    var isBeginning = false
    /// Whether the innermost element has text; of one text it is said once that it is not wanted.
    var isInText = false
    private var hasTextFault = false
    /// Stands for the first child of the element that begins.
    var firstChild: NodeRef?
    /// Attributes that are not wanted, which is said at the end of their element.
    private var unwanted: [Fault] = []

    init(name: String?, most: Int) {
        self.name = name
        self.most = most
    }

    var depth: Int { levels.count }
    var innermost: Step? { levels.last?.step }

    // MARK: What passes by

    func open(_ name: XML.Name, line: Int) {
        let test = name.prefix.isEmpty && !name.uri.isEmpty ? "*" : String(name.qualified)
        let step = levels.isEmpty ? nil : step(test, name, line)
        let opened = step ?? Step(test, name: String(name.local), 1, isAlone: true, in: nil, line: line)
        levels.append(Level(step: opened))
        culprit = opened
    }

    func close() {
        guard let step = levels.popLast()?.step else { return }
        if !step.isFirstChildAtFault { step.firstChild = nil }
    }

    deinit {
        for fault in faults { fault.step?.firstChild = nil }
    }

    /// A text, a comment or a processing instruction.
    func leaf() {
        guard !levels.isEmpty else { return }
        levels[levels.count - 1].last = nil
        levels[levels.count - 1].isEmpty = false
        hasTextFault = false
    }

    private func step(_ test: String, _ name: XML.Name, _ line: Int) -> Step {
        let level = levels.count - 1
        levels[level].elements += 1
        levels[level].firstElement?.isAlone = false
        levels[level].firstElement = nil
        // Without a prefix all elements are counted, whatever their names.
        let number = test == "*" ? levels[level].elements : levels[level].counts[test, default: 0] + 1
        let step = Step(
            test, name: String(name.local), number, isAlone: number == 1, in: levels[level].step, line: line)
        if test == "*" {
            if number == 1 { levels[level].firstElement = step }
        } else {
            levels[level].counts[test] = number
            if number == 1 { levels[level].firsts[test] = step }
            if number == 2 { levels[level].firsts.removeValue(forKey: test)?.isAlone = false }
        }
        levels[level].last = step
        if levels[level].isEmpty { levels[level].step.firstChild = step }
        levels[level].isEmpty = false
        return step
    }

    // MARK: Faults

    /// Faults that come are about the innermost element.
    func blameElement() { culprit = innermost }

    /// Faults that come are about its last child, if that is an element.
    func blameLastChild() { culprit = levels.last?.last ?? innermost }

    func note(_ error: xmlError, _ words: String) {
        // What libxml2's own parser says of the document that it does not get.
        guard unsafe error.domain != Int32(XML_FROM_PARSER.rawValue) else { return }
        if isInText {
            if hasTextFault { return }
            hasTextFault = true
        }
        lastCode = unsafe Int(error.code)
        // Of what passes by, libxml2 has not the name at hand.
        let isText = subtree == nil && lastCode == Int(XML_RELAXNG_ERR_TEXTWRONG.rawValue)
        let words = isText ? "Did not expect text in element \(culprit?.name ?? "") content" : words
        let node = unsafe error.node.map { unsafe NodeRef($0.assumingMemoryBound(to: xmlNode.self)) }
        let culprit = isBeginning && Self.faultsOfParents.contains(lastCode) ? culprit?.parent : culprit
        var fault = Fault(message: words, line: culprit?.line ?? 0, code: lastCode, step: culprit, rest: "")
        if let subtree {
            // Safe: the nodes that errors have are alive; where there is none, it is the last that libxml2 was told of.
            let isInside = node.map { subtree.isAtOrAbove($0) } ?? false
            let node = isInside ? node : nil
            let rest = node.map { NodePaths().path(of: $0, under: subtree) }
            fault = Fault(
                message: words, line: node?.lineAround ?? 0, code: lastCode, step: rest == nil ? nil : culprit,
                rest: rest ?? "")
        } else if let firstChild, node == firstChild {
            fault.isAboutFirstChild = true
        } else if lastCode == Int(XML_SCHEMAV_CVC_IDC.rawValue), words.contains(" of keyref ") {
            // A reference to a key is found wanting where the element ends that has all keys.
            fault = Fault(message: words, line: unsafe Int(error.line), code: lastCode, step: nil, rest: "")
        }
        let isUnwanted = firstChild != nil && lastCode == Int(XML_RELAXNG_ERR_INVALIDATTR.rawValue)
        if isUnwanted { unwanted.append(fault) } else { add([fault]) }
    }

    func add(_ found: [Fault]) {
        count += found.count
        for fault in found.prefix(most - faults.count) {
            if fault.isAboutFirstChild { fault.step?.isFirstChildAtFault = true }
            faults.append(fault)
        }
    }

    /// The faults that are about attributes that are not wanted, once.
    func takeUnwanted() -> [Fault] {
        defer { unwanted.removeAll(keepingCapacity: true) }
        return unwanted
    }

    /// What is wrong with an element, and found where a child of it begins.
    private static let faultsOfParents = Set(
        [
            XML_SCHEMAV_CVC_ELT_3_2_1, XML_SCHEMAV_CVC_COMPLEX_TYPE_2_1, XML_SCHEMAV_CVC_COMPLEX_TYPE_2_2,
            XML_SCHEMAV_CVC_TYPE_3_1_2,
        ].map { Int($0.rawValue) })

    /// Takes back the faults behind the first `count`.
    func forget(from count: Int) {
        self.count = count
        for fault in faults.dropFirst(count) { fault.step?.isFirstChildAtFault = false }
        faults.removeLast(max(faults.count - count, 0))
    }

    /// The faults, when all has passed by.
    func result() -> [XML.DOM.ValidationError] {
        faults.map { fault in
            let child = fault.isAboutFirstChild ? fault.step?.firstChild : nil
            let line = child?.line ?? fault.line
            return XML.DOM.ValidationError(
                message: fault.message, line: line > 0 ? line : nil,
                path: (child ?? fault.step).map { $0.path + fault.rest } ?? "", code: fault.code, sourceName: name)
        }
    }

    /// What libxml2 finds without words for it.
    func noteInvalid() {
        if count == 0 { add([Fault(message: "the document is not valid", line: 0, code: 0, step: nil, rest: "")]) }
    }
}
