// Nodes without a parent: kept while anyone holds them.
extension Tree {
    /// Takes a node that has no parent (any more). Whoever calls has a wrapper of it, or is done with it.
    func orphaned(_ node: NodeRef) {
        orphans.insert(node)
        earn(8)
    }

    /// A wrapper is gone.
    func dropped(_ node: NodeRef) {
        if orphans.isEmpty { return }
        earn(node.parent == nil && !node.isDocument && lastSweepCost < Self.cheap ? Self.cheap : 1)
    }

    private static var cheap: Int { 64 }

    /// Sweeps when that has been paid for: all sweeps together cost a small multiple of what is done to the tree.
    private func earn(_ amount: Int) {
        credit += amount
        if credit >= max(lastSweepCost, Self.cheap), !isSweeping, keepsOrphans == 0 { sweep() }
    }

    /// Frees the orphans that nobody holds.
    func sweep() {
        isSweeping = true
        credit = 0
        lastSweepCost = 0
        var forgotten: [[String: UserDatum]] = []
        orphans = orphans.filter { root in
            var visited = 0
            if root.isHeld(visited: &visited) {
                lastSweepCost += visited
                return true
            }
            forget(root, &forgotten)
            free(root)
            return false
        }
        isSweeping = false
        // Here the users' objects go, which may do anything.
        for data in forgotten { Self.tellDeletion(of: data) }
    }

    private func forget(_ root: NodeRef, _ forgotten: inout [[String: UserDatum]]) {
        guard !userData.isEmpty else { return }
        var node: NodeRef? = root
        while let current = node {
            for part in [current] + current.attached {
                if let data = userData.removeValue(forKey: part) { forgotten.append(data) }
            }
            node = current.following(under: root)
        }
    }
}
