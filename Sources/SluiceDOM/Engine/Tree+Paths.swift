internal import CLibXML2
internal import SluiceXML

// Where nodes stand.
extension Tree {
    /// An XPath to a node.
    func path(of node: XML.DOM.Node) -> String {
        guard let attribute = node as? XML.DOM.Attr else { return NodePaths().path(of: node.ref) }
        let step = attribute.ref.isNamespace ? "namespace::\(attribute.localName ?? "")" : "@\(attribute.name)"
        guard let owner = attribute.ownerElement else { return step }
        return NodePaths().path(of: owner.ref) + "/" + step
    }

    /// Whether one node stands behind another in document order, neither being above the other; `nil` where they have
    /// nothing above them in common.
    func isBehind(_ one: NodeRef, _ other: NodeRef) -> Bool? {
        let (ones, others) = (ancestors(of: one), ancestors(of: other))
        guard ones[0] == others[0] else { return nil }
        guard let fork = zip(ones, others).firstIndexWhereUnequal else { return nil }
        let (first, second) = (ones[fork], others[fork])
        if first.isAttribute != second.isAttribute { return second.isAttribute }
        var sibling = second.next
        while let current = sibling {
            if current == first { return true }
            sibling = current.next
        }
        return false
    }

    /// From the top down to the node.
    private func ancestors(of node: NodeRef) -> [NodeRef] {
        var all = [node]
        while let parent = all[all.count - 1].parent { all.append(parent) }
        return all.reversed()
    }
}

extension Zip2Sequence<[NodeRef], [NodeRef]> {
    fileprivate var firstIndexWhereUnequal: Int? { enumerated().first { $0.element.0 != $0.element.1 }?.offset }
}
