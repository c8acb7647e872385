internal import CLibXML2

// Copies of nodes, from any tree into this one. Without recursion: libxml2's own copying has it.
extension Tree {
    /// A copy that nobody holds and that is nowhere. Attributes always come along, children where it is `deep`.
    func copy(_ original: NodeRef, deep: Bool) -> NodeRef {
        if original.isAttribute { return copy(attribute: original) }
        let root = copy(one: original)
        guard deep else { return root }
        var node = original
        var parent = root
        // `parent` is the copy of the original node that is above `node`.
        guard let first = original.firstChild else { return root }
        node = first
        while true {
            let made = copy(one: node)
            append(made, to: parent)
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

    /// Puts a new node behind the children of another new one.
    private func append(_ node: NodeRef, to parent: NodeRef) {
        unsafe node.pointer.pointee.parent = parent.pointer
        if let last = unsafe parent.pointer.pointee.last {
            unsafe last.pointee.next = node.pointer
            unsafe node.pointer.pointee.prev = last
        } else {
            unsafe parent.pointer.pointee.children = node.pointer
        }
        unsafe parent.pointer.pointee.last = node.pointer
    }

    private func copy(one original: NodeRef) -> NodeRef {
        if original.hasData {
            let name: UnsafePointer<xmlChar>? =
                switch original.type {
                case XML_TEXT_NODE: unsafe sluice_xml_text_name()
                case XML_COMMENT_NODE: unsafe sluice_xml_comment_name()
                case XML_PI_NODE: unsafe name(like: original.pointer.pointee.name)
                default: nil
                }
            let node = unsafe make(original.type, name: name)
            unsafe store(original.dataBytes, in: node)
            return node
        }
        guard original.isElement else { return unsafe make(original.type, name: nil) }
        let node = unsafe make(XML_ELEMENT_NODE, name: name(like: original.pointer.pointee.name))
        if let namespace = unsafe original.namespace {
            unsafe node.pointer.pointee.ns = self.namespace(like: namespace)
        }
        node.line = original.line
        if let declarations = unsafe original.pointer.pointee.nsDef {
            unsafe node.pointer.pointee.nsDef = xmlCopyNamespaceList(declarations)
        }
        var attribute = original.firstAttribute
        while let found = attribute {
            insert(attribute: copy(attribute: found), from: self, into: node)
            attribute = found.next
        }
        return node
    }

    private func copy(attribute original: NodeRef) -> NodeRef {
        let namespace = unsafe original.namespace.map { unsafe self.namespace(like: $0) }
        guard let name = unsafe name(like: original.pointer.pointee.name) else { outOfMemory() }
        let attribute = unsafe makeAttribute(name: name, namespace: namespace)
        let text = makeData(XML_TEXT_NODE, original.data)
        append(text, to: attribute)
        if unsafe original.attribute.pointee.atype == XML_ATTRIBUTE_ID {
            // In no document yet: it is entered when it is looked for.
            unsafe attribute.attribute.pointee.atype = XML_ATTRIBUTE_ID
            isMissingIDs = true
        }
        return attribute
    }

    private func name(like other: UnsafePointer<xmlChar>?) -> UnsafePointer<xmlChar>? {
        // Safe: libxml2's names end with a NUL.
        unsafe other.flatMap { unsafe xmlDictLookup(names, $0, -1) }
    }
}
