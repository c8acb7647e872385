internal import CLibXML2

// New nodes, which nobody holds yet and which are nowhere.
extension Tree {
    func make(_ type: xmlElementType, name: UnsafePointer<xmlChar>?) -> NodeRef {
        unsafe memory.makeNode(type, name: name, of: document)
    }

    func makeElement(_ name: String) -> NodeRef { unsafe makeElement(name, namespace: nil) }

    func makeElement(_ name: String, namespace: xmlNsPtr?) -> NodeRef {
        let node = unsafe make(XML_ELEMENT_NODE, name: self.name(name))
        unsafe node.pointer.pointee.ns = namespace
        return node
    }

    func makeAttribute(name: UnsafePointer<xmlChar>, namespace: xmlNsPtr?) -> NodeRef {
        unsafe memory.makeAttribute(name: name, namespace: namespace, of: document)
    }

    /// Text, CDATA, a comment, or a processing instruction with a target.
    func makeData(_ type: xmlElementType, target: String? = nil, _ text: String) -> NodeRef {
        let name: UnsafePointer<xmlChar>? =
            switch type {
            case XML_TEXT_NODE: unsafe sluice_xml_text_name()
            case XML_COMMENT_NODE: unsafe sluice_xml_comment_name()
            default: unsafe target.map { unsafe self.name($0) }
            }
        let node = unsafe make(type, name: name)
        set(text, of: node)
        return node
    }

    /// Gives a node that has data another.
    func set(_ text: String, of node: NodeRef) {
        var text = text.withoutNul
        text.withUTF8 { unsafe store($0, in: node) }
    }

    func store(_ bytes: UnsafeBufferPointer<UInt8>, in node: NodeRef) {
        let old = unsafe node.pointer.pointee.content
        let place = unsafe memory.makeText(bytes.count)
        // Safe: there is room for the bytes and a NUL; they may be the old text's own, which is freed afterwards.
        if let start = bytes.baseAddress { unsafe memcpy(place, start, bytes.count) }
        unsafe place[bytes.count] = 0
        unsafe node.pointer.pointee.content = place
        if let old = unsafe old { unsafe memory.free(text: old) }
    }

    // MARK: Attributes

    /// Gives an attribute another value. What was under it becomes an orphan, unless it is the one text.
    func set(value: String, of attribute: NodeRef) {
        changeValue(of: attribute) {
            if let child = attribute.firstChild, child.type == XML_TEXT_NODE, child.next == nil {
                set(value, of: child)
            } else {
                while let child = attribute.firstChild {
                    unsafe xmlUnlinkNode(child.pointer)
                    orphaned(child)
                }
                attribute.append(makeData(XML_TEXT_NODE, value))
            }
        }
    }
}

extension Tree {
    /// Puts a new text behind the children of a node.
    func append(text: String, to parent: NodeRef) {
        insert(makeData(XML_TEXT_NODE, text), from: self, into: parent)
    }

    /// Joins adjacent text nodes under `root` and takes out empty ones.
    func normalize(_ root: NodeRef) { changeValue(of: root) { joinTexts(under: root) } }

    private func joinTexts(under root: NodeRef) {
        var node: NodeRef? = root.firstChild
        while let current = node {
            guard current.type == XML_TEXT_NODE else {
                node = current.following(under: root)
                continue
            }
            var bytes: [UInt8]?
            while let next = current.next, next.type == XML_TEXT_NODE {
                if bytes == nil { bytes = unsafe Array(current.dataBytes) }
                unsafe bytes?.append(contentsOf: next.dataBytes)
                unsafe xmlUnlinkNode(next.pointer)
                orphaned(next)
            }
            if let bytes { unsafe bytes.withUnsafeBufferPointer { unsafe store($0, in: current) } }
            node = current.followingSkippingChildren(under: root)
            if unsafe current.dataBytes.isEmpty {
                unsafe xmlUnlinkNode(current.pointer)
                orphaned(current)
            }
        }
    }
}
