public import SluiceXML

extension XML.DOM {
    /// A node of a document: what all kinds of nodes have in common (DOM Level 3 Core, `Node`).
    ///
    /// There is one object for a node at a time, so `===` compares nodes. Looking at neighbours costs an object each at
    /// most; nothing is cached, what is changed is seen at once.
    public class Node: CustomStringConvertible {
        /// Owns the node. Both are others when the node has moved to another document.
        final var tree: Tree
        final var ref: NodeRef

        init(_ tree: Tree, _ ref: NodeRef) {
            self.tree = tree
            self.ref = ref
            begin()
        }

        deinit { end() }

        // MARK: What it is

        public var nodeType: NodeType { .element }

        /// An element's or attribute's qualified name, a processing instruction's target, `#text`, `#comment` ...
        public var nodeName: String { ref.qualifiedName }

        /// The text of an attribute, text, comment or processing instruction; `nil` for others, where setting it does
        /// nothing. U+0000, which XML cannot hold, is taken as U+FFFD.
        public var nodeValue: String? {
            get { nil }
            set {}
        }

        /// The name without its prefix; `nil` for what has none, and for what was made without a namespace's method.
        public var localName: String? { nil }
        public var prefix: String? { nil }
        /// The URI of its namespace. It does not change when declarations do.
        public var namespaceURI: String? { nil }

        // MARK: Its neighbours

        /// `nil` for the document, an attribute, and what is in no tree.
        public var parentNode: Node? { ref.isChild ? tree.node(ref.parent) : nil }
        /// Its children, live: changes are seen.
        public final var childNodes: NodeList { NodeList(children: self) }
        public final var firstChild: Node? { tree.node(ref.firstChild) }
        public final var lastChild: Node? { tree.node(ref.lastChild) }
        public final var previousSibling: Node? { ref.isChild ? tree.node(ref.previous) : nil }
        public final var nextSibling: Node? { ref.isChild ? tree.node(ref.next) : nil }
        public final var hasChildNodes: Bool { ref.firstChild != nil }
        /// The document it belongs to, whether it is in its tree or not; `nil` for the document.
        public var ownerDocument: Document? { tree.documentNode }
        /// Whether it is in its document's tree.
        public final var isConnected: Bool {
            if let attribute = self as? Attr { return attribute.ownerElement?.isConnected ?? false }
            return ref.top == tree.root
        }

        /// An element's attributes; `nil` for others.
        public var attributes: NamedNodeMap? { nil }
        public var hasAttributes: Bool { false }

        /// The text under it, without comments and processing instructions: what all text nodes have, in order. Setting it
        /// puts one text in the place of all children. U+0000 is taken as U+FFFD.
        public var textContent: String? {
            get { ref.gathered }
            set { replaceChildren(text: newValue ?? "") }
        }

        /// The line on which an element's start tag begins in what was parsed, from 1, however large; `nil` for others.
        public final var sourceLine: Int? { ref.tag.isKnown ? ref.tag.line : nil }
        /// The column on which it begins, from 1, in bytes of UTF-8; `nil` for others.
        public final var sourceColumn: Int? { ref.tag.column > 0 ? ref.tag.column : nil }

        /// Its qualified name, value or kind, shortly.
        public var description: String { "<\(nodeName)>" }

        // MARK: Comparing

        /// The same as `===`.
        public final func isSameNode(_ other: Node) -> Bool { self === other }

        /// Whether the feature is one that this implementation has: `Core` and `XML`, 1.0 to 3.0.
        public final func isSupported(_ feature: String, _ version: String = "") -> Bool {
            DOMImplementation().hasFeature(feature, version)
        }

        /// A copy, in no tree, with all attributes and, if it is `deep`, all that is under it. No user data. Of the document it
        /// is another document.
        public func cloneNode(_ deep: Bool) -> Node {
            let copy: Node = tree.adoptNew(tree.copy(ref, deep: deep))
            tree.tell(.nodeCloned, of: self, copiedTo: copy)
            return copy
        }

        // MARK: User data

        /// What was set for the key. It stays with the node, whether anyone holds the node or not.
        public final func getUserData(_ key: String) -> Any? { tree.userData[ref]?[key]?.data }

        /// Keeps something with the node, `nil` to end that, and gives what was kept so far. What refers to nodes of the same
        /// document keeps the document as long as it is there.
        /// - Parameter handler: Hears of what happens to the node, when it has happened.
        @discardableResult
        public final func setUserData(_ key: String, _ data: Any?, _ handler: UserDataHandler? = nil) -> Any? {
            let old = tree.userData[ref]?[key]?.data
            tree.userData[ref, default: [:]][key] = data.map { UserDatum(key: key, data: $0, handler: handler) }
            if tree.userData[ref]?.isEmpty == true { tree.userData[ref] = nil }
            return old
        }
    }
}
