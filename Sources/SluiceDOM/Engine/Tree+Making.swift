internal import CLibXML2

// New nodes, which nobody holds yet and which are nowhere.
extension Tree {
    @inline(__always)
    func make(_ type: xmlElementType, name: UnsafePointer<xmlChar>?) -> NodeRef {
        guard let memory = unsafe sluice_xml_malloc(MemoryLayout<xmlNode>.size) else { outOfMemory() }
        let node = unsafe memory.bindMemory(to: xmlNode.self, capacity: 1)
        unsafe memset(node, 0, MemoryLayout<xmlNode>.size)
        unsafe node.pointee.type = type
        unsafe node.pointee.name = name
        unsafe node.pointee.doc = document
        return unsafe NodeRef(node)
    }

    func makeElement(_ name: String, namespace: xmlNsPtr? = nil) -> NodeRef {
        let node = unsafe make(XML_ELEMENT_NODE, name: self.name(name))
        unsafe node.pointer.pointee.ns = namespace
        return node
    }

    @inline(__always)
    func makeAttribute(name: UnsafePointer<xmlChar>, namespace: xmlNsPtr?) -> NodeRef {
        guard let memory = unsafe sluice_xml_malloc(MemoryLayout<xmlAttr>.size) else { outOfMemory() }
        let attribute = unsafe memory.bindMemory(to: xmlAttr.self, capacity: 1)
        unsafe memset(attribute, 0, MemoryLayout<xmlAttr>.size)
        unsafe attribute.pointee.type = XML_ATTRIBUTE_NODE
        unsafe attribute.pointee.name = name
        unsafe attribute.pointee.doc = document
        unsafe attribute.pointee.ns = namespace
        return unsafe NodeRef(attribute)
    }

    @inline(__always)
    func makeText(_ bytes: UnsafeBufferPointer<UInt8>) -> NodeRef {
        let node = unsafe make(XML_TEXT_NODE, name: sluice_xml_text_name())
        unsafe store(bytes, in: node)
        return node
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

    /// Bytes of text that fit into a text node itself, where an element has its attributes and declarations, with a NUL:
    /// libxml2 does so, too, and looks for it.
    @inline(__always) static var bytesWithin: Int { unsafe 2 * MemoryLayout<UnsafeRawPointer>.size }

    @inline(__always)
    func store(_ bytes: UnsafeBufferPointer<UInt8>, in node: NodeRef) {
        let old = unsafe node.pointer.pointee.content
        let place: UnsafeMutablePointer<xmlChar>
        let isWithin = node.type == XML_TEXT_NODE && bytes.count < Self.bytesWithin
        if isWithin {
            unsafe place = roomWithin(node)
        } else {
            guard let memory = unsafe sluice_xml_malloc(bytes.count + 1) else { outOfMemory() }
            unsafe place = memory.assumingMemoryBound(to: xmlChar.self)
        }
        // Safe: there is room for the bytes and a NUL; they may be the old text's own.
        if let start = bytes.baseAddress { unsafe memmove(place, start, bytes.count) }
        unsafe place[bytes.count] = 0
        unsafe node.pointer.pointee.content = place
        if let old = unsafe old { unsafe discard(old, of: node) }
    }

    private func roomWithin(_ node: NodeRef) -> UnsafeMutablePointer<xmlChar> {
        // Safe: the field is within the node.
        let offset = unsafe MemoryLayout<xmlNode>.offset(of: \.properties).unsafelyUnwrapped
        return unsafe (UnsafeMutableRawPointer(node.pointer) + offset).assumingMemoryBound(to: xmlChar.self)
    }

    private func discard(_ text: UnsafeMutablePointer<xmlChar>, of node: NodeRef) {
        if unsafe text != roomWithin(node) && xmlDictOwns(names, text) == 0 { unsafe sluice_xml_free(text) }
    }

    // MARK: Attributes

    /// Gives an attribute another value. What was under it becomes an orphan, unless it is the one text.
    func set(value: String, of attribute: NodeRef) {
        let isID = unsafe attribute.attribute.pointee.atype == XML_ATTRIBUTE_ID
        attribute.isDefaulted = false
        if isID { _ = unsafe xmlRemoveID(document, attribute.attribute) }
        if let child = attribute.firstChild, child.type == XML_TEXT_NODE, child.next == nil {
            set(value, of: child)
        } else {
            while let child = attribute.firstChild { detach(child) }
            let text = makeData(XML_TEXT_NODE, value)
            insert(text, from: self, into: attribute)
        }
        if isID { note(id: attribute) }
    }
}

extension Tree {
    /// Puts a new text behind the children of a node.
    func append(text: String, to parent: NodeRef) {
        insert(makeData(XML_TEXT_NODE, text), from: self, into: parent)
    }

    /// Joins adjacent text nodes under `root` and takes out empty ones.
    func normalize(_ root: NodeRef) {
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
                detach(next)
            }
            if let bytes { unsafe bytes.withUnsafeBufferPointer { unsafe store($0, in: current) } }
            node = current.followingSkippingChildren(under: root)
            if unsafe current.dataBytes.isEmpty { detach(current) }
        }
    }
}
