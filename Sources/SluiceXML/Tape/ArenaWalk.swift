/// Goes through a subtree of an arena in document order, with a stack of its own: each node is entered and left.
struct ArenaWalk {
    enum Step {
        case enter(Int)
        case leave(Int)
    }

    private let arena: Arena
    private var place: Int
    private var open: ContiguousArray<(node: Int, end: Int)> = []
    private var isAtRoot = true

    init(_ arena: Arena, _ root: Int) {
        self.arena = arena
        place = root
    }

    /// Nodes that are entered and not left.
    var depth: Int { open.count }

    @inline(__always)
    mutating func next() -> Step? {
        if let last = open.last {
            if place == last.end {
                open.removeLast()
                place = arena.next(last.node)
                return .leave(last.node)
            }
        } else if !isAtRoot {
            return nil
        }
        isAtRoot = false
        let node = place
        open.append((node, arena.end(node)))
        place = arena.firstChild(node)
        return .enter(node)
    }
}
