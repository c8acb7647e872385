internal import CLibXML2
internal import SluiceXML

// Copies of nodes, from any tree into this one. Without recursion: libxml2's own copying has it.
extension Tree {
    /// A copy that nobody holds and that is nowhere. Attributes always come along, children where it is `deep`.
    func copy(_ original: NodeRef, deep: Bool) -> NodeRef { copy(original, deep: deep, taking: nil) }

    /// Makes a node that has left its place in `origin` this tree's, with all that is under it: copies take the places of
    /// the nodes, and their objects.
    func adopt(_ node: NodeRef, from origin: Tree) -> NodeRef {
        let copy = copy(node, deep: true, taking: origin)
        origin.free(node)
        return copy
    }

    private func copy(_ original: NodeRef, deep: Bool, taking origin: Tree?) -> NodeRef {
        if original.isAttribute { return copy(attribute: original, taking: origin) }
        let root = copy(one: original, taking: origin)
        guard deep, var node = original.firstChild else { return root }
        // The copy of what is above `node`.
        var parent = root
        while true {
            let made = copy(one: node, taking: origin)
            parent.append(made)
            if let child = node.firstChild {
                node = child
                parent = made
                continue
            }
            while node.next == nil {
                guard let above = node.parent, above != original, let aboveCopy = parent.parent else { return root }
                node = above
                parent = aboveCopy
            }
            guard let next = node.next else { return root }
            node = next
        }
    }

    private func copy(one original: NodeRef, taking origin: Tree?) -> NodeRef {
        let type = original.type
        let made: NodeRef
        switch type {
        case XML_TEXT_NODE, XML_COMMENT_NODE: made = unsafe make(type, name: original.pointer.pointee.name)
        case XML_CDATA_SECTION_NODE, XML_DOCUMENT_FRAG_NODE: made = unsafe make(type, name: nil)
        default: made = unsafe make(type, name: name(like: original.pointer.pointee.name))
        }
        if original.hasData {
            unsafe store(original.dataBytes, in: made)
        } else if original.isElement {
            copyTag(of: original, to: made, taking: origin)
        }
        rehome(original, to: made, from: origin)
        return made
    }

    /// Copies an element's namespace, declarations and attributes.
    private func copyTag(of original: NodeRef, to made: NodeRef, taking origin: Tree?) {
        if let namespace = unsafe original.namespace {
            unsafe made.pointer.pointee.ns = self.namespace(like: namespace)
        }
        made.tag = original.tag
        var declaration = unsafe original.pointer.pointee.nsDef
        while let current = unsafe declaration {
            let copy = unsafe makeNamespace(name(like: current.pointee.prefix), name(like: current.pointee.href))
            unsafe link(copy, to: made)
            rehome(unsafe NodeRef(current), to: unsafe NodeRef(copy), from: origin, declarer: made)
            unsafe declaration = current.pointee.next
        }
        var attribute = original.firstAttribute
        while let found = attribute {
            insert(attribute: copy(attribute: found, taking: origin), into: made)
            attribute = found.next
        }
    }

    private func copy(attribute original: NodeRef, taking origin: Tree?) -> NodeRef {
        let namespace = unsafe original.namespace.map { unsafe self.namespace(like: $0) }
        guard let name = unsafe name(like: original.pointer.pointee.name) else { outOfMemory() }
        let made = unsafe makeAttribute(name: name, namespace: namespace)
        var child = original.firstChild
        while let current = child {
            made.append(copy(one: current, taking: origin))
            child = current.next
        }
        made.isDefaulted = original.isDefaulted
        if original.isID {
            // A copy is in no document yet: it is entered when it is looked for.
            if origin == nil { mark(id: made) } else { note(id: made) }
        }
        rehome(original, to: made, from: origin)
        return made
    }

    private func name(like other: UnsafePointer<xmlChar>?) -> UnsafePointer<xmlChar>? {
        // Safe: libxml2's names end with a NUL.
        unsafe other.flatMap { unsafe xmlDictLookup(names, $0, -1) }
    }

    /// Gives the object and the data that a node of `origin` has to its copy.
    private func rehome(_ old: NodeRef, to new: NodeRef, from origin: Tree?, declarer: NodeRef? = nil) {
        guard let origin else { return }
        if let data = origin.userData.removeValue(forKey: old) { userData[new] = data }
        guard let mark = unsafe old.mark else { return }
        unsafe old.mark = nil
        unsafe new.mark = mark
        // Safe: a wrapper takes its mark away before it goes.
        let wrapper = unsafe Unmanaged<XML.DOM.Node>.fromOpaque(mark).takeUnretainedValue()
        wrapper.ref = new
        wrapper.tree = self
        if let declarer { (wrapper as? XML.DOM.Attr)?.declarer = declarer }
    }
}
