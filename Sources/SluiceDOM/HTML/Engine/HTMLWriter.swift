internal import CLibXML2

/// Writes nodes as HTML, by the algorithm of HTML 5 for fragments, without recursion.
struct HTMLWriter {
    var bytes: [UInt8] = []

    private static let empty: Set<String> = [
        "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link",
        "meta", "param", "source", "track", "wbr",
    ]
    private static let raw: Set<String> = [
        "style", "script", "xmp", "iframe", "noembed", "noframes", "plaintext",
    ]

    mutating func write(_ root: NodeRef) {
        var node = root
        while true {
            start(node)
            if let child = node.firstChild, !isEmpty(node), !node.isAttribute {
                node = child
                continue
            }
            end(node)
            while node != root, node.next == nil, let parent = node.parent {
                node = parent
                end(node)
            }
            guard node != root, let next = node.next else { return }
            node = next
        }
    }

    private func isEmpty(_ node: NodeRef) -> Bool { node.isElement && Self.empty.contains(node.localName) }

    private mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func start(_ node: NodeRef) {
        switch node.type {
        case XML_ELEMENT_NODE:
            put("<" + node.qualifiedName)
            var attribute = node.firstAttribute
            while let current = attribute {
                put(" \(current.qualifiedName)=\"")
                escape(current.data, inAttribute: true)
                put("\"")
                attribute = current.next
            }
            put(">")
        case XML_TEXT_NODE, XML_CDATA_SECTION_NODE:
            if let parent = node.parent, parent.isElement, Self.raw.contains(parent.localName) {
                put(node.data)
            } else {
                escape(node.data, inAttribute: false)
            }
        case XML_COMMENT_NODE: put("<!--\(node.data)-->")
        case XML_PI_NODE: put("<?\(node.localName) \(node.data)>")
        case XML_ENTITY_REF_NODE: put("&\(node.localName);")
        case XML_DTD_NODE:
            put("<!DOCTYPE \(node.localName)")
            if let publicID = node.publicID { put(" PUBLIC \"\(publicID)\"") }
            if let systemID = node.systemID { put((node.publicID == nil ? " SYSTEM" : "") + " \"\(systemID)\"") }
            put(">")
            if node.parent != nil { put("\n") }
        case XML_ATTRIBUTE_NODE: escape(node.data, inAttribute: true)
        default: break
        }
    }

    private mutating func end(_ node: NodeRef) {
        if node.isElement, !isEmpty(node) { put("</\(node.qualifiedName)>") }
    }

    private mutating func escape(_ text: String, inAttribute: Bool) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": put("&amp;")
            case "\u{A0}": put("&nbsp;")
            case "\"" where inAttribute: put("&quot;")
            case "<" where !inAttribute: put("&lt;")
            case ">" where !inAttribute: put("&gt;")
            default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }
}
