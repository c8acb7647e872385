internal import CLibXML2
public import SluiceXML

extension XML.DOM {
    /// A node or attribute as a walk passes by it: a look at it that makes no object and no String.
    ///
    /// It cannot be kept; ``object`` is what can.
    @safe
    public struct NodeView: ~Escapable {
        // Safe: the walk holds the root's object, which holds the tree, and the tree does not change while it is walked.
        private let ref: NodeRef
        private let tree: Unmanaged<Tree>

        @_lifetime(immortal)
        init(_ ref: NodeRef, _ tree: Unmanaged<Tree>) {
            self.ref = ref
            unsafe self.tree = tree
        }

        public var nodeType: NodeType {
            switch ref.type {
            case XML_HTML_DOCUMENT_NODE: .document
            case XML_DTD_NODE: .documentType
            default: NodeType(rawValue: Int(ref.type.rawValue)) ?? .element
            }
        }

        /// The name without its prefix; a processing instruction's target; empty for text.
        public var localName: XML.Text {
            @_lifetime(copy self)
            get { unsafe Self.text(ref.hasData && ref.type != XML_PI_NODE ? nil : ref.pointer.pointee.name) }
        }

        /// Empty where there is none.
        public var prefix: XML.Text {
            @_lifetime(copy self)
            get { unsafe Self.text(ref.namespace?.pointee.prefix) }
        }

        /// The URI of its namespace; empty where it is in none.
        public var namespaceURI: XML.Text {
            @_lifetime(copy self)
            get { unsafe Self.text(ref.namespace?.pointee.href) }
        }

        /// The text of a text, comment or processing instruction, or the value of an attribute; empty for others.
        public var data: XML.Text {
            @_lifetime(copy self)
            get {
                let holder = ref.isAttribute ? ref.firstChild : ref
                return unsafe Self.text(holder?.hasData == true ? holder?.pointer.pointee.content : nil)
            }
        }

        /// The line of an element's start tag; 0 for others.
        public var sourceLine: Int { ref.tag.line }

        /// Its object, to keep.
        public var object: Node { unsafe tree.takeUnretainedValue().node(ref) }

        /// Calls `body` with each attribute of an element. Declarations of namespaces are left out.
        public func forEachAttribute(_ body: (borrowing NodeView) throws -> Void) rethrows {
            var attribute = ref.firstAttribute
            while let current = attribute {
                try body(unsafe NodeView(current, tree))
                attribute = current.next
            }
        }

        @_lifetime(immortal)
        private static func text(_ bytes: UnsafePointer<xmlChar>?) -> XML.Text {
            let buffer = unsafe UnsafeBufferPointer(start: bytes, count: bytes.map { unsafe strlen($0) } ?? 0)
            return unsafe _overrideLifetime(XML.Text(utf8: Span(_unsafeElements: buffer)), copying: ())
        }
    }
}

extension XML.DOM.Node {
    /// Walks this node and all that is under it, in document order, without an object for each: `body` gets a view of each.
    ///
    ///     document.forEachNode { node in if node.localName == "book" { count += 1 } }
    ///
    /// The tree must not be changed by `body`. Attributes come by ``XML/DOM/NodeView/forEachAttribute(_:)``.
    public final func forEachNode(_ body: (borrowing XML.DOM.NodeView) throws -> Void) rethrows {
        let root = ref
        try withExtendedLifetime(tree) { tree in
            let tree = unsafe Unmanaged.passUnretained(tree)
            var node: NodeRef? = root
            while let current = node {
                try body(unsafe XML.DOM.NodeView(current, tree))
                node = current.following(under: root)
            }
        }
    }
}
