internal import CLibXML2
internal import SluiceXML

/// The elements that are open in a document that passes by, and the faults in them.
///
/// Paths are those of ``NodePaths``. Whether `book` is `book[1]` is known when its parent ends; so a fault keeps its steps,
/// and its path is made when all has passed by. Elements that no fault is about have no steps, only counters: one for each
/// name among the children of an open element.
@safe
final class ElementTrail {
    /// A step of a path: of an element that a fault is about, or that is around one.
    final class Step {
        let place: ElementStack.Place
        /// Whether it is the only one of those that it is counted with.
        var isAlone: Bool
        let parent: Step?
        /// The first child, if that is an element. It does not hold this step.
        var firstChild: Step?

        init(_ place: ElementStack.Place, in parent: Step?) {
            self.place = place
            isAlone = place.number == 1
            self.parent = parent
        }

        private var part: String { isAlone ? place.name.step : "\(place.name.step)[\(place.number)]" }

        func path(toFirstChild child: Step?) -> String {
            var parts = child.map { [$0.part] } ?? []
            var step: Step? = self
            while let current = step {
                parts.append(current.part)
                step = current.parent
            }
            return "/" + parts.reversed().joined(separator: "/")
        }
    }

    /// An open element that has a step, and what has to be known of its children for that of theirs.
    private struct Mark {
        let step: Step
        /// Children that have a step and are alone so far, by their tests.
        var alone: [Int: Step] = [:]
        /// The last child, if that has a step.
        var last: Step?
    }

    struct Fault {
        let message: String
        let tag: TagPlace
        let code: Int
        let step: Step?
        /// Whether it is about the step's first child, if that turns out to be an element.
        var isAboutFirstChild = false
        /// The rest of the path.
        let rest: String
    }

    let names = NameTable()
    private var levels = ElementStack()
    /// Of the outermost levels.
    private var marks: [Mark] = []
    // Not asked of the levels at each event: that would cost a look whether others are at them.
    private(set) var depth = 0
    /// Where the innermost element begins.
    private(set) var tag = TagPlace()
    /// The name of the innermost element, if there is one.
    private(set) var innermost: NameTable.Entry?
    private var hasMarks = false
    private var faults: [Fault] = []
    private let name: String?
    private let most: Int
    /// Faults so far, those that are not kept included.
    private(set) var count = 0
    /// The last fault's number.
    private(set) var lastCode = 0
    /// Whether the last child is looked at; faults are there.
    private var isLastChildBlamed = false
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

    // MARK: What passes by

    /// - Returns: Its name.
    func open(_ name: XML.Name, at tag: TagPlace) -> NameTable.Entry {
        let name = names.entry(of: name)
        let isFirst = hasMarks && depth > 0 && levels[depth - 1].isEmpty
        levels.open(name, at: tag)
        if hasMarks, marks.count == depth, let place = levels.last?.place { mark(place, isFirst: isFirst) }
        depth += 1
        self.tag = tag
        innermost = name
        isLastChildBlamed = false
        return name
    }

    func close() {
        levels.close()
        depth = levels.count
        let place = levels.last?.place
        tag = place?.tag ?? TagPlace()
        innermost = place?.name
        guard hasMarks, marks.count > depth else { return }
        let step = marks.removeLast().step
        hasMarks = !marks.isEmpty
        if hasMarks { marks[depth - 1].last = step }
    }

    /// A text, a comment or a processing instruction.
    func leaf() {
        levels.leaf()
        if hasMarks, marks.count == depth { marks[depth - 1].last = nil }
        hasTextFault = false
    }

    // MARK: Steps

    /// A child begins in the element that has the last mark.
    private func mark(_ child: ElementStack.Place, isFirst: Bool) {
        let level = marks.count - 1
        let test = child.name.test
        marks[level].alone.removeValue(forKey: NameTable.anyElement)?.isAlone = false
        marks[level].alone.removeValue(forKey: test)?.isAlone = false
        marks[level].last = nil
        let step = marks[level].step
        if let first = step.firstChild, [test, NameTable.anyElement].contains(first.place.name.test) {
            first.isAlone = false
        }
        if isFirst { step.firstChild = Step(child, in: nil) }
    }

    /// The step of an open element.
    private func step(at level: Int) -> Step? {
        guard level >= 0 else { return nil }
        while marks.count <= level {
            hasMarks = true
            marks.append(Mark(step: step(levels[marks.count].place, in: marks.count - 1)))
        }
        return marks[level].step
    }

    /// The step of an element's last child, if that is an element.
    private func lastStep(at level: Int) -> Step? {
        guard level >= 0, let place = levels[level].last, step(at: level) != nil else { return nil }
        let last = marks[level].last ?? step(place, in: level)
        marks[level].last = last
        return last
    }

    /// Makes the step of an element behind which no sibling has come.
    private func step(_ place: ElementStack.Place, in level: Int) -> Step {
        let step = Step(place, in: level < 0 ? nil : marks[level].step)
        if level >= 0, step.isAlone { marks[level].alone[place.name.test] = step }
        return step
    }

    // MARK: Faults

    /// Faults that come are about the innermost element.
    func blameElement() { isLastChildBlamed = false }

    /// Faults that come are about its last child, if that is an element.
    func blameLastChild() { isLastChildBlamed = true }

    /// What faults are about.
    private func culprit(_ code: Int) -> Step? {
        let level = depth - 1
        if isLastChildBlamed, let last = lastStep(at: level) { return last }
        return step(at: isBeginning && Self.faultsOfParents.contains(code) ? level - 1 : level)
    }

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
        let culprit = culprit(lastCode)
        let words = isText ? "Did not expect text in element \(culprit?.place.name.name ?? "") content" : words
        let node = unsafe error.node.map { unsafe NodeRef($0.assumingMemoryBound(to: xmlNode.self)) }
        var fault = Fault(
            message: words, tag: culprit?.place.tag ?? TagPlace(), code: lastCode, step: culprit, rest: "")
        if let subtree {
            // Safe: the nodes that errors have are alive; where there is none, it is the last that libxml2 was told of.
            let isInside = node.map { subtree.isAtOrAbove($0) } ?? false
            let node = isInside ? node : nil
            let rest = node.map { NodePaths().path(of: $0, under: subtree) }
            fault = Fault(
                message: words, tag: node?.tagAround ?? TagPlace(), code: lastCode, step: rest == nil ? nil : culprit,
                rest: rest ?? "")
        } else if let firstChild, node == firstChild {
            fault.isAboutFirstChild = true
        } else if lastCode == Int(XML_SCHEMAV_CVC_IDC.rawValue), words.contains(" of keyref ") {
            // A reference to a key is found wanting where the element ends that has all keys.
            fault = Fault(
                message: words, tag: TagPlace(line: unsafe Int(error.line)), code: lastCode, step: nil, rest: "")
        }
        let isUnwanted = firstChild != nil && lastCode == Int(XML_RELAXNG_ERR_INVALIDATTR.rawValue)
        if isUnwanted { unwanted.append(fault) } else { add([fault]) }
    }

    func add(_ found: [Fault]) {
        count += found.count
        faults += found.prefix(most - faults.count)
    }

    /// The faults that are about attributes that are not wanted, once.
    func takeUnwanted() -> [Fault] {
        if unwanted.isEmpty { return [] }
        defer { unwanted = [] }
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
        faults.removeLast(max(faults.count - count, 0))
    }

    /// The faults, when all has passed by.
    func result() -> [XML.DOM.ValidationError] {
        faults.map { fault in
            let child = fault.isAboutFirstChild ? fault.step?.firstChild : nil
            let tag = child?.place.tag ?? fault.tag
            return XML.DOM.ValidationError(
                message: fault.message, at: tag,
                path: fault.step.map { $0.path(toFirstChild: child) + fault.rest } ?? "", code: fault.code,
                sourceName: name)
        }
    }

    /// What libxml2 finds without words for it.
    func noteInvalid() {
        if count == 0 {
            add([Fault(message: "the document is not valid", tag: TagPlace(), code: 0, step: nil, rest: "")])
        }
    }
}
