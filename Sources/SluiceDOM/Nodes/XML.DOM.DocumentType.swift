public import SluiceXML

extension XML.DOM {
    /// The document type: `<!DOCTYPE name PUBLIC "..." "..." [...]>`.
    public final class DocumentType: Node {
        public override var nodeType: NodeType { .documentType }
        public override var nodeName: String { ref.localName }
        /// The name of the root element that it asks for.
        public var name: String { ref.localName }
        public var publicId: String? { ref.publicID }
        public var systemId: String? { ref.systemID }
        /// What stands between the brackets, as it is written in the document. Of a document type that events made, what was
        /// declared, one declaration a line and parameter entities replaced; `nil` where there is none.
        public var internalSubset: String? { tree.internalSubset }
        /// The general entities that are declared, in order.
        public var entities: [Entity] { tree.entities(of: ref) }
        /// The notations that are declared.
        public var notations: [Notation] { tree.notations(of: ref) }
        public override var textContent: String? {
            get { nil }
            set {}
        }

        /// A copy with all that is declared, which no document has yet: it is one for
        /// ``DOMImplementation/createDocument(_:_:_:)``.
        public override func cloneNode(_ deep: Bool) -> Node {
            let copy = Tree().newDocumentType(like: self)
            tree.tell(.nodeCloned, of: self, copiedTo: copy)
            return copy
        }
    }

    /// An entity that the document type declares. It cannot be changed.
    public final class Entity: Node {
        public override var nodeType: NodeType { .entity }
        public override var nodeName: String { ref.localName }
        /// Itself, since it cannot be changed.
        public override func cloneNode(_ deep: Bool) -> Node { self }
        public var publicId: String? { tree.identifiers(of: ref).publicID }
        public var systemId: String? { tree.identifiers(of: ref).systemID }
        /// Of an unparsed entity, the notation that it is in.
        public var notationName: String? { tree.identifiers(of: ref).notation }
        /// Its replacement text, where it is declared in the document.
        public override var textContent: String? {
            get { tree.replacementText(of: ref) }
            set {}
        }
    }

    /// A reference to an entity that was not read: it is external, or not declared where the parser looked.
    public final class EntityReference: Node {
        public override var nodeType: NodeType { .entityReference }
        public override var nodeName: String { ref.localName }
    }

    /// A notation that the document type declares: a name for a format that is not XML.
    public struct Notation: Sendable, Hashable {
        public let nodeName: String
        public let publicId: String?
        public let systemId: String?
        public var nodeType: NodeType { .notation }
    }

    /// Makes documents and document types, as the W3C has it.
    public struct DOMImplementation: Sendable {
        public init() {}

        /// `Core` and `XML`, 1.0 to 3.0, or without a version.
        public func hasFeature(_ feature: String, _ version: String = "") -> Bool {
            ["core", "xml"].contains(feature.lowercased()) && ["", "1.0", "2.0", "3.0"].contains(version)
        }

        /// A document with an element, or none where the name is `nil`.
        ///
        /// - Throws: As ``Document/createElementNS(_:_:)``; `wrongDocument` where the document type is another document's.
        public func createDocument(
            _ uri: String?, _ name: String?, _ doctype: DocumentType? = nil
        ) throws(Exception) -> Document {
            if let doctype, doctype.ref.parent != nil || doctype.ownerDocument?.hasChildNodes ?? false {
                throw Exception(.wrongDocument, "the document type belongs to another document")
            }
            let document = doctype?.ownerDocument ?? Document()
            if let doctype { try document.appendChild(doctype) }
            if let name { try document.appendChild(document.createElementNS(uri, name)) }
            return document
        }

        /// A document type for ``createDocument(_:_:_:)``.
        ///
        /// - Throws: `invalidCharacter` where the name is not one of XML.
        public func createDocumentType(
            _ name: String, _ publicId: String? = nil, _ systemId: String? = nil
        ) throws(Exception) -> DocumentType {
            try NameCheck.checkName(name)
            return Tree().newDocumentType(name, publicId, systemId)
        }
    }
}
