public import SluiceCore
public import SluiceXML

extension XML.DOM {
    /// A document: its element, its document type, and what stands beside them.
    ///
    ///     let document = XML.DOM.Document()
    ///     let root = try document.appendChild(document.createElement("books"))
    ///     try root.setAttribute("count", "0")
    ///     print(try document.toxml())
    ///
    /// Not Sendable: a document and all its nodes belong to one thread at a time.
    public final class Document: Node {
        /// A document without anything in it.
        public convenience init() {
            let tree = Tree()
            self.init(tree, tree.root)
        }

        public override var nodeType: NodeType { .document }
        public override var nodeName: String { "#document" }
        public override var ownerDocument: Document? { nil }
        public override var textContent: String? {
            get { nil }
            set {}
        }

        /// The one element that is not under another; `nil` where there is none yet.
        public var documentElement: Element? { firstElementChild }
        public var doctype: DocumentType? { tree.documentType }
        public var implementation: DOMImplementation { DOMImplementation() }

        /// The version that the XML declaration says.
        public var version: String { tree.version }
        /// The encoding that the XML declaration says; `nil` where it says none.
        public var encoding: String? { tree.encoding }
        /// What the XML declaration says of that; `nil` where it says nothing.
        public var standalone: Bool? {
            get { tree.isStandalone }
            set { tree.isStandalone = newValue }
        }
        /// What was wrong with the text, where it was recovered (`XML.ParserOptions.recovers`) and no error handler heard of
        /// it: the first thousand faults.
        public var faults: [ParseError] { tree.faults?.faults ?? [] }
        /// How many faults there were.
        public var faultCount: Int { tree.faults?.total ?? 0 }
        /// The document's name: the path of its file, or what was given.
        public var documentURI: String? {
            get { tree.name }
            set { tree.name = newValue }
        }

        // MARK: Making nodes, which are in no tree

        /// An element in no namespace.
        ///
        /// - Throws: `invalidCharacter` where the name is not one of XML.
        public func createElement(_ name: String) throws(Exception) -> Element {
            try NameCheck.checkName(name)
            return tree.adoptNew(tree.makeElement(name))
        }

        /// An element in a namespace. Its declaration is written where it is missing.
        ///
        /// - Throws: `invalidCharacter` where the name is not one of XML, `namespace` where it does not go with the URI.
        public func createElementNS(_ uri: String?, _ name: String) throws(Exception) -> Element {
            let name = try QualifiedName(name, uri: uri)
            return tree.adoptNew(tree.makeElement(name))
        }

        public func createDocumentFragment() -> DocumentFragment { tree.newFragment() }
        public func createTextNode(_ text: String) -> Text { tree.newText(text) }
        public func createCDATASection(_ text: String) -> CDATASection { tree.newSection(text) }
        public func createComment(_ text: String) -> Comment { tree.newComment(text) }

        /// - Throws: `invalidCharacter` where the target is not a name of XML.
        public func createProcessingInstruction(
            _ target: String, _ data: String
        ) throws(Exception) -> ProcessingInstruction {
            try NameCheck.checkName(target)
            return tree.newInstruction(target, data)
        }

        /// - Throws: As ``createElement(_:)``.
        public func createAttribute(_ name: String) throws(Exception) -> Attr {
            try NameCheck.checkName(name)
            return tree.newAttribute(name)
        }

        /// - Throws: As ``createElementNS(_:_:)``.
        public func createAttributeNS(_ uri: String?, _ name: String) throws(Exception) -> Attr {
            let name = try QualifiedName(name, uri: uri)
            return tree.newAttribute(name)
        }

        // MARK: Nodes of other documents

        /// A copy for this document of any document's node, in no tree.
        ///
        /// - Throws: `notSupported` for documents, document types and their entities, and declarations of namespaces.
        public func importNode<Kind: Node>(_ node: Kind, _ deep: Bool) throws(Exception) -> Kind {
            guard node.ref.canLeave else {
                throw Exception(.notSupported, "\(node) cannot be imported")
            }
            let copy: Kind = tree.adoptNew(tree.copy(node.ref, deep: deep))
            node.tree.tell(.nodeImported, of: node, copiedTo: copy)
            return copy
        }

        /// Takes a node out of where it stands and makes it this document's, in no tree, with all that is under it.
        ///
        /// - Throws: `notSupported` for documents, document types and their entities, and declarations of namespaces.
        @discardableResult
        public func adoptNode<Kind: Node>(_ node: Kind) throws(Exception) -> Kind {
            guard node.ref.canLeave else {
                throw Exception(.notSupported, "\(node) cannot be adopted")
            }
            tree.adoptAlone(node)
            tree.tell(.nodeAdopted, of: node)
            return node
        }

        /// Gives an element or attribute another name; the node stays the same.
        ///
        /// - Throws: `wrongDocument` for another document's node, `notSupported` for other kinds, and as
        ///   ``createElementNS(_:_:)``.
        @discardableResult
        public func renameNode<Kind: Node>(_ node: Kind, _ uri: String?, _ name: String) throws(Exception) -> Kind {
            guard node.tree === tree else { throw Exception(.wrongDocument, "\(node) belongs to another document") }
            guard node.ref.isElement || node.ref.isAttribute else {
                throw Exception(.notSupported, "\(node) has no name to be changed")
            }
            let name = try QualifiedName(name, uri: uri)
            tree.rename(node.ref, name)
            tree.tell(.nodeRenamed, of: node, isDeep: false)
            return node
        }

        public override func cloneNode(_ deep: Bool) -> Node {
            let copy = Tree(copying: tree, deep: deep).documentNode
            tree.tell(.nodeCloned, of: self, copiedTo: copy)
            return copy
        }

        // MARK: Finding

        /// The element in the tree whose ID it is: an attribute that the document type declares as an ID, `xml:id`, or one
        /// that ``Element/setIdAttribute(_:_:)`` made one.
        public func getElementById(_ id: String) -> Element? { tree.element(id: id).map { tree.element($0) } }

        /// All elements of a qualified name, `*` for any, in document order.
        public func getElementsByTagName(_ name: String) -> ElementList {
            ElementList(tree.elements(under: ref, qualified: name))
        }

        /// All elements of a namespace and local name; `*` for any.
        public func getElementsByTagNameNS(_ uri: String?, _ local: String) -> ElementList {
            ElementList(tree.elements(under: ref, uri: uri, local: local))
        }
    }
}
