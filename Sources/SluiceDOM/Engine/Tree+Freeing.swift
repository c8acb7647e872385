internal import CLibXML2

extension Tree {
    /// Frees a node that has no parent, and what is under it. Nobody holds any of it.
    func free(_ root: NodeRef) {
        if root.isDocumentType { return unsafe xmlFreeDtd(root.documentType) }
        if root.isAttribute { return free(attribute: root) }
        var node = root
        while true {
            // Down to a node without children, which goes; then on with what is behind or above it.
            while let child = node.firstChild { node = child }
            let isRoot = node == root
            let (next, parent) = (node.next, node.parent)
            free(one: node)
            if isRoot { return }
            if let next {
                node = next
            } else if let parent {
                unsafe parent.pointer.pointee.children = nil
                node = parent
            } else {
                return
            }
        }
    }

    /// It has no children.
    private func free(one node: NodeRef) {
        if node.isElement {
            var attribute = node.firstAttribute
            while let current = attribute {
                attribute = current.next
                free(attribute: current)
            }
            var declaration = unsafe node.pointer.pointee.nsDef
            while let current = unsafe declaration {
                unsafe declaration = current.pointee.next
                unsafe memory.free(current)
            }
        } else if let text = unsafe node.pointer.pointee.content {
            unsafe memory.free(text: text)
        }
        unsafe memory.free(node.pointer)
    }

    private func free(attribute: NodeRef) {
        // By its value, so before that goes.
        if attribute.isID { _ = unsafe xmlRemoveID(document, attribute.attribute) }
        var child = attribute.firstChild
        while let current = child {
            child = current.next
            free(one: current)
        }
        unsafe memory.free(attribute.attribute)
    }
}
