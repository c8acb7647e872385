public import SluiceXML

extension XML.DOM {
    /// The attributes of an element, by name or in order, live. Declarations of namespaces come first.
    ///
    ///     for attribute in element.attributes ?? [] { print(attribute.name, attribute.value) }
    public struct NamedNodeMap: Sequence {
        private let element: Element

        init(_ element: Element) { self.element = element }

        private var attributes: [Attr] { element.tree.attributes(of: element.ref) }

        public var count: Int { attributes.count }
        /// The same as ``count``.
        public var length: Int { count }
        public var isEmpty: Bool { !element.hasAttributes }
        public func makeIterator() -> IndexingIterator<[Attr]> { attributes.makeIterator() }

        /// The attribute at a place; `nil` where there is none.
        public func item(_ index: Int) -> Attr? {
            let attributes = attributes
            return attributes.indices.contains(index) ? attributes[index] : nil
        }

        /// The attribute of a qualified name.
        public subscript(name: String) -> Attr? { getNamedItem(name) }

        /// The value of an attribute; `nil` where there is none.
        public func get(_ name: String) -> String? { element.getAttribute(name) }
        /// Qualified names.
        public func keys() -> [String] { attributes.map(\.name) }
        public func values() -> [String] { attributes.map(\.value) }
        public func items() -> [(name: String, value: String)] { attributes.map { ($0.name, $0.value) } }
        /// Namespaces and local names.
        public func keysNS() -> [(uri: String?, local: String)] {
            attributes.map { ($0.namespaceURI, $0.localName ?? $0.name) }
        }
        public func itemsNS() -> [(uri: String?, local: String, value: String)] {
            attributes.map { ($0.namespaceURI, $0.localName ?? $0.name, $0.value) }
        }

        public func getNamedItem(_ name: String) -> Attr? { element.getAttributeNode(name) }
        public func getNamedItemNS(_ uri: String?, _ local: String) -> Attr? { element.getAttributeNodeNS(uri, local) }

        /// See ``Element/setAttributeNode(_:)``.
        @discardableResult
        public func setNamedItem(_ attribute: Attr) throws(Exception) -> Attr? {
            try element.setAttributeNode(attribute)
        }

        /// See ``Element/setAttributeNodeNS(_:)``.
        @discardableResult
        public func setNamedItemNS(_ attribute: Attr) throws(Exception) -> Attr? {
            try element.setAttributeNodeNS(attribute)
        }

        /// Takes an attribute out, which is returned.
        ///
        /// - Throws: `notFound` where there is none of the name.
        @discardableResult
        public func removeNamedItem(_ name: String) throws(Exception) -> Attr {
            try remove(getNamedItem(name), name)
        }

        @discardableResult
        public func removeNamedItemNS(_ uri: String?, _ local: String) throws(Exception) -> Attr {
            try remove(getNamedItemNS(uri, local), local)
        }

        private func remove(_ attribute: Attr?, _ name: String) throws(Exception) -> Attr {
            guard let attribute else { throw Exception(.notFound, "\(element) has no attribute '\(name)'") }
            return try element.removeAttributeNode(attribute)
        }
    }
}
