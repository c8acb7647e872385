internal import SluiceXML

/// Something that is kept with a node, and who hears of what happens to the node.
struct UserDatum {
    let key: String
    let data: Any
    let handler: XML.DOM.UserDataHandler?
}

// What happens is told when it is over, and all who are to hear of it are known: they may change the trees.
extension Tree {
    /// Tells of a node of this tree and, where that is meant, of its attributes and all that is under it.
    /// - Parameter copy: The node's copy, whose nodes stand as those of the node do, as far as it goes.
    func tell(
        _ operation: XML.DOM.UserDataOperation, of node: XML.DOM.Node, copiedTo copy: XML.DOM.Node? = nil,
        isDeep: Bool = true
    ) {
        if userData.isEmpty { return }
        var calls: [() -> Void] = []
        func note(_ ref: NodeRef, of element: NodeRef, _ copied: NodeRef?, of copiedElement: NodeRef?) {
            guard let data = userData[ref] else { return }
            for datum in data.values {
                guard let handler = datum.handler else { continue }
                let source = object(of: ref, on: element)
                let target = copied.flatMap { copy?.tree.object(of: $0, on: copiedElement ?? $0) }
                calls.append { handler(operation, datum.key, datum.data, source, target) }
            }
        }
        var (original, copied): (NodeRef, NodeRef?) = (node.ref, copy?.ref)
        while true {
            note(original, of: original, copied, of: copied)
            guard isDeep else { break }
            let copies = copied?.attached ?? []
            for (index, part) in original.attached.enumerated() {
                note(part, of: original, index < copies.count ? copies[index] : nil, of: copied)
            }
            guard let next = original.following(under: node.ref) else { break }
            if let copy {
                guard let nextCopied = copied?.following(under: copy.ref) else { break }
                copied = nextCopied
            }
            original = next
        }
        for call in calls { call() }
    }

    private func object(of ref: NodeRef, on element: NodeRef) -> XML.DOM.Node {
        ref.isNamespace ? unsafe declaration(ref.namespaceDeclaration, of: element) : node(ref)
    }

    /// Tells that a node is no more.
    static func tellDeletion(of data: [String: UserDatum]) {
        for datum in data.values { datum.handler?(.nodeDeleted, datum.key, datum.data, nil, nil) }
    }
}
