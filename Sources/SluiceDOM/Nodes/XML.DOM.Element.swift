public import SluiceXML

extension XML.DOM {
    /// An element: a name, attributes, and children.
    public final class Element: Node {
        public override var nodeType: NodeType { .element }
        /// The qualified name, which is ``Node/nodeName``.
        public var tagName: String { ref.qualifiedName }
        public override var localName: String? { ref.localName }
        public override var prefix: String? { ref.prefix }
        public override var namespaceURI: String? { ref.uri }
        public override var attributes: NamedNodeMap? { NamedNodeMap(self) }
        public override var hasAttributes: Bool { ref.hasAttributes }

        // MARK: Attributes by qualified name

        /// The value of an attribute; `nil` where there is none.
        public func getAttribute(_ name: String) -> String? { getAttributeNode(name)?.value }

        /// Gives an attribute a value, and makes it where there is none. `xmlns` and `xmlns:p` declare a namespace, which
        /// changes no node's namespace.
        ///
        /// - Throws: `invalidCharacter` where the name is not one of XML.
        public func setAttribute(_ name: String, _ value: String) throws(Exception) {
            if let node = getAttributeNode(name) {
                node.value = value
            } else if let prefix = Self.declaredPrefix(name) {
                try NameCheck.checkName(name)
                tree.declare(prefix, value, on: ref)
            } else {
                try NameCheck.checkName(name)
                tree.addAttribute(name, nil, value, to: ref)
            }
        }

        public func hasAttribute(_ name: String) -> Bool { getAttributeNode(name) != nil }

        /// Takes an attribute out, if there is one.
        public func removeAttribute(_ name: String) {
            if let node = getAttributeNode(name) { tree.take(node, from: self) }
        }

        /// The attribute of a qualified name; `nil` where there is none.
        public func getAttributeNode(_ name: String) -> Attr? {
            if let prefix = Self.declaredPrefix(name) { return tree.declaration(of: prefix, on: ref) }
            return ref.attribute(qualified: name).map { tree.attribute($0) }
        }

        // MARK: Attributes by namespace and local name

        public func getAttributeNS(_ uri: String?, _ local: String) -> String? { getAttributeNodeNS(uri, local)?.value }

        /// Gives an attribute a value and its name's prefix, and makes it where there is none. The namespace of
        /// ``Namespace/xmlns`` declares one.
        ///
        /// - Throws: `invalidCharacter` where the name is not one of XML, `namespace` where it does not go with the URI.
        public func setAttributeNS(_ uri: String?, _ name: String, _ value: String) throws(Exception) {
            let name = try QualifiedName(name, uri: uri)
            if name.uri == Namespace.xmlns {
                let prefix = name.prefix == nil ? "" : name.local
                if let node = tree.declaration(of: prefix, on: ref) {
                    node.value = value
                } else {
                    tree.declare(prefix, value, on: ref)
                }
            } else if let node = ref.attribute(uri: name.uri, local: name.local) {
                tree.set(prefix: name.prefix, of: node)
                tree.set(value: value, of: node)
            } else {
                tree.addAttribute(name.local, name, value, to: ref)
            }
        }

        public func hasAttributeNS(_ uri: String?, _ local: String) -> Bool { getAttributeNodeNS(uri, local) != nil }

        public func removeAttributeNS(_ uri: String?, _ local: String) {
            if let node = getAttributeNodeNS(uri, local) { tree.take(node, from: self) }
        }

        public func getAttributeNodeNS(_ uri: String?, _ local: String) -> Attr? {
            if uri == Namespace.xmlns { return tree.declaration(of: local == "xmlns" ? "" : local, on: ref) }
            return ref.attribute(uri: uri?.isEmpty == true ? nil : uri, local: local).map { tree.attribute($0) }
        }

        /// The prefix that an attribute of this name declares; `nil` if it is not a declaration.
        private static func declaredPrefix(_ name: String) -> String? {
            if name == "xmlns" { return "" }
            return name.hasPrefix("xmlns:") ? String(name.dropFirst(6)) : nil
        }

        // MARK: Attributes as nodes

        /// Takes an attribute over, in the place of the one of its qualified name, which is returned.
        ///
        /// - Throws: `inUseAttribute` where another element has it.
        @discardableResult
        public func setAttributeNode(_ new: Attr) throws(Exception) -> Attr? {
            try take(over: new, replacing: getAttributeNode(new.name))
        }

        /// The same, in the place of the one of its namespace and local name.
        @discardableResult
        public func setAttributeNodeNS(_ new: Attr) throws(Exception) -> Attr? {
            try take(over: new, replacing: getAttributeNodeNS(new.namespaceURI, new.localName ?? new.name))
        }

        private func take(over new: Attr, replacing old: Attr?) throws(Exception) -> Attr? {
            if new === old { return old }
            if let owner = new.ownerElement, owner !== self {
                throw Exception(.inUseAttribute, "the attribute '\(new.name)' belongs to another element")
            }
            if let old { tree.take(old, from: self) }
            let origin = new.tree
            if new.ownerElement == nil { tree.give(new, to: self) }
            if origin !== tree { tree.tell(.nodeAdopted, of: new) }
            return old
        }

        /// Takes an attribute of this element out.
        ///
        /// - Throws: `notFound` where it is not this element's.
        @discardableResult
        public func removeAttributeNode(_ old: Attr) throws(Exception) -> Attr {
            guard old.ownerElement === self else {
                throw Exception(.notFound, "the attribute '\(old.name)' is not one of \(self)")
            }
            tree.take(old, from: self)
            return old
        }

        // MARK: IDs

        /// The value of its attribute `id`; empty where there is none.
        public var id: String {
            get { getAttribute("id") ?? "" }
            set {
                ref.attribute(qualified: "id").map { tree.set(value: newValue, of: $0) }
                    ?? tree.addAttribute("id", nil, newValue, to: ref)
            }
        }

        /// Makes an attribute the element's ID, by which ``Document/getElementById(_:)`` finds it; or no longer.
        ///
        /// - Throws: `notFound` where there is no such attribute.
        public func setIdAttribute(_ name: String, _ isId: Bool = true) throws(Exception) {
            try setId(getAttributeNode(name), name, isId)
        }

        public func setIdAttributeNS(_ uri: String?, _ local: String, _ isId: Bool = true) throws(Exception) {
            try setId(getAttributeNodeNS(uri, local), local, isId)
        }

        public func setIdAttributeNode(_ node: Attr, _ isId: Bool = true) throws(Exception) {
            try setId(node.ownerElement === self ? node : nil, node.name, isId)
        }

        private func setId(_ node: Attr?, _ name: String, _ isId: Bool) throws(Exception) {
            guard let node, !node.ref.isNamespace else {
                throw Exception(.notFound, "\(self) has no attribute '\(name)'")
            }
            if isId { tree.note(id: node.ref) } else { tree.forget(id: node.ref) }
        }

        // MARK: Elements under it

        /// The elements under it of a qualified name, `*` for all, in document order.
        public func getElementsByTagName(_ name: String) -> ElementList {
            ElementList(tree.elements(under: ref, qualified: name))
        }

        /// The elements under it of a namespace and local name; `*` for all.
        public func getElementsByTagNameNS(_ uri: String?, _ local: String) -> ElementList {
            ElementList(tree.elements(under: ref, uri: uri, local: local))
        }
    }
}

extension XML.DOM.Node {
    // MARK: Elements among its neighbours

    /// Its children that are elements.
    public final var children: XML.DOM.ElementList {
        XML.DOM.ElementList(childNodes.compactMap { $0 as? XML.DOM.Element })
    }
    public final var childElementCount: Int { children.count }

    public final var firstElementChild: XML.DOM.Element? { nearestElement(ref.firstChild) { $0.next } }
    public final var lastElementChild: XML.DOM.Element? { nearestElement(ref.lastChild) { $0.previous } }
    public final var nextElementSibling: XML.DOM.Element? { nextSibling.flatMap { nearestElement($0.ref) { $0.next } } }
    public final var previousElementSibling: XML.DOM.Element? {
        previousSibling.flatMap { nearestElement($0.ref) { $0.previous } }
    }
    /// Its parent, if that is an element.
    public final var parentElement: XML.DOM.Element? { parentNode as? XML.DOM.Element }

    private func nearestElement(_ start: NodeRef?, _ step: (NodeRef) -> NodeRef?) -> XML.DOM.Element? {
        var node = start
        while let current = node {
            if current.isElement { return tree.element(current) }
            node = step(current)
        }
        return nil
    }
}
