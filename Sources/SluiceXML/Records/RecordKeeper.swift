/// Sees to it that records which the user keeps do not keep those that came with them.
///
/// Records that were read together share an arena. Where several arenas are still held when they are over, records are
/// copied out of theirs, each on its own, until the holders have let go.
struct RecordKeeper {
    private var held: [Arena] = []
    /// The same while the document is silent: then their holders alone keep them.
    private var resting: [Resting] = []
    private static let mostHeld = 4

    private struct Resting {
        weak var arena: Arena?
    }

    /// Arenas that live as long as this looks at them.
    var heldCount: Int { held.count }

    /// The record at a node.
    func element(of arena: Arena, at node: Int) -> XML.Element {
        let element = XML.Element(arena: arena, node: node)
        return held.count >= Self.mostHeld ? element.detached() : element
    }

    /// Notes that an arena is over: who still holds it, holds a record of it.
    mutating func release(_ arena: Arena) {
        for i in held.indices.reversed() where isKnownUniquelyReferenced(&held[i]) { held.remove(at: i) }
        held.append(arena)
    }

    /// Looks at its arenas without keeping them, until there is another one.
    mutating func rest() {
        if held.isEmpty { return }
        for i in held.indices where !isKnownUniquelyReferenced(&held[i]) { resting.append(Resting(arena: held[i])) }
        held = []
    }

    mutating func wake() {
        if resting.isEmpty { return }
        held += resting.compactMap(\.arena)
        resting = []
    }
}
