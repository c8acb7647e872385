public import SluiceXML

extension XML.DOM.Node {
    // MARK: Where it is

    /// Whether a node is this one or under it.
    public final func contains(_ other: XML.DOM.Node?) -> Bool { other.map { ref.isAtOrAbove($0.ref) } ?? false }

    /// An XPath to the node in its tree: `/dblp/article[2]/title`, `/a/text()[2]`, `/a/@x`. Elements without a prefix in a
    /// namespace are `*`, as no prefix stands for theirs.
    ///
    /// Costs a look at the siblings of the node and of all above it.
    public final var nodePath: String { tree.path(of: self) }

    /// How two nodes stand to each other, as bits (DOM Level 3 Core, `compareDocumentPosition`).
    public final func compareDocumentPosition(_ other: XML.DOM.Node) -> XML.DOM.DocumentPosition {
        if self === other { return [] }
        if ref.isAtOrAbove(other.ref) { return [.containedBy, .following] }
        if other.ref.isAtOrAbove(ref) { return [.contains, .preceding] }
        guard tree === other.tree, let isBehind = tree.isBehind(other.ref, ref) else {
            return [.disconnected, .implementationSpecific, .following]
        }
        return isBehind ? .following : .preceding
    }

    // MARK: Whether it says the same

    /// Whether another node is of the same kind and says the same: names, values, attributes in any order, children.
    public final func isEqualNode(_ other: XML.DOM.Node) -> Bool {
        var (one, two): (XML.DOM.Node, XML.DOM.Node) = (self, other)
        var path: [(XML.DOM.Node, XML.DOM.Node)] = []
        while true {
            guard one.saysTheSame(as: two) else { return false }
            switch (one.firstChild, two.firstChild) {
            case (let first?, let second?) where !one.ref.isAttribute:
                path.append((one, two))
                (one, two) = (first, second)
                continue
            case (nil, nil): break
            case (_?, _?): break
            default: return false
            }
            while true {
                guard !path.isEmpty else { return true }
                if let (first, second) = one.nextPair(two) {
                    (one, two) = (first, second)
                    break
                }
                if (one.nextSibling == nil) != (two.nextSibling == nil) { return false }
                (one, two) = path.removeLast()
                if path.isEmpty { return true }
            }
        }
    }

    private func nextPair(_ other: XML.DOM.Node) -> (XML.DOM.Node, XML.DOM.Node)? {
        guard let one = nextSibling, let two = other.nextSibling else { return nil }
        return (one, two)
    }

    private func saysTheSame(as other: XML.DOM.Node) -> Bool {
        guard nodeType == other.nodeType, nodeName == other.nodeName, namespaceURI == other.namespaceURI,
            nodeValue == other.nodeValue, attributes?.count == other.attributes?.count
        else { return false }
        guard let attributes, let others = other.attributes else { return true }
        return attributes.allSatisfy { attribute in
            others.contains {
                $0.name == attribute.name && $0.namespaceURI == attribute.namespaceURI && $0.value == attribute.value
            }
        }
    }

    // MARK: Namespaces in force

    /// The URI that a prefix stands for here; for `nil` that of the default namespace.
    public final func lookupNamespaceURI(_ prefix: String?) -> String? {
        if prefix == "xml" { return XML.DOM.Namespace.xml }
        var element = elementInForce
        while let current = element {
            if current.namespaceURI != nil, current.prefix == prefix { return current.namespaceURI }
            if let declared = current.getAttribute(prefix.map { "xmlns:\($0)" } ?? "xmlns") {
                return declared.isEmpty ? nil : declared
            }
            element = current.parentElement
        }
        return nil
    }

    /// A prefix that stands for a URI here; `nil` where there is none.
    public final func lookupPrefix(_ uri: String) -> String? {
        if uri == XML.DOM.Namespace.xml { return "xml" }
        var element = elementInForce
        while let current = element {
            var candidates =
                current.attributes?.filter { $0.namespaceURI == XML.DOM.Namespace.xmlns && $0.value == uri }
                .compactMap { $0.prefix == nil ? nil : $0.localName } ?? []
            if current.namespaceURI == uri, let prefix = current.prefix { candidates.insert(prefix, at: 0) }
            if let prefix = candidates.first(where: { lookupNamespaceURI($0) == uri }) { return prefix }
            element = current.parentElement
        }
        return nil
    }

    public final func isDefaultNamespace(_ uri: String) -> Bool { lookupNamespaceURI(nil) == uri }

    private var elementInForce: XML.DOM.Element? {
        if let element = self as? XML.DOM.Element { return element }
        if let document = self as? XML.DOM.Document { return document.documentElement }
        if let attribute = self as? XML.DOM.Attr { return attribute.ownerElement }
        return parentElement
    }
}

extension XML.DOM {
    /// How one node stands to another.
    public struct DocumentPosition: OptionSet, Sendable, Hashable {
        public let rawValue: Int
        public init(rawValue: Int) { self.rawValue = rawValue }

        public static let disconnected = DocumentPosition(rawValue: 1)
        public static let preceding = DocumentPosition(rawValue: 2)
        public static let following = DocumentPosition(rawValue: 4)
        public static let contains = DocumentPosition(rawValue: 8)
        public static let containedBy = DocumentPosition(rawValue: 16)
        public static let implementationSpecific = DocumentPosition(rawValue: 32)
    }
}
