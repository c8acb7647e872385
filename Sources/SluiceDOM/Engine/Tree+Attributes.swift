internal import CLibXML2
internal import SluiceXML

// Attributes: libxml2's, and declarations of namespaces, which libxml2 keeps apart.
extension NodeRef {
    var hasAttributes: Bool { unsafe isElement && (pointer.pointee.properties != nil || pointer.pointee.nsDef != nil) }
    var isID: Bool { unsafe isAttribute && attribute.pointee.atype == XML_ATTRIBUTE_ID }

    /// Whether the document type added it. libxml2 has no field for that; this one it leaves alone on attributes.
    var isDefaulted: Bool {
        get { unsafe isAttribute && attribute.pointee.psvi != nil }
        nonmutating set { unsafe attribute.pointee.psvi = newValue ? UnsafeMutableRawPointer(bitPattern: 1) : nil }
    }

    func attribute(qualified name: String) -> NodeRef? {
        var attribute = firstAttribute
        while let current = attribute {
            if current.isNamed(qualified: name) { return current }
            attribute = current.next
        }
        return nil
    }

    func attribute(uri: String?, local: String) -> NodeRef? {
        var attribute = firstAttribute
        while let current = attribute {
            if current.isNamed(local: local), current.isIn(uri: uri) { return current }
            attribute = current.next
        }
        return nil
    }

    // Safe, all three: libxml2's strings and Swift's C strings end with a NUL.
    func isNamed(qualified name: String) -> Bool {
        guard let namespace = unsafe namespace, let prefix = unsafe namespace.pointee.prefix else {
            return isNamed(local: name)
        }
        return unsafe xmlStrQEqual(prefix, pointer.pointee.name, name) == 1
    }

    func isNamed(local name: String) -> Bool { unsafe xmlStrEqual(pointer.pointee.name, name) == 1 }

    func isIn(uri: String?) -> Bool {
        guard let namespace = unsafe namespace else { return uri == nil }
        return uri.map { unsafe xmlStrEqual(namespace.pointee.href, $0) == 1 } ?? false
    }
}

extension Tree {
    /// Declarations, then attributes.
    func attributes(of element: NodeRef) -> [XML.DOM.Attr] {
        var all: [XML.DOM.Attr] = []
        var namespace = unsafe element.pointer.pointee.nsDef
        while let current = unsafe namespace {
            all.append(unsafe declaration(current, of: element))
            unsafe namespace = current.pointee.next
        }
        var attribute = element.firstAttribute
        while let current = attribute {
            all.append(self.attribute(current))
            attribute = current.next
        }
        return all
    }

    /// Adds an attribute, of whose name the element has none.
    func addAttribute(_ local: String, _ name: QualifiedName?, _ value: String, to element: NodeRef) {
        let namespace = unsafe name.flatMap { name in
            unsafe name.uri.map { unsafe self.namespace(prefix: name.prefix, uri: $0) }
        }
        let node = unsafe makeAttribute(name: self.name(local), namespace: namespace)
        set(value: value, of: node)
        insert(attribute: node, from: self, into: element)
        if name?.prefix == "xml", name?.local == "id" { note(id: node) }
    }

    /// Takes an attribute out of its element.
    func take(_ attribute: XML.DOM.Attr, from element: XML.DOM.Element) {
        guard attribute.ref.isNamespace else { return detach(attribute.ref) }
        let target = unsafe attribute.ref.namespaceDeclaration
        if unsafe element.ref.pointer.pointee.nsDef == target {
            unsafe element.ref.pointer.pointee.nsDef = target.pointee.next
        } else {
            var before = unsafe element.ref.pointer.pointee.nsDef
            while let current = unsafe before, unsafe current.pointee.next != target {
                unsafe before = current.pointee.next
            }
            unsafe before?.pointee.next = target.pointee.next
        }
        unsafe target.pointee.next = nil
        attribute.declarer = nil
        looseDeclarations.insert(attribute.ref)
    }

    /// Gives an attribute that is alone to an element, which has none of its name.
    func give(_ attribute: XML.DOM.Attr, to element: XML.DOM.Element) {
        guard attribute.ref.isNamespace else {
            return insert(attribute: attribute.ref, from: attribute.tree, into: element.ref)
        }
        if attribute.tree !== self { adopt(declaration: attribute) }
        looseDeclarations.remove(attribute.ref)
        unsafe link(unsafe attribute.ref.namespaceDeclaration, to: element.ref)
        attribute.declarer = element.ref
    }

    private func adopt(declaration attribute: XML.DOM.Attr) {
        let (old, origin) = (attribute.ref, attribute.tree)
        let prefix = unsafe old.declaredPrefix.isEmpty ? nil : name(old.declaredPrefix)
        let made = unsafe NodeRef(makeNamespace(prefix, name(old.declaredURI)))
        userData[made] = origin.userData.removeValue(forKey: old)
        unsafe made.mark = old.mark
        attribute.ref = made
        attribute.tree = self
        origin.looseDeclarations.remove(old)
        unsafe origin.memory.free(old.namespaceDeclaration)
    }

    // MARK: Declarations

    func declaration(of prefix: String, on element: NodeRef) -> XML.DOM.Attr? {
        var namespace = unsafe element.pointer.pointee.nsDef
        while let current = unsafe namespace {
            if unsafe NodeRef(current).declaredPrefix == prefix { return unsafe declaration(current, of: element) }
            unsafe namespace = current.pointee.next
        }
        return nil
    }

    /// The declaration that XPath's axis of namespaces found in force: a copy, which points to the element it was found at.
    func declaration(inForce copy: xmlNsPtr) -> XML.DOM.Attr? {
        let prefix = unsafe NodeRef(copy).declaredPrefix
        // Safe: in a set of nodes, the next of a namespace is its element (xpath.h).
        var element = unsafe NodeRef(UnsafeMutableRawPointer(copy.pointee.next)?.assumingMemoryBound(to: xmlNode.self))
        while let current = element, current.isElement {
            if let found = declaration(of: prefix, on: current) { return found }
            element = current.parent
        }
        return nil
    }

    /// Declares a prefix that the element does not declare yet.
    func declare(_ prefix: String, _ uri: String, on element: NodeRef) {
        let prefix = unsafe prefix.isEmpty ? nil : name(prefix)
        unsafe link(makeNamespace(prefix, name(uri)), to: element)
    }

    /// A declaration that no element has yet. Its texts are the tree's names.
    func makeNamespace(_ prefix: UnsafePointer<xmlChar>?, _ uri: UnsafePointer<xmlChar>?) -> xmlNsPtr {
        let made = unsafe memory.makeNamespace()
        unsafe made.pointee.type = XML_NAMESPACE_DECL
        unsafe made.pointee.prefix = prefix
        unsafe made.pointee.href = uri
        return unsafe made
    }

    func link(_ namespace: xmlNsPtr, to element: NodeRef) {
        guard var last = unsafe element.pointer.pointee.nsDef else {
            unsafe element.pointer.pointee.nsDef = namespace
            return
        }
        while let next = unsafe last.pointee.next { unsafe last = next }
        unsafe last.pointee.next = namespace
    }

    func set(uri: String, of declaration: NodeRef) {
        unsafe declaration.namespaceDeclaration.pointee.href = name(uri)
    }

    /// The object of a declaration is gone. One that no element has goes, too.
    func dropped(declaration: NodeRef) {
        guard looseDeclarations.remove(declaration) != nil else { return }
        let forgotten = userData.removeValue(forKey: declaration)
        unsafe memory.free(declaration.namespaceDeclaration)
        if let forgotten { Self.tellDeletion(of: forgotten) }
    }

    func set(prefix: String?, of attribute: NodeRef) {
        guard let uri = attribute.uri, attribute.prefix != prefix else { return }
        unsafe attribute.attribute.pointee.ns = namespace(prefix: prefix, uri: uri)
    }

    // MARK: Text

    /// Gives a node that has data another one; of an attribute's text, the attribute's value changes.
    func change(_ node: NodeRef, to text: String) {
        guard let parent = node.parent else { return set(text, of: node) }
        changeValue(of: parent) { set(text, of: node) }
    }

    func insertText(_ text: String, behind node: NodeRef) -> XML.DOM.Text {
        let ref = makeData(node.type, text)
        // Safe: wrap makes a Text of text and CDATA.
        let made = unsafe unsafeDowncast(self.node(ref), to: XML.DOM.Text.self)
        if let parent = node.parent {
            insert(ref, from: self, into: parent, before: node.next)
        } else {
            orphaned(ref)
        }
        return made
    }

    // MARK: Searching

    func elements(under root: NodeRef, qualified name: String) -> [XML.DOM.Element] {
        let isAny = name == "*"
        return elements(under: root) { isAny || $0.isNamed(qualified: name) }
    }

    func elements(under root: NodeRef, uri: String?, local: String) -> [XML.DOM.Element] {
        let uri = uri?.isEmpty == true ? nil : uri
        let (isAny, isAnywhere) = (local == "*", uri == "*")
        return elements(under: root) { (isAny || $0.isNamed(local: local)) && (isAnywhere || $0.isIn(uri: uri)) }
    }

    private func elements(under root: NodeRef, where matches: (NodeRef) -> Bool) -> [XML.DOM.Element] {
        var found: [XML.DOM.Element] = []
        var node = root.following(under: root)
        while let current = node {
            if current.isElement, matches(current) { found.append(element(current)) }
            node = current.following(under: root)
        }
        return found
    }
}
