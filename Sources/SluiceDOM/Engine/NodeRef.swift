internal import CLibXML2
internal import SluiceXML

/// A node of libxml2's tree.
///
/// Safe: good as long as the ``Tree`` that owns it has not freed the node. Who holds one is a wrapper of the node, which
/// keeps it, or in the middle of a call of such a wrapper.
@safe
struct NodeRef: Hashable {
    let pointer: xmlNodePtr

    init(_ pointer: xmlNodePtr) { unsafe self.pointer = pointer }

    init?(_ pointer: xmlNodePtr?) {
        guard let pointer = unsafe pointer else { return nil }
        unsafe self.pointer = pointer
    }

    init(_ attribute: xmlAttrPtr) {
        // Safe: all nodes but namespaces begin with the same fields (libxml2, tree.h).
        unsafe pointer = UnsafeMutableRawPointer(attribute).assumingMemoryBound(to: xmlNode.self)
    }

    init?(_ attribute: xmlAttrPtr?) {
        guard let attribute = unsafe attribute else { return nil }
        unsafe self.init(attribute)
    }

    init(_ document: xmlDocPtr) {
        // Safe: as above.
        unsafe pointer = UnsafeMutableRawPointer(document).assumingMemoryBound(to: xmlNode.self)
    }

    init?(_ type: xmlDtdPtr?) {
        guard let type = unsafe type else { return nil }
        // Safe: as above.
        unsafe pointer = UnsafeMutableRawPointer(type).assumingMemoryBound(to: xmlNode.self)
    }

    init(_ namespace: xmlNsPtr) {
        // Safe: of a namespace only the type is looked at this way, which stands at the same place.
        unsafe pointer = UnsafeMutableRawPointer(namespace).assumingMemoryBound(to: xmlNode.self)
    }

    static func == (a: NodeRef, b: NodeRef) -> Bool { unsafe a.pointer == b.pointer }
    func hash(into hasher: inout Hasher) { unsafe hasher.combine(pointer) }

    // MARK: What it is

    @inline(__always) var type: xmlElementType { unsafe pointer.pointee.type }
    @inline(__always) var isElement: Bool { type == XML_ELEMENT_NODE }
    @inline(__always) var isAttribute: Bool { type == XML_ATTRIBUTE_NODE }
    /// A declaration of a namespace: no node to libxml2, an attribute to the DOM.
    @inline(__always) var isNamespace: Bool { type == XML_NAMESPACE_DECL }
    @inline(__always) var isDocument: Bool { type == XML_DOCUMENT_NODE || type == XML_HTML_DOCUMENT_NODE }
    @inline(__always) var isFragment: Bool { type == XML_DOCUMENT_FRAG_NODE }
    @inline(__always) var isDocumentType: Bool { type == XML_DTD_NODE }
    @inline(__always) var isText: Bool { type == XML_TEXT_NODE || type == XML_CDATA_SECTION_NODE }
    /// Text, CDATA, comment or processing instruction: what has its text in `content`.
    @inline(__always) var hasData: Bool { isText || type == XML_COMMENT_NODE || type == XML_PI_NODE }
    /// Whether it may stand among the children of another: attributes do not, nor what a document type declares.
    @inline(__always) var isChild: Bool { !isAttribute && !isNamespace && type != XML_ENTITY_DECL }
    /// Whether another document may have it, or a copy.
    var canLeave: Bool { isElement || isAttribute || hasData || isFragment || type == XML_ENTITY_REF_NODE }
    /// Whether its children are nodes of the document.
    @inline(__always) var canHaveChildren: Bool { isElement || isAttribute || isDocument || isFragment }

    var attribute: xmlAttrPtr {
        // Safe: the caller has looked at the type.
        unsafe UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: xmlAttr.self)
    }

    var documentType: xmlDtdPtr {
        // Safe: the caller has looked at the type.
        unsafe UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: xmlDtd.self)
    }

    var namespaceDeclaration: xmlNsPtr {
        // Safe: the caller has looked at the type.
        unsafe UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: xmlNs.self)
    }

    // MARK: Its neighbours

    @inline(__always) var parent: NodeRef? { unsafe NodeRef(pointer.pointee.parent) }
    @inline(__always) var next: NodeRef? { unsafe NodeRef(pointer.pointee.next) }
    @inline(__always) var previous: NodeRef? { unsafe NodeRef(pointer.pointee.prev) }
    @inline(__always) var firstChild: NodeRef? { canHaveChildren ? unsafe NodeRef(pointer.pointee.children) : nil }
    @inline(__always) var lastChild: NodeRef? { canHaveChildren ? unsafe NodeRef(pointer.pointee.last) : nil }
    @inline(__always) var firstAttribute: NodeRef? { isElement ? unsafe NodeRef(pointer.pointee.properties) : nil }

    /// What an element has beside its children: declarations, attributes and their texts.
    var attached: [NodeRef] {
        guard isElement else { return [] }
        var all: [NodeRef] = []
        var declaration = unsafe pointer.pointee.nsDef
        while let current = unsafe declaration {
            all.append(unsafe NodeRef(current))
            unsafe declaration = current.pointee.next
        }
        var attribute = firstAttribute
        while let current = attribute {
            all.append(current)
            var child = current.firstChild
            while let text = child {
                all.append(text)
                child = text.next
            }
            attribute = current.next
        }
        return all
    }

    /// Whether one of its children is an element.
    var hasElement: Bool {
        var child = firstChild
        while let node = child {
            if node.isElement { return true }
            child = node.next
        }
        return false
    }

    /// The highest node above it, or itself.
    var top: NodeRef {
        var node = self
        while let parent = node.parent { node = parent }
        return node
    }

    /// The node behind it in document order that is under `root`; `nil` behind the last. Attributes are left out.
    @inline(__always)
    func following(under root: NodeRef) -> NodeRef? { firstChild ?? followingSkippingChildren(under: root) }

    /// The same, leaving out what is under this node.
    @inline(__always)
    func followingSkippingChildren(under root: NodeRef) -> NodeRef? {
        var node = self
        while node != root {
            if let next = node.next { return next }
            guard let parent = node.parent else { return nil }
            node = parent
        }
        return nil
    }

    /// Whether `other` is this node or under it.
    func isAtOrAbove(_ other: NodeRef) -> Bool {
        var node: NodeRef? = other
        while let current = node {
            if current == self { return true }
            node = current.parent
        }
        return false
    }

    /// Puts a node that is nowhere behind its children.
    @inline(__always)
    func append(_ node: NodeRef) {
        unsafe node.pointer.pointee.parent = pointer
        if let last = unsafe pointer.pointee.last {
            unsafe last.pointee.next = node.pointer
            unsafe node.pointer.pointee.prev = last
        } else {
            unsafe pointer.pointee.children = node.pointer
        }
        unsafe pointer.pointee.last = node.pointer
    }

    // MARK: Its wrapper

    /// The one wrapper of this node, not retained; `nil` while nobody holds one.
    @inline(__always)
    var mark: UnsafeMutableRawPointer? {
        get { unsafe isNamespace ? namespaceDeclaration.pointee._private : pointer.pointee._private }
        nonmutating set {
            if isNamespace {
                unsafe namespaceDeclaration.pointee._private = newValue
            } else {
                unsafe pointer.pointee._private = newValue
            }
        }
    }

    /// Whether anyone holds it or something under it, attributes and declarations included.
    /// - Parameter visited: Counts the nodes that were looked at.
    func isHeld(visited: inout Int) -> Bool {
        var node: NodeRef? = self
        while let current = node {
            visited += 1
            if unsafe current.mark != nil || current.holdsMarkedAttribute(visited: &visited) { return true }
            node = current.following(under: self)
        }
        return false
    }

    private func holdsMarkedAttribute(visited: inout Int) -> Bool {
        guard isElement else { return isDocumentType && holdsMarkedEntity }
        var attribute = firstAttribute
        while let current = attribute {
            visited += 1
            if unsafe current.mark != nil { return true }
            var child = current.firstChild
            while let text = child {
                if unsafe text.mark != nil { return true }
                child = text.next
            }
            attribute = current.next
        }
        var declaration = unsafe pointer.pointee.nsDef
        while let current = unsafe declaration {
            if unsafe current.pointee._private != nil { return true }
            unsafe declaration = current.pointee.next
        }
        return false
    }

    private var holdsMarkedEntity: Bool {
        var child = unsafe pointer.pointee.children
        while let current = unsafe child {
            if unsafe current.pointee._private != nil { return true }
            unsafe child = current.pointee.next
        }
        return false
    }

    // MARK: Where it begins

    /// Where an element's start tag begins. libxml2 has 16 bits for the line, and 16 more that nothing in the library uses
    /// outside its reader. An element has no content: there is its column, where libxml2 itself notes numbers below zero
    /// when it is told to put elements in order.
    var tag: TagPlace {
        get {
            guard isElement else { return TagPlace() }
            let line = unsafe Int(pointer.pointee.line) | Int(pointer.pointee.extra) << 16
            return TagPlace(line: line, column: unsafe Int(bitPattern: pointer.pointee.content))
        }
        nonmutating set {
            unsafe pointer.pointee.line = UInt16(truncatingIfNeeded: newValue.line)
            unsafe pointer.pointee.extra = UInt16(truncatingIfNeeded: newValue.line >> 16)
            unsafe pointer.pointee.content = UnsafeMutablePointer(bitPattern: newValue.column)
        }
    }
}
