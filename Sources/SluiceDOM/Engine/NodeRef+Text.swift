internal import CLibXML2
internal import SluiceXML

// Names and text as Swift has them.
extension NodeRef {
    private static func string(_ bytes: UnsafePointer<xmlChar>?) -> String? {
        guard let bytes = unsafe bytes else { return nil }
        // Safe: libxml2's strings end with a NUL.
        return unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: strlen(bytes)), as: UTF8.self)
    }

    // MARK: Names

    /// `nil` where it has none that was given: text, comments, documents.
    var namespace: xmlNsPtr? { unsafe isElement || isAttribute ? pointer.pointee.ns : nil }

    var localName: String { unsafe Self.string(pointer.pointee.name) ?? "" }
    var prefix: String? { unsafe namespace.flatMap { unsafe Self.string($0.pointee.prefix) } }
    var uri: String? { unsafe namespace.flatMap { unsafe Self.string($0.pointee.href) } }

    var qualifiedName: String {
        if let prefix { return "\(prefix):\(localName)" }
        return localName
    }

    /// Of a declaration: the prefix that it declares; empty for the default namespace.
    var declaredPrefix: String { unsafe Self.string(namespaceDeclaration.pointee.prefix) ?? "" }
    var declaredURI: String { unsafe Self.string(namespaceDeclaration.pointee.href) ?? "" }

    // MARK: Text

    /// The text of a node that has data; of an attribute its value.
    var data: String {
        if hasData { return unsafe Self.string(pointer.pointee.content) ?? "" }
        return gathered
    }

    /// The bytes of a node that has data.
    @inline(__always)
    var dataBytes: UnsafeBufferPointer<UInt8> {
        guard let content = unsafe pointer.pointee.content else {
            return unsafe UnsafeBufferPointer(start: nil, count: 0)
        }
        return unsafe UnsafeBufferPointer(start: content, count: strlen(content))
    }

    /// The same, to be used before the tree changes.
    var text: XML.Text {
        @_lifetime(immortal)
        get { unsafe _overrideLifetime(XML.Text(utf8: Span(_unsafeElements: dataBytes)), copying: ()) }
    }

    /// The text of all text nodes under it, in document order.
    var gathered: String {
        guard let first = firstChild else { return "" }
        if first.isText, first.next == nil { return first.data }
        var bytes: [UInt8] = []
        var node: NodeRef? = first
        while let current = node {
            if current.isText { unsafe bytes.append(contentsOf: current.dataBytes) }
            node = current.following(under: self)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether its data is nothing but white space (XML 1.0, production 3).
    var isBlank: Bool {
        unsafe dataBytes.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    }

    // MARK: Of document types

    var publicID: String? { unsafe Self.string(documentType.pointee.ExternalID) }
    var systemID: String? { unsafe Self.string(documentType.pointee.SystemID) }
}
