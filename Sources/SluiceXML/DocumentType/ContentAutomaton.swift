/// What may follow what in an element (XML 1.0, section 3.2.1): Glushkov's automaton of its content model, whose states are
/// the names in the model. Built without recursion.
struct ContentAutomaton {
    /// A model whose automaton has too many steps to be kept.
    struct TooLarge: Error {}

    private struct Part {
        var isNullable: Bool
        var first: [Int32]
        var last: [Int32]
    }

    /// The name at each place of the model, from 1; place 0 is the beginning.
    private(set) var names: [Int32] = [-1]
    private var follow: [[Int32]] = [[]]
    private var isLast: [Bool] = [false]
    /// Where each name leads to from a place; made when it is first asked for.
    private var steps: [[Int32: [Int32]]?] = [nil]
    /// Whether each name leads to one place, as a model should be (section 3.2.1, appendix E).
    private(set) var isDeterministic = true

    /// - Parameter room: Steps that it may have; what it has is taken off.
    init(_ model: [ContentModel.Step], room: inout Int, number: ([UInt8]) -> Int32) throws(TooLarge) {
        var parts: [Part] = []
        for step in model {
            switch step {
            case .name(let name):
                let place = Int32(names.count)
                names.append(number(name))
                follow.append([])
                isLast.append(false)
                steps.append(nil)
                parts.append(Part(isNullable: false, first: [place], last: [place]))
            case .sequence(let count):
                let start = parts.count - count
                var whole = parts[start]
                for part in parts[(start + 1)...] {
                    try join(whole.last, part.first, &room)
                    if whole.isNullable { whole.first += part.first }
                    if part.isNullable { whole.last += part.last } else { whole.last = part.last }
                    whole.isNullable = whole.isNullable && part.isNullable
                }
                parts.replaceSubrange(start..., with: [whole])
            case .choice(let count):
                let start = parts.count - count
                var whole = parts[start]
                for part in parts[(start + 1)...] {
                    whole.first += part.first
                    whole.last += part.last
                    whole.isNullable = whole.isNullable || part.isNullable
                }
                parts.replaceSubrange(start..., with: [whole])
            case .optional: parts[parts.count - 1].isNullable = true
            case .star, .plus:
                let part = parts[parts.count - 1]
                try join(part.last, part.first, &room)
                if case .star = step { parts[parts.count - 1].isNullable = true }
            }
        }
        guard let whole = parts.first else { return }
        follow[0] = whole.first
        isLast[0] = whole.isNullable
        for place in whole.last { isLast[Int(place)] = true }
        for place in follow.indices {
            follow[place] = Array(Set(follow[place])).sorted()
            var seen: Set<Int32> = []
            for next in follow[place] where !seen.insert(names[Int(next)]).inserted { isDeterministic = false }
        }
    }

    private mutating func join(_ last: [Int32], _ first: [Int32], _ room: inout Int) throws(TooLarge) {
        let (count, overflows) = last.count.multipliedReportingOverflow(by: first.count)
        guard !overflows, count <= room else { throw TooLarge() }
        room -= count
        for place in last { follow[Int(place)] += first }
    }

    /// The places where one may be after a name; none, if it cannot stand there.
    mutating func places(after places: [Int32], _ name: Int32) -> [Int32] {
        var next: Set<Int32> = []
        for place in places {
            if steps[Int(place)] == nil {
                steps[Int(place)] = Dictionary(grouping: follow[Int(place)]) { names[Int($0)] }
            }
            let found = steps[Int(place)]?[name] ?? []
            if places.count == 1 { return found }
            next.formUnion(found)
        }
        return next.sorted()
    }

    /// Whether the element may end there.
    func mayEnd(at places: [Int32]) -> Bool { places.contains { isLast[Int($0)] } }

    /// The names that may come next, in the model's order.
    func expected(after places: [Int32]) -> [Int32] {
        var seen: Set<Int32> = []
        return places.flatMap { follow[Int($0)] }.sorted().map { names[Int($0)] }.filter { seen.insert($0).inserted }
    }
}
