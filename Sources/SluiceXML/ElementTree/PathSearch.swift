/// Finds what a path selects, one element after the other. Each step draws on the one before it.
final class PathSearch {
    /// An element on its way; and its number in the map of parents, where there is one.
    struct Item {
        let element: XML.Element
        var number = -1
    }

    /// What a step is in the middle of.
    private struct State {
        /// Children that are left, of the elements that are being gone through: one level, or one for each on the way down.
        var levels: [Siblings] = []
        /// Parents that were given.
        var given: Set<Int> = []
    }

    private enum Siblings {
        case cursor(XML.Element.Cursor)
        case numbers(Range<Int>)
    }

    private let path: XML.ElementPath
    private var states: [State]
    private var start: Item?
    private var map: ParentMap?

    init(_ path: XML.ElementPath, from element: XML.Element) {
        self.path = path
        states = Array(repeating: State(), count: path.steps.count)
        start = Item(element: element)
        if path.needsParents {
            map = ParentMap(root: element)
            start?.number = 0
        }
    }

    func next() -> XML.Element? { path.steps.isEmpty ? nil : next(before: path.steps.count)?.element }

    /// The next item that comes out of the first `count` steps. Goes as deep as a path has steps.
    private func next(before count: Int) -> Item? {
        guard count > 0 else {
            defer { start = nil }
            return start
        }
        let step = count - 1
        switch path.steps[step] {
        case .itself: return next(before: step)
        case .child(let test):
            while true {
                if let child = nextSibling(step) {
                    if test.matches(child.element) { return child }
                } else {
                    guard let parent = next(before: step) else { return nil }
                    states[step].levels.append(children(of: parent))
                }
            }
        case .descendant(let test):
            while true {
                if let child = nextSibling(step) {
                    if child.element.count > 0 { states[step].levels.append(children(of: child)) }
                    if test.matches(child.element) { return child }
                } else {
                    guard let parent = next(before: step) else { return nil }
                    states[step].levels.append(children(of: parent))
                }
            }
        case .parent:
            while let item = next(before: step) {
                guard let parent = map?.parent(of: item.number), states[step].given.insert(parent.number).inserted
                else {
                    continue
                }
                return parent
            }
            return nil
        case .filter(let predicate):
            while let item = next(before: step) { if matches(item, predicate) { return item } }
            return nil
        }
    }

    private func children(of item: Item) -> Siblings {
        item.number < 0 ? .cursor(XML.Element.Cursor(item.element)) : .numbers(map?.children(of: item.number) ?? 0..<0)
    }

    /// The next of the innermost level that has one; levels that are used up are dropped.
    private func nextSibling(_ step: Int) -> Item? {
        while let last = states[step].levels.indices.last {
            switch states[step].levels[last] {
            case .cursor(var cursor):
                let child = cursor.next()
                if let child {
                    states[step].levels[last] = .cursor(cursor)
                    return Item(element: child)
                }
            case .numbers(let numbers):
                if let number = numbers.first, let element = map?.element(number) {
                    states[step].levels[last] = .numbers(numbers.dropFirst())
                    return Item(element: element, number: number)
                }
            }
            states[step].levels.removeLast()
        }
        return nil
    }

    private func matches(_ item: Item, _ predicate: XML.ElementPath.Predicate) -> Bool {
        let element = item.element
        switch predicate {
        case .attribute(let name): return element.attributes.index(of: name) != nil
        case .attributeValue(let name, let value, let isEqual):
            guard let found = element.get(name) else { return false }
            return (found == value) == isEqual
        case .child(let test):
            var children = XML.Element.Cursor(element)
            while let child = children.next() { if test.matches(child) { return true } }
            return false
        case .text(nil, let text, let isEqual): return (element.joinedText == text) == isEqual
        case .text(let test?, let text, let isEqual):
            var children = XML.Element.Cursor(element)
            while let child = children.next() {
                if test.matches(child), (child.joinedText == text) == isEqual { return true }
            }
            return false
        case .position(let position): return map?.position(of: item.number) == position
        case .fromLast(let position): return map?.positionFromLast(of: item.number) == position
        }
    }
}

/// The elements that a search has come to, by number, each with its parent and its place among those of its name.
struct ParentMap {
    private struct Entry {
        let element: XML.Element
        let parent: Int
        /// Among the siblings of its name, from the first and from the last.
        var position = 0
        var fromLast = 0
        var children: Range<Int>?
    }

    private var entries: [Entry]

    init(root: XML.Element) { entries = [Entry(element: root, parent: -1)] }

    func element(_ number: Int) -> XML.Element { entries[number].element }

    func parent(of number: Int) -> PathSearch.Item? {
        let parent = entries[number].parent
        return parent < 0 ? nil : PathSearch.Item(element: entries[parent].element, number: parent)
    }

    /// `nil` for the root of the search, which is among nobody.
    func position(of number: Int) -> Int? { number == 0 ? nil : entries[number].position }
    func positionFromLast(of number: Int) -> Int? { number == 0 ? nil : entries[number].fromLast }

    /// The numbers of an element's children, which they get when they are first asked for.
    mutating func children(of number: Int) -> Range<Int> {
        if let known = entries[number].children { return known }
        let first = entries.count
        var seen: [String: Int] = [:]
        for child in entries[number].element.children {
            let position = seen[child.tag, default: 0]
            seen[child.tag] = position + 1
            entries.append(Entry(element: child, parent: number, position: position))
        }
        let numbers = first..<entries.count
        for i in numbers { entries[i].fromLast = (seen[entries[i].element.tag] ?? 0) - 1 - entries[i].position }
        entries[number].children = numbers
        return numbers
    }
}
