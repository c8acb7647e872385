internal import CLibXML2

// Elements by their ID: libxml2's table, so that XPath's id() uses it, too.
extension Tree {
    /// Makes an attribute one of type ID.
    func note(id attribute: NodeRef) {
        let value = attribute.data
        // The table keeps the first of two.
        if unsafe xmlAddID(nil, document, value, attribute.attribute) == nil { isMissingIDs = true }
        unsafe attribute.attribute.pointee.atype = XML_ATTRIBUTE_ID
    }

    /// The same, where it is not in the document yet: it is entered when it is looked for.
    func mark(id attribute: NodeRef) {
        unsafe attribute.attribute.pointee.atype = XML_ATTRIBUTE_ID
        isMissingIDs = true
    }

    /// Makes it one of no special type.
    func forget(id attribute: NodeRef) {
        guard unsafe attribute.attribute.pointee.atype == XML_ATTRIBUTE_ID else { return }
        _ = unsafe xmlRemoveID(document, attribute.attribute)
        unsafe attribute.attribute.pointee.atype = xmlAttributeType(0)
    }

    /// The element in the document that has this ID.
    func element(id: String) -> NodeRef? {
        if let found = lookUp(id) { return found }
        guard isMissingIDs else { return nil }
        indexIDs()
        return lookUp(id)
    }

    private func lookUp(_ id: String) -> NodeRef? {
        guard let attribute = unsafe xmlGetID(document, id), let element = unsafe NodeRef(attribute.pointee.parent)
        else { return nil }
        if element.top == root { return element }
        // Another of that name may be in the document.
        isMissingIDs = true
        return nil
    }

    /// Makes the table anew, of what is in the document.
    func indexIDs() {
        if let ids = unsafe document.pointee.ids { unsafe xmlFreeIDTable(OpaquePointer(ids)) }
        unsafe document.pointee.ids = nil
        isMissingIDs = false
        var node: NodeRef? = root
        while let current = node {
            var attribute = current.firstAttribute
            while let found = attribute {
                if unsafe found.attribute.pointee.atype == XML_ATTRIBUTE_ID {
                    _ = unsafe xmlAddID(nil, document, found.data, found.attribute)
                }
                attribute = found.next
            }
            node = current.following(under: root)
        }
    }
}
