extension XML.Element {
    /// Puts each element within this one on a line of its own: white space is set before and behind children.
    ///
    /// Text is never changed: an element with text of its own, or between its children, stays as it is, and so does all
    /// that is in it where `xml:space` says so.
    ///
    /// - Parameter space: What one level is indented by.
    /// - Parameter level: Levels that the element itself is indented by.
    /// - Parameter changesMixedContent: Python's ElementTree before 2026 sets white space beside text, too.
    public mutating func indent(space: String = "  ", level: Int = 0, changesMixedContent: Bool = false) {
        guard count > 0, changesMixedContent || !isMixed else { return }
        let indentations = Indentations(space: space, first: max(level, 0))
        var open: [Indented] = [Indented(self)]
        while var last = open.popLast() {
            let depth = open.count
            if let child = last.cursor.next() {
                open.append(last)
                if child.count > 0, changesMixedContent || !child.isMixed {
                    open.append(Indented(child))
                } else {
                    open[depth].children.append(child)
                }
                continue
            }
            let element = last.finished(inner: indentations[depth + 1], outer: indentations[depth])
            if depth == 0 { self = element } else { open[depth - 1].children.append(element) }
        }
    }

    /// Whether there is text among its children, or white space that must stay.
    private var isMixed: Bool {
        if get("{http://www.w3.org/XML/1998/namespace}space") == "preserve" || !text.isBlank { return true }
        var children = Cursor(self)
        while let child = children.next() { if !child.tail.isBlank { return true } }
        return false
    }

    /// An element whose children are being indented.
    private struct Indented {
        private let element: XML.Element
        var cursor: Cursor
        var children: ContiguousArray<XML.Element> = []

        init(_ element: XML.Element) {
            self.element = element
            cursor = Cursor(element)
        }

        func finished(inner: String, outer: String) -> XML.Element {
            var element = element
            let branch = element.edit()
            branch.children = children
            if branch.text.isBlank { branch.text = inner }
            for i in children.indices where branch.children[i].tail.isBlank {
                branch.children[i].tail = i == children.count - 1 ? outer : inner
            }
            return element
        }
    }

    /// Line breaks with white space for each level, each made once.
    private final class Indentations {
        private let space: String
        private var known: [String]

        init(space: String, first: Int) {
            self.space = space
            known = ["\n" + String(repeating: space, count: first)]
        }

        subscript(level: Int) -> String {
            while level >= known.count { known.append(known[known.count - 1] + space) }
            return known[level]
        }
    }
}

extension XML.ElementTree {
    /// Puts each element on a line of its own. Text is never changed.
    public mutating func indent(space: String = "  ", level: Int = 0, changesMixedContent: Bool = false) {
        root.indent(space: space, level: level, changesMixedContent: changesMixedContent)
    }
}

extension String? {
    /// Whether it is nothing but white space, or nothing at all.
    fileprivate var isBlank: Bool { self?.allSatisfy(\.isWhitespace) ?? true }
}
