/// The elements that are open in text under construction, and their names.
struct OpenElements: ~Copyable {
    private var names = TextBuffer()
    private var levels: [Level] = []

    struct Level {
        let nameStart: Int
        /// How many declarations of namespaces were in force before its own.
        let declarations: Int
        /// The number of the first place for white space in it.
        let firstPlace: Int
        /// Whether it has text, or is in what has: then white space is part of it.
        var keepsBlanks: Bool
        /// Whether `xml:space` says so, if it says anything.
        var preserves: Bool
        var hasChildren = false
    }

    var isEmpty: Bool { levels.isEmpty }
    var count: Int { levels.count }

    /// Opens an element, whose name is to be put next, as it stands in the text.
    mutating func open(declarations: Int, firstPlace: Int) {
        // As deep as most documents are.
        if levels.isEmpty { levels.reserveCapacity(16) }
        let parent = levels.last
        let keeps = parent.map { $0.keepsBlanks } ?? false
        levels.append(
            Level(
                nameStart: names.count, declarations: declarations, firstPlace: firstPlace, keepsBlanks: keeps,
                preserves: parent?.preserves ?? false))
    }

    mutating func putName(_ range: Range<Int>, of text: borrowing TextBuffer) { names.put(range, of: text) }

    /// Writes the name of the innermost element.
    func putName(into text: inout TextBuffer) { text.put((levels.last?.nameStart ?? 0)..<names.count, of: names) }

    mutating func close() {
        guard let last = levels.popLast() else { return }
        names.truncate(to: last.nameStart)
    }

    /// The name of the innermost element, or its beginning.
    var innermostName: String? {
        levels.last.map { XML.shown(names.span.extracting($0.nameStart...)) }
    }

    /// Declarations in force around the innermost element.
    var outerDeclarations: Int { levels.last?.declarations ?? 0 }
    var firstPlace: Int { levels.last?.firstPlace ?? 0 }
    var hasChildren: Bool { levels.last?.hasChildren ?? false }

    /// Whether white space may come or go in the innermost element.
    var takesLines: Bool {
        guard let last = levels.last else { return false }
        return !last.keepsBlanks && !last.preserves
    }

    mutating func notesChild() {
        if let last = levels.indices.last { levels[last].hasChildren = true }
    }

    mutating func isMixed() {
        if let last = levels.indices.last { levels[last].keepsBlanks = true }
    }

    /// What `xml:space` says of the innermost element.
    mutating func preserves(_ value: Bool) {
        if let last = levels.indices.last { levels[last].preserves = value }
    }
}
