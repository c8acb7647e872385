public import SluiceXML

extension XML.DOM {
    /// An attribute, or a declaration of a namespace, which the DOM takes for one.
    public final class Attr: Node {
        /// Of a declaration: the element that has it, which libxml2 does not say.
        var declarer: NodeRef?

        override init(_ tree: Tree, _ ref: NodeRef) { super.init(tree, ref) }

        init(_ tree: Tree, _ ref: NodeRef, declaredBy element: NodeRef?) {
            declarer = element
            super.init(tree, ref)
        }

        public override var nodeType: NodeType { .attribute }
        /// The qualified name, which is ``Node/nodeName``.
        public var name: String { nodeName }

        public override var nodeName: String {
            guard ref.isNamespace else { return super.nodeName }
            return ref.declaredPrefix.isEmpty ? "xmlns" : "xmlns:\(ref.declaredPrefix)"
        }

        public override var localName: String? {
            guard ref.isNamespace else { return ref.localName }
            return ref.declaredPrefix.isEmpty ? "xmlns" : ref.declaredPrefix
        }

        public override var prefix: String? {
            guard ref.isNamespace else { return ref.prefix }
            return ref.declaredPrefix.isEmpty ? nil : "xmlns"
        }

        public override var namespaceURI: String? { ref.isNamespace ? Namespace.xmlns : ref.uri }

        /// The value. U+0000, which XML cannot hold, is taken as U+FFFD.
        public var value: String {
            get { ref.isNamespace ? ref.declaredURI : ref.data }
            set {
                if ref.isNamespace { tree.set(uri: newValue, of: ref) } else { tree.set(value: newValue, of: ref) }
            }
        }

        public override var nodeValue: String? {
            get { value }
            set { value = newValue ?? "" }
        }

        public override var textContent: String? {
            get { value }
            set { value = newValue ?? "" }
        }

        /// The element that has it; `nil` for one that is alone.
        public var ownerElement: Element? {
            (ref.isNamespace ? declarer : ref.parent).map { tree.element($0) }
        }

        public override func cloneNode(_ deep: Bool) -> Node {
            guard ref.isNamespace else { return super.cloneNode(deep) }
            let copy = tree.newDeclaration(ref.declaredPrefix, ref.declaredURI)
            tree.tell(.nodeCloned, of: self, copiedTo: copy)
            return copy
        }

        /// Whether it is written in the document; those that the document type adds are not.
        public var specified: Bool { !ref.isDefaulted }
        /// Whether it is its element's ID: by the document type, as `xml:id`, or by ``Element/setIdAttribute(_:_:)``.
        public var isId: Bool { !ref.isNamespace && ref.isID }
    }
}
