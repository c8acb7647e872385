public import SluiceXML

extension XML.DOM.Node {
    // MARK: Putting in and taking out

    /// Puts a node behind the children; from wherever it stands now, be it another document.
    ///
    /// Of a fragment, its children are put there, and it is empty afterwards.
    /// - Throws: `hierarchyRequest` where such a node cannot be a child of this one.
    @discardableResult
    public final func appendChild<Child: XML.DOM.Node>(_ child: Child) throws(XML.DOM.Exception) -> Child {
        try insertBefore(child, nil)
    }

    /// Puts a node before one of the children; behind the last for `nil`.
    ///
    /// - Throws: `hierarchyRequest` as ``appendChild(_:)``, `notFound` where `reference` is not a child of this node.
    @discardableResult
    public final func insertBefore<Child: XML.DOM.Node>(
        _ child: Child, _ reference: XML.DOM.Node?
    ) throws(XML.DOM.Exception) -> Child {
        if let reference { try checkIsChild(reference) }
        try checkCanHold(child, before: reference)
        let origin = child.tree
        guard child.ref.isFragment else {
            tree.insert(child.ref, from: origin, into: ref, before: reference?.ref)
            if origin !== tree { tree.tell(.nodeAdopted, of: child) }
            return child
        }
        var adopted: [XML.DOM.Node] = []
        while let first = child.ref.firstChild {
            if origin !== tree, !origin.userData.isEmpty { adopted.append(origin.node(first)) }
            tree.insert(first, from: origin, into: ref, before: reference?.ref)
        }
        for node in adopted { tree.tell(.nodeAdopted, of: node) }
        return child
    }

    /// Puts a node in the place of a child, which is returned, in no tree.
    ///
    /// - Throws: As ``insertBefore(_:_:)``.
    @discardableResult
    public final func replaceChild<Old: XML.DOM.Node>(
        _ child: XML.DOM.Node, _ old: Old
    ) throws(XML.DOM.Exception) -> Old {
        try checkIsChild(old)
        try checkCanHold(child, before: old, replacing: old)
        if child === old { return old }
        var next = old.nextSibling
        if next === child { next = child.nextSibling }
        tree.detach(old.ref)
        try insertBefore(child, next)
        return old
    }

    /// Takes a child out, which is returned, in no tree.
    ///
    /// - Throws: `notFound` where it is not a child of this node.
    @discardableResult
    public final func removeChild<Child: XML.DOM.Node>(_ child: Child) throws(XML.DOM.Exception) -> Child {
        try checkIsChild(child)
        tree.detach(child.ref)
        return child
    }

    /// Joins texts that stand side by side and takes out empty ones, here and in all that is under this node. CDATA sections
    /// stay as they are.
    public final func normalize() { tree.normalize(ref) }

    /// Takes the children out. In Python it breaks cycles of references; here there are none.
    public final func unlink() { while let child = ref.firstChild { tree.detach(child) } }

    /// See ``textContent``.
    func replaceChildren(text: String) {
        guard ref.isElement || ref.isFragment else { return }
        unlink()
        if !text.isEmpty { tree.append(text: text, to: ref) }
    }

    // MARK: Checks

    private func checkIsChild(_ node: XML.DOM.Node) throws(XML.DOM.Exception) {
        guard node.ref.parent == ref, node.ref.isChild else {
            throw XML.DOM.Exception(.notFound, "\(node) is not a child of \(self)")
        }
    }

    private func checkCanHold(
        _ child: XML.DOM.Node, before reference: XML.DOM.Node?, replacing old: XML.DOM.Node? = nil
    ) throws(XML.DOM.Exception) {
        if child.ref.isFragment {
            for node in child.childNodes { try checkAllows(node) }
        } else {
            try checkAllows(child)
        }
        guard !child.ref.isAtOrAbove(ref) else {
            throw XML.DOM.Exception(.hierarchyRequest, "\(child) cannot be put into itself")
        }
        if ref.isDocument { try checkOutline(with: child, before: reference, replacing: old) }
    }

    /// Whether nodes of the child's kind may stand under nodes of this one's.
    private func checkAllows(_ child: XML.DOM.Node) throws(XML.DOM.Exception) {
        let isAllowed =
            switch (nodeType, child.nodeType) {
            case (.element, .element), (.documentFragment, .element), (.document, .element): true
            case (.element, .text), (.documentFragment, .text), (.attribute, .text): true
            case (.element, .cdataSection), (.documentFragment, .cdataSection): true
            case (.element, .comment), (.documentFragment, .comment), (.document, .comment): true
            case (.element, .processingInstruction), (.documentFragment, .processingInstruction),
                (.document, .processingInstruction), (.document, .documentType):
                true
            default: false
            }
        guard isAllowed, !ref.isNamespace else {
            throw XML.DOM.Exception(.hierarchyRequest, "\(child) cannot be a child of \(self)")
        }
        if child.ref.isDocumentType, child.tree !== tree {
            throw XML.DOM.Exception(.wrongDocument, "a document type cannot go to another document")
        }
    }

    /// A document has one document type at most, and behind it one element at most.
    private func checkOutline(
        with child: XML.DOM.Node, before reference: XML.DOM.Node?, replacing old: XML.DOM.Node?
    ) throws(XML.DOM.Exception) {
        let new =
            child.ref.isFragment ? child.childNodes.filter { $0.ref.isElement }.count : child.ref.isElement ? 1 : 0
        let isType = child.ref.isDocumentType
        if new == 0, !isType { return }
        var isBehind = false
        for node in childNodes where node !== child && node !== old {
            if node === reference { isBehind = true }
            if node.ref.isElement, new > 0 { throw XML.DOM.Exception(.hierarchyRequest, "a document has one element") }
            if node.ref.isDocumentType, isType {
                throw XML.DOM.Exception(.hierarchyRequest, "a document has one document type")
            }
            if isType && node.ref.isElement && !isBehind || new > 0 && node.ref.isDocumentType && isBehind {
                throw XML.DOM.Exception(.hierarchyRequest, "the document type stands before the element")
            }
        }
        if new > 1 { throw XML.DOM.Exception(.hierarchyRequest, "a document has one element") }
    }
}
