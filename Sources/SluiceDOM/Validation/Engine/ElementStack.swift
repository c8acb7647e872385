internal import SluiceXML

/// The open elements of a document that passes by, with their places among their siblings.
///
/// The children of an element are counted by their tests, one counter for each test of each open element:
///
///     levels      root                 article       title
///     counters    article: 2  book: 1  title: 1
///     innermost   by test, which of the counters is that of the innermost element that has one
struct ElementStack {
    /// An element's part of a path.
    struct Place: BitwiseCopyable {
        let name: NameTable.Entry
        /// The place among the siblings that it is counted with.
        let number: Int
        let tag: TagPlace
    }

    struct Level: BitwiseCopyable {
        let place: Place
        /// Where its counters begin.
        fileprivate let counters: Int
        fileprivate var elements = 0
        /// The last child, if that is an element.
        fileprivate(set) var last: Place?
        fileprivate(set) var isEmpty = true
    }

    private struct Counter: BitwiseCopyable {
        let test: Int
        var count = 1
        /// The counter that an element further out has for the test, or -1.
        let outer: Int
    }

    private var levels: [Level] = []
    private var counters: [Counter] = []
    private var innermost: [Int] = []

    var count: Int { levels.count }
    var last: Level? { levels.last }
    subscript(level: Int) -> Level { levels[level] }

    mutating func open(_ name: NameTable.Entry, at tag: TagPlace) {
        var number = 1
        if let parent = levels.indices.last {
            levels[parent].elements += 1
            // Without a prefix all elements are counted, whatever their names.
            let isCounted = name.test != NameTable.anyElement
            number = isCounted ? count(name.test, from: levels[parent].counters) : levels[parent].elements
            levels[parent].last = Place(name: name, number: number, tag: tag)
            levels[parent].isEmpty = false
        }
        levels.append(Level(place: Place(name: name, number: number, tag: tag), counters: counters.count))
    }

    /// Counts a child of the element whose counters begin at `start`.
    private mutating func count(_ test: Int, from start: Int) -> Int {
        while innermost.count <= test { innermost.append(-1) }
        let counter = innermost[test]
        if counter >= start {
            counters[counter].count += 1
            return counters[counter].count
        }
        innermost[test] = counters.count
        counters.append(Counter(test: test, outer: counter))
        return 1
    }

    mutating func close() {
        guard let level = levels.popLast() else { return }
        while counters.count > level.counters {
            let counter = counters.removeLast()
            innermost[counter.test] = counter.outer
        }
    }

    /// A child of the innermost element that is none.
    mutating func leaf() {
        guard let level = levels.indices.last else { return }
        levels[level].last = nil
        levels[level].isEmpty = false
    }
}
