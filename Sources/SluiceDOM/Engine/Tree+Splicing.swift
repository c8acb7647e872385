internal import CLibXML2

// Nodes in and out of their places. What may stand where is asked before.
extension Tree {
    /// Takes a node out of its place. It is an orphan then.
    func detach(_ node: NodeRef) {
        guard let parent = node.parent else { return }
        changeValue(of: parent) { unlink(node) }
        orphaned(node)
    }

    /// Puts a node, which belongs to `origin`, under `parent`, before one of its children or behind the last.
    func insert(_ node: NodeRef, from origin: Tree, into parent: NodeRef, before reference: NodeRef? = nil) {
        if node == reference { return }
        let node = origin.release(node, to: self)
        changeValue(of: parent) {
            if let reference { link(node, to: parent, before: reference) } else { parent.append(node) }
        }
        if node.isDocumentType, parent.isDocument { unsafe document.pointee.intSubset = node.documentType }
    }

    /// Puts a node alone, as this tree's.
    func insertAlone(_ node: NodeRef, from origin: Tree) { orphaned(origin.release(node, to: self)) }

    /// Puts an attribute behind those of an element, which has none of its name.
    func insert(attribute node: NodeRef, from origin: Tree, into element: NodeRef) {
        insert(attribute: origin.release(node, to: self), into: element)
    }

    /// Takes a node out of its place, or from the orphans, for `tree`, whose node it is then.
    private func release(_ node: NodeRef, to tree: Tree) -> NodeRef {
        if let parent = node.parent {
            changeValue(of: parent) { unlink(node) }
        } else {
            orphans.remove(node)
        }
        return tree === self ? node : tree.adopt(node, from: self)
    }

    // MARK: Neighbours' pointers

    private func unlink(_ node: NodeRef) {
        // Safe: it frees nothing, and knows attributes and document types.
        unsafe xmlUnlinkNode(node.pointer)
    }

    private func link(_ node: NodeRef, to parent: NodeRef, before reference: NodeRef) {
        let previous = reference.previous
        unsafe node.pointer.pointee.parent = parent.pointer
        unsafe node.pointer.pointee.prev = previous?.pointer
        unsafe node.pointer.pointee.next = reference.pointer
        unsafe reference.pointer.pointee.prev = node.pointer
        if let previous {
            unsafe previous.pointer.pointee.next = node.pointer
        } else {
            unsafe parent.pointer.pointee.children = node.pointer
        }
    }

    /// Puts an attribute that is nowhere behind those of an element.
    func insert(attribute node: NodeRef, into element: NodeRef) {
        unsafe node.pointer.pointee.parent = element.pointer
        guard var last = element.firstAttribute else {
            unsafe element.pointer.pointee.properties = node.attribute
            return
        }
        while let next = last.next { last = next }
        unsafe last.pointer.pointee.next = node.pointer
        unsafe node.pointer.pointee.prev = last.pointer
    }

    /// Does what changes an attribute's value, if `node` is one: as an ID it is known by its value.
    func changeValue(of node: NodeRef, _ change: () -> Void) {
        guard node.isAttribute else { return change() }
        node.isDefaulted = false
        guard node.isID else { return change() }
        forget(id: node)
        change()
        note(id: node)
    }
}
