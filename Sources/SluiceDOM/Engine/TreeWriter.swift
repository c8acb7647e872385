internal import CLibXML2
internal import SluiceCore
internal import SluiceXML

/// Writes nodes as XML, without recursion.
struct TreeWriter<Sink: ByteSink & ~Copyable>: ~Copyable {
    private let tree: Tree
    private var writer: XML.Writer<Sink>

    init(_ tree: Tree, to sink: consuming Sink, _ options: XML.WriterOptions) {
        self.tree = tree
        writer = XML.Writer(to: sink, options: options)
    }

    /// Writes a node and what is under it, and gives the sink back.
    consuming func write(_ root: NodeRef, declares: Bool) throws -> Sink {
        if declares { try writer.declaration(standalone: tree.isStandalone) }
        var node = root
        try start(node)
        walk: while true {
            if let child = node.firstChild {
                node = child
                try start(node)
                continue
            }
            while true {
                if node.isElement { try writer.endElement() }
                if node == root { break walk }
                if let next = node.next {
                    node = next
                    try start(node)
                    break
                }
                guard let parent = node.parent else { break walk }
                node = parent
            }
        }
        return try writer.finish()
    }

    private mutating func start(_ node: NodeRef) throws {
        switch node.type {
        case XML_ELEMENT_NODE: try startElement(node)
        case XML_TEXT_NODE: try writer.characters(node.text)
        case XML_CDATA_SECTION_NODE:
            try writer.startCDATA()
            try writer.characters(node.text)
            try writer.endCDATA()
        case XML_COMMENT_NODE: try writer.comment(node.text)
        case XML_PI_NODE: try writer.processingInstruction(target: node.localName, data: node.data)
        case XML_ENTITY_REF_NODE: try writer.entityReference(node.localName)
        case XML_DTD_NODE:
            let subset = tree.internalSubset
            try writer.doctype(
                node.localName, publicID: node.publicID, systemID: node.systemID, internalSubset: subset)
        default: break
        }
    }

    private mutating func startElement(_ element: NodeRef) throws {
        let namespace = unsafe element.namespace
        var declaration = unsafe element.pointer.pointee.nsDef
        while let current = unsafe declaration {
            // An element in no namespace cannot stand in a default one of its own.
            if unsafe namespace != nil || current.pointee.prefix != nil {
                try unsafe writer.startPrefixMapping(
                    Self.text(current.pointee.prefix), uri: Self.text(current.pointee.href))
            }
            unsafe declaration = current.pointee.next
        }
        let local = unsafe Self.text(element.pointer.pointee.name).utf8
        if unsafe namespace == nil, Self.hasColon(local) {
            try writer.startElement(element.localName)
        } else {
            try unsafe writer.startElement(
                knownLocal: local, uri: Self.text(namespace?.pointee.href).utf8,
                prefix: Self.text(namespace?.pointee.prefix).utf8)
        }
        var attribute = element.firstAttribute
        while let current = attribute {
            try write(attribute: current)
            attribute = current.next
        }
    }

    private mutating func write(attribute: NodeRef) throws {
        let namespace = unsafe attribute.namespace
        let local = unsafe Self.text(attribute.pointer.pointee.name).utf8
        let child = attribute.firstChild
        if unsafe namespace == nil, Self.hasColon(local) {
            try writer.attribute(attribute.localName, attribute.data)
        } else if let child, child.isText, child.next == nil {
            try unsafe writer.attribute(
                knownLocal: local, uri: Self.text(namespace?.pointee.href).utf8,
                prefix: Self.text(namespace?.pointee.prefix).utf8, child.text.utf8)
        } else {
            let value = attribute.data
            try unsafe writer.attribute(
                knownLocal: local, uri: Self.text(namespace?.pointee.href).utf8,
                prefix: Self.text(namespace?.pointee.prefix).utf8, value.utf8.span)
        }
    }

    private static func hasColon(_ name: Span<UInt8>) -> Bool {
        for i in name.indices where name[i] == UInt8(ascii: ":") { return true }
        return false
    }

    /// A string of libxml2's, which stays as it is while the tree is written.
    @_lifetime(immortal)
    private static func text(_ bytes: UnsafePointer<xmlChar>?) -> XML.Text {
        let buffer = unsafe UnsafeBufferPointer(start: bytes, count: bytes.map { unsafe strlen($0) } ?? 0)
        return unsafe _overrideLifetime(XML.Text(utf8: Span(_unsafeElements: buffer)), copying: ())
    }
}

/// A sink of someone else's, whatever its type, for the time of a call: what writes to it is compiled once.
struct LentSink: ByteSink {
    private let emit: (Span<UInt8>) throws(IOFailure) -> Void

    private init(_ emit: @escaping (Span<UInt8>) throws(IOFailure) -> Void) { self.emit = emit }

    static func lend(
        _ sink: inout some ByteSink & ~Copyable, to borrower: (consuming LentSink) throws -> Void
    ) rethrows {
        try unsafe withUnsafeMutablePointer(to: &sink) { place in
            // Safe: the sink stays in its place as long as the call lasts.
            try borrower(LentSink { (bytes) throws(IOFailure) in try unsafe place.pointee.write(bytes) })
        }
    }

    func write(_ bytes: Span<UInt8>) throws(IOFailure) { try emit(bytes) }
}
