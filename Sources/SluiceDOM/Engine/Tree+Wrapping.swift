internal import CLibXML2
internal import SluiceXML

extension Tree {
    /// The object of a node: the one there is, or a new one.
    @inline(__always)
    func node(_ ref: NodeRef) -> XML.DOM.Node {
        // Safe: a wrapper takes its mark away before it goes.
        if let mark = unsafe ref.mark { return unsafe Unmanaged<XML.DOM.Node>.fromOpaque(mark).takeUnretainedValue() }
        return wrap(ref)
    }

    func node(_ ref: NodeRef?) -> XML.DOM.Node? { ref.map { node($0) } }

    /// The object of a node that is an element.
    func element(_ ref: NodeRef) -> XML.DOM.Element {
        // Safe: wrap makes an Element of every element.
        unsafe unsafeDowncast(node(ref), to: XML.DOM.Element.self)
    }

    func attribute(_ ref: NodeRef) -> XML.DOM.Attr {
        // Safe: wrap makes an Attr of every attribute.
        unsafe unsafeDowncast(node(ref), to: XML.DOM.Attr.self)
    }

    /// The object of a declaration of a namespace, which is an element's.
    func declaration(_ namespace: xmlNsPtr, of element: NodeRef) -> XML.DOM.Attr {
        let ref = unsafe NodeRef(namespace)
        if unsafe ref.mark != nil { return attribute(ref) }
        return XML.DOM.Attr(self, ref, declaredBy: element)
    }

    /// The document's object.
    var documentNode: XML.DOM.Document {
        // Safe: wrap makes a Document of the document.
        unsafe unsafeDowncast(node(root), to: XML.DOM.Document.self)
    }

    @inline(never)
    private func wrap(_ ref: NodeRef) -> XML.DOM.Node {
        switch ref.type {
        case XML_ELEMENT_NODE: XML.DOM.Element(self, ref)
        case XML_ATTRIBUTE_NODE: XML.DOM.Attr(self, ref)
        case XML_TEXT_NODE: XML.DOM.Text(self, ref)
        case XML_CDATA_SECTION_NODE: XML.DOM.CDATASection(self, ref)
        case XML_COMMENT_NODE: XML.DOM.Comment(self, ref)
        case XML_PI_NODE: XML.DOM.ProcessingInstruction(self, ref)
        case XML_DOCUMENT_NODE, XML_HTML_DOCUMENT_NODE: XML.DOM.Document(self, ref)
        case XML_DOCUMENT_FRAG_NODE: XML.DOM.DocumentFragment(self, ref)
        case XML_DTD_NODE: XML.DOM.DocumentType(self, ref)
        case XML_ENTITY_DECL: XML.DOM.Entity(self, ref)
        case XML_ENTITY_REF_NODE: XML.DOM.EntityReference(self, ref)
        default: XML.DOM.Node(self, ref)
        }
    }

    /// Gives a node that is nowhere its object, and keeps it among the orphans. The caller knows the class: `wrap` makes it
    /// of the node's kind.
    func adoptNew<Kind: XML.DOM.Node>(_ ref: NodeRef, as class: Kind.Type = Kind.self) -> Kind {
        let node = node(ref)
        orphaned(ref)
        // Safe: see above.
        return unsafe unsafeDowncast(node, to: Kind.self)
    }
}

extension XML.DOM.Node {
    /// Makes this the node's one object.
    final func begin() { unsafe ref.mark = Unmanaged.passUnretained(self).toOpaque() }

    /// Before this object goes.
    final func end() {
        unsafe ref.mark = nil
        if ref.isNamespace { tree.dropped(declaration: ref) } else { tree.dropped(ref) }
    }
}
