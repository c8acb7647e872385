internal import CLibXML2

// Nodes in and out of their places. What may stand where is asked before.
extension Tree {
    /// Takes a node out of its place. It is an orphan then.
    func detach(_ node: NodeRef) {
        guard node.parent != nil else { return }
        unsafe xmlUnlinkNode(node.pointer)
        orphaned(node)
    }

    /// Puts a node, which belongs to `origin`, under `parent`, before one of its children or behind the last.
    func insert(_ node: NodeRef, from origin: Tree, into parent: NodeRef, before reference: NodeRef? = nil) {
        if node == reference { return }
        if node.parent == nil { origin.orphans.remove(node) } else { unsafe xmlUnlinkNode(node.pointer) }
        if origin !== self { adopt(node, from: origin) }
        let behind = if let reference { reference.previous } else { parent.lastChild }
        unsafe node.pointer.pointee.parent = parent.pointer
        unsafe node.pointer.pointee.prev = behind?.pointer
        unsafe node.pointer.pointee.next = reference?.pointer
        if let behind { unsafe behind.pointer.pointee.next = node.pointer } else { unsafe parent.pointer.pointee.children = node.pointer }
        if let reference { unsafe reference.pointer.pointee.prev = node.pointer } else { unsafe parent.pointer.pointee.last = node.pointer }
        if node.isDocumentType, parent.isDocument { unsafe document.pointee.intSubset = node.documentType }
    }

    /// Puts an attribute behind those of an element, which has none of its name.
    func insert(attribute node: NodeRef, from origin: Tree, into element: NodeRef) {
        origin.orphans.remove(node)
        if origin !== self { adopt(node, from: origin) }
        unsafe node.pointer.pointee.parent = element.pointer
        unsafe node.pointer.pointee.next = nil
        guard var last = element.firstAttribute else {
            unsafe node.pointer.pointee.prev = nil
            unsafe element.pointer.pointee.properties = node.attribute
            return
        }
        while let next = last.next { last = next }
        unsafe last.pointer.pointee.next = node.pointer
        unsafe node.pointer.pointee.prev = last.pointer
    }

    /// Makes a node that has left its place in `origin` this tree's, with all that is under it and its wrappers.
    func adopt(_ root: NodeRef, from origin: Tree) {
        var node: NodeRef? = root
        while let current = node {
            adopt(one: current, from: origin)
            var attribute = current.firstAttribute
            while let found = attribute {
                adopt(one: found, from: origin)
                var child = found.firstChild
                while let text = child {
                    adopt(one: text, from: origin)
                    child = text.next
                }
                attribute = found.next
            }
            if current.isElement { adoptDeclarations(of: current) }
            node = current.following(under: root)
        }
    }

    private func adoptDeclarations(of element: NodeRef) {
        var declaration = unsafe element.pointer.pointee.nsDef
        while let current = unsafe declaration {
            unsafe rehome(NodeRef(current))
            unsafe declaration = current.pointee.next
        }
    }

    private func adopt(one node: NodeRef, from origin: Tree) {
        let isID = unsafe node.isAttribute && node.attribute.pointee.atype == XML_ATTRIBUTE_ID
        if isID { _ = unsafe xmlRemoveID(origin.document, node.attribute) }
        // Safe: a name of the table is replaced by one of ours before the table can go; others are the node's own.
        if let old = unsafe node.pointer.pointee.name, unsafe xmlDictOwns(origin.names, old) == 1 {
            unsafe node.pointer.pointee.name = xmlDictLookup(names, old, -1)
        }
        if node.hasData, let old = unsafe node.pointer.pointee.content, unsafe xmlDictOwns(origin.names, old) == 1 {
            unsafe node.pointer.pointee.content = xmlStrdup(old)
        }
        if let old = unsafe node.namespace { unsafe node.pointer.pointee.ns = namespace(like: old) }
        unsafe node.pointer.pointee.doc = document
        if isID { note(id: node) }
        if let data = origin.userData.removeValue(forKey: node) { userData[node] = data }
        rehome(node)
    }
}
