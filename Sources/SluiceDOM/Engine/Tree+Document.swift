internal import CLibXML2
internal import SluiceXML

// The document's own node, its type, and what it makes.
extension Tree {
    /// A document of its own that is like another.
    convenience init(copying other: Tree, deep: Bool) {
        self.init(version: other.version, isHTML: other.root.type == XML_HTML_DOCUMENT_NODE)
        encoding = other.encoding
        isStandalone = other.isStandalone
        name = other.name
        guard deep else { return }
        var child = other.root.firstChild
        while let node = child {
            if node.isDocumentType {
                insert(copy(documentType: node, of: other), from: self, into: root)
            } else {
                insert(copy(node, deep: true), from: self, into: root)
            }
            child = node.next
        }
    }

    var version: String { unsafe document.pointee.version.map { unsafe String(cString: $0) } ?? "1.0" }

    var encoding: String? {
        get { unsafe document.pointee.encoding.map { unsafe String(cString: $0) } }
        set { unsafe set(newValue, \.encoding) }
    }

    /// The document's name or address.
    var name: String? {
        get { unsafe document.pointee.URL.map { unsafe String(cString: $0) } }
        set { unsafe set(newValue, \.URL) }
    }

    private func set(_ text: String?, _ field: WritableKeyPath<xmlDoc, UnsafePointer<xmlChar>?>) {
        if let old = unsafe document.pointee[keyPath: field], unsafe xmlDictOwns(names, old) == 0 {
            unsafe sluice_xml_free(UnsafeMutablePointer(mutating: old))
        }
        unsafe document.pointee[keyPath: field] = text.flatMap { unsafe UnsafePointer(xmlStrdup($0.withoutNul)) }
    }

    var isStandalone: Bool? {
        get {
            switch unsafe document.pointee.standalone {
            case 1: true
            case 0: false
            default: nil
            }
        }
        set { unsafe document.pointee.standalone = newValue.map { $0 ? 1 : 0 } ?? -1 }
    }

    // MARK: The document type

    var documentType: XML.DOM.DocumentType? {
        guard let ref = unsafe NodeRef(document.pointee.intSubset) else { return nil }
        // Safe: wrap makes a DocumentType of each.
        return unsafe unsafeDowncast(node(ref), to: XML.DOM.DocumentType.self)
    }

    func newDocumentType(_ name: String, _ publicID: String?, _ systemID: String?) -> XML.DOM.DocumentType {
        // Made within the document, since libxml2 takes names from its table, and taken out again.
        guard let type = unsafe xmlCreateIntSubset(document, name, publicID, systemID), let ref = unsafe NodeRef(type)
        else {
            outOfMemory()
        }
        unsafe xmlUnlinkNode(ref.pointer)
        return adoptNew(ref)
    }

    /// A copy of another tree's document type, alone.
    func newDocumentType(like type: XML.DOM.DocumentType) -> XML.DOM.DocumentType {
        adoptNew(copy(documentType: type.ref, of: type.tree))
    }

    /// A copy of the document type of another tree, whose declarations this has then.
    private func copy(documentType type: NodeRef, of other: Tree) -> NodeRef {
        declarations = other.declarations
        writtenSubset = other.writtenSubset
        elementsOnly = other.elementsOnly
        guard let made = unsafe NodeRef(xmlCopyDtd(type.documentType)) else { outOfMemory() }
        unsafe xmlSetTreeDoc(made.pointer, document)
        return made
    }

    func entities(of type: NodeRef) -> [XML.DOM.Entity] {
        var all: [XML.DOM.Entity] = []
        var child = unsafe type.pointer.pointee.children
        while let current = unsafe child {
            let ref = unsafe NodeRef(current)
            // Safe: wrap makes an Entity of each.
            if ref.type == XML_ENTITY_DECL { all.append(unsafe unsafeDowncast(node(ref), to: XML.DOM.Entity.self)) }
            unsafe child = current.pointee.next
        }
        return all
    }

    private func entity(_ ref: NodeRef) -> xmlEntityPtr {
        // Safe: the caller has an entity.
        unsafe UnsafeMutableRawPointer(ref.pointer).assumingMemoryBound(to: xmlEntity.self)
    }

    func identifiers(of ref: NodeRef) -> (publicID: String?, systemID: String?, notation: String?) {
        let entity = unsafe entity(ref)
        let isUnparsed = unsafe entity.pointee.etype == XML_EXTERNAL_GENERAL_UNPARSED_ENTITY
        return unsafe (
            entity.pointee.ExternalID.map { unsafe String(cString: $0) },
            entity.pointee.SystemID.map { unsafe String(cString: $0) },
            isUnparsed ? entity.pointee.content.map { unsafe String(cString: $0) } : nil
        )
    }

    func replacementText(of ref: NodeRef) -> String? {
        let entity = unsafe entity(ref)
        guard unsafe entity.pointee.etype == XML_INTERNAL_GENERAL_ENTITY else { return nil }
        return unsafe entity.pointee.content.map { unsafe String(cString: $0) }
    }

    func notations(of type: NodeRef) -> [XML.DOM.Notation] {
        guard let table = unsafe type.documentType.pointee.notations else { return [] }
        final class Found { var all: [XML.DOM.Notation] = [] }
        let found = Found()
        // Safe: the table holds notations; the object outlives the call.
        unsafe xmlHashScan(
            OpaquePointer(table),
            { payload, context, _ in
                guard let payload = unsafe payload, let context = unsafe context else { return }
                let notation = unsafe payload.assumingMemoryBound(to: xmlNotation.self).pointee
                unsafe Unmanaged<Found>.fromOpaque(context).takeUnretainedValue().all.append(
                    unsafe XML.DOM.Notation(
                        nodeName: String(cString: notation.name),
                        publicId: notation.PublicID.map { unsafe String(cString: $0) },
                        systemId: notation.SystemID.map { unsafe String(cString: $0) }))
            }, Unmanaged.passUnretained(found).toOpaque())
        return found.all.sorted { $0.nodeName < $1.nodeName }
    }

    /// Whether the document type says that an element has elements in it and no text.
    func hasElementContent(_ element: NodeRef?) -> Bool {
        guard let element, element.isElement else { return false }
        return elementsOnly.contains(element.qualifiedName)
    }

    // MARK: New nodes with their objects.

    func makeElement(_ name: QualifiedName) -> NodeRef {
        unsafe makeElement(
            name.local, namespace: unsafe name.uri.map { unsafe namespace(prefix: name.prefix, uri: $0) })
    }

    func newFragment() -> XML.DOM.DocumentFragment {
        unsafe adoptNew(make(XML_DOCUMENT_FRAG_NODE, name: nil))
    }

    func newText(_ text: String) -> XML.DOM.Text {
        adoptNew(makeData(XML_TEXT_NODE, text))
    }

    func newSection(_ text: String) -> XML.DOM.CDATASection {
        adoptNew(makeData(XML_CDATA_SECTION_NODE, text))
    }

    func newComment(_ text: String) -> XML.DOM.Comment {
        adoptNew(makeData(XML_COMMENT_NODE, text))
    }

    func newInstruction(_ target: String, _ data: String) -> XML.DOM.ProcessingInstruction {
        adoptNew(makeData(XML_PI_NODE, target: target, data))
    }

    func newAttribute(_ name: String) -> XML.DOM.Attr {
        if name == "xmlns" { return newDeclaration("") }
        if name.hasPrefix("xmlns:") { return newDeclaration(String(name.dropFirst(6))) }
        return adoptNew(unsafe makeAttribute(name: self.name(name), namespace: nil))
    }

    func newAttribute(_ name: QualifiedName) -> XML.DOM.Attr {
        if name.uri == XML.DOM.Namespace.xmlns { return newDeclaration(name.prefix == nil ? "" : name.local) }
        let namespace = unsafe name.uri.map { unsafe self.namespace(prefix: name.prefix, uri: $0) }
        return adoptNew(unsafe makeAttribute(name: self.name(name.local), namespace: namespace))
    }

    /// A declaration of a namespace that no element has.
    func newDeclaration(_ prefix: String, _ uri: String = "") -> XML.DOM.Attr {
        let ref = unsafe NodeRef(makeNamespace(prefix.isEmpty ? nil : name(prefix), name(uri)))
        looseDeclarations.insert(ref)
        return XML.DOM.Attr(self, ref, declaredBy: nil)
    }

    /// Makes a node this tree's, in no place.
    func adoptAlone(_ node: XML.DOM.Node) {
        insertAlone(node.ref, from: node.tree)
    }

    func rename(_ node: NodeRef, _ name: QualifiedName) {
        unsafe node.pointer.pointee.name = self.name(name.local)
        unsafe node.pointer.pointee.ns = name.uri.map { unsafe namespace(prefix: name.prefix, uri: $0) }
    }
}
