extension XML.Element {
    init(arena: Arena, node: Int) { self.init(owner: arena, index: UInt32(truncatingIfNeeded: node)) }
    init(branch: Branch) { self.init(owner: branch, index: 0) }

    /// Whether a ``Branch`` is behind it.
    @inline(__always)
    var isEdited: Bool { index == 0 }

    /// The branch behind it, if it is one.
    @inline(__always)
    var branch: Branch? {
        // Safe: elements with the index 0 come with a branch.
        index == 0 ? unsafe unsafeDowncast(owner, to: Branch.self) : nil
    }

    /// The arena behind it. Ask only where there is no branch.
    @inline(__always)
    var arena: Arena {
        // Safe: elements with another index come with an arena.
        unsafe unsafeDowncast(owner, to: Arena.self)
    }

    @inline(__always)
    var node: Int { Int(index) }

    /// The branch behind it, made one of its own first, for a change.
    mutating func edit() -> Branch {
        if index == 0, isKnownUniquelyReferenced(&owner) { return unsafe unsafeDowncast(owner, to: Branch.self) }
        let branch = Branch(copying: self)
        self = XML.Element(branch: branch)
        return branch
    }
}

extension XML.Element {
    /// Goes through the children of an element, one after the other.
    struct Cursor: IteratorProtocol {
        private let owner: Owner
        private let isEdited: Bool
        private let end: Int
        private var place: Int

        init(_ parent: XML.Element) {
            owner = parent.owner
            isEdited = parent.isEdited
            if let branch = parent.branch {
                place = 0
                end = branch.children.count
            } else {
                place = parent.arena.firstChild(parent.node)
                end = parent.arena.end(parent.node)
            }
        }

        @inline(__always)
        mutating func next() -> XML.Element? {
            if place >= end { return nil }
            if isEdited {
                place += 1
                // Safe: see `branch` and `arena`.
                return unsafe unsafeDowncast(owner, to: Branch.self).children[place - 1]
            }
            let arena = unsafe unsafeDowncast(owner, to: Arena.self)
            let child = XML.Element(arena: arena, node: place)
            place = arena.next(place)
            return child
        }
    }
}
