internal import CLibXML2
internal import SluiceXML

/// Owns a libxml2 document and all nodes that belong to it, in its tree or not.
///
///     Document, Element, Text ... (wrappers, one for a node)
///         |  strong                        ^ mark, not retained: node -> its wrapper
///         v                                |
///        Tree ---owns---> xmlDoc ---> nodes of the document
///          \----owns---> orphans: nodes without a parent, and what is under them
///
/// 1. A wrapper keeps the tree, so the tree outlives all wrappers; no node keeps a wrapper, so there is no cycle.
/// 2. A node is freed by its tree alone: with the tree, or by ``sweep()`` when it is under an orphan of which nobody holds
///    a wrapper. What is taken out of the document becomes an orphan, never freed on the spot.
/// 3. A node's namespace is one of the tree's own (``namespace(prefix:uri:)``), which live as long as the tree; never one
///    of those that elements declare. So taking a declaration away, or moving a node, leaves nothing dangling.
/// 4. A node that moves to another tree takes its wrappers along: ``adopt(_:from:)`` gives them their new tree.
///
/// A tree and its wrappers belong to one thread at a time; trees share nothing.
@safe
final class Tree {
    /// Owned: made in init, freed in deinit.
    let document: xmlDocPtr
    /// Interned names. The document's, which frees it.
    let names: xmlDictPtr
    let memory = TreeMemory()
    var namespaces: [NamespaceKey: xmlNsPtr] = unsafe [:]

    /// All nodes that have no parent, but the document.
    var orphans: Set<NodeRef> = []
    /// What may be spent on a sweep: it grows with what is done to the tree.
    var credit = 0
    /// What the last sweep spent on orphans that stayed.
    var lastSweepCost = 0
    var isSweeping = false
    /// How many evaluations there are whose functions may take nodes out of the tree.
    var keepsOrphans = 0

    /// Declarations that were taken from their elements. Each is there for its object's sake.
    var looseDeclarations: Set<NodeRef> = []
    var userData: [NodeRef: [String: UserDatum]] = [:]
    /// Whether there is an attribute of type ID that libxml2's table leaves out.
    var isMissingIDs = false
    /// What the document type declares, one declaration a line; no parameter entities are left.
    var declarations = ""
    /// The elements that are declared to have elements in them and no text, by qualified name.
    var elementsOnly: Set<String> = []
    /// What stands between the brackets of the document type, where that is known as it is written; empty for nothing.
    var writtenSubset: String?
    var internalSubset: String? {
        let subset = writtenSubset ?? (declarations.isEmpty ? "" : "\n" + declarations)
        return subset.isEmpty ? nil : subset
    }
    /// What was wrong with the text that it was read from, where nobody else heard of it.
    var faults: XML.FaultList?

    /// Called once, before all else: libxml2 asks for that where there are threads.
    private static let isReady: Void = xmlInitParser()

    static func prepare() { isReady }

    init(version: String = "1.0", isHTML: Bool = false) {
        Self.prepare()
        let made = unsafe isHTML ? htmlNewDocNoDtD(nil, nil) : xmlNewDoc(version)
        guard let document = unsafe made, let names = unsafe xmlDictCreate() else { outOfMemory() }
        unsafe self.document = document
        unsafe self.names = names
        unsafe document.pointee.dict = names
        // The first of the document's namespaces is that of `xml`: libxml2 takes it to be.
        guard unsafe xmlSearchNs(document, NodeRef(document).pointer, "xml") != nil else { outOfMemory() }
    }

    deinit {
        for data in userData.values { Self.tellDeletion(of: data) }
        // What lies in our memory goes with it; the document type is libxml2's, which finds it without the others.
        unsafe document.pointee.children = nil
        unsafe document.pointee.last = nil
        unsafe document.pointee.oldNs?.pointee.next = nil
        if let type = unsafe document.pointee.intSubset {
            unsafe type.pointee.prev = nil
            unsafe type.pointee.next = nil
        }
        for orphan in orphans where orphan.isDocumentType { unsafe xmlFreeDtd(orphan.documentType) }
        unsafe xmlFreeDoc(document)
        memory.end()
    }

    /// The document's own node.
    var root: NodeRef { unsafe NodeRef(document) }
}

func outOfMemory() -> Never { fatalError("libxml2: out of memory") }
