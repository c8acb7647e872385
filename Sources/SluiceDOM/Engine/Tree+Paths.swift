internal import CLibXML2
internal import SluiceXML

// Where nodes stand.
extension Tree {
    /// An XPath to a node.
    func path(of node: XML.DOM.Node) -> String {
        var steps: [String] = []
        var current = node.ref
        if let attribute = node as? XML.DOM.Attr {
            steps.append(attribute.ref.isNamespace ? "namespace::\(attribute.localName ?? "")" : "@\(attribute.name)")
            guard let owner = attribute.ownerElement else { return steps[0] }
            current = owner.ref
        }
        while let step = step(to: current) {
            steps.append(step)
            guard let parent = current.parent else { break }
            current = parent
        }
        return steps.isEmpty ? "/" : steps.reversed().map { "/" + $0 }.joined()
    }

    /// The last step of a node's path; `nil` for a document.
    private func step(to node: NodeRef) -> String? {
        let name: String
        switch node.type {
        case XML_ELEMENT_NODE: name = node.uri != nil && node.prefix == nil ? "*" : node.qualifiedName
        case XML_TEXT_NODE, XML_CDATA_SECTION_NODE: name = "text()"
        case XML_COMMENT_NODE: name = "comment()"
        case XML_PI_NODE: name = "processing-instruction('\(node.localName)')"
        default: return nil
        }
        let isAlike = { (other: NodeRef) in
            if node.isElement { return other.isElement && (name == "*" || other.qualifiedName == name) }
            if node.isText { return other.isText }
            return other.type == node.type && (node.type != XML_PI_NODE || other.localName == node.localName)
        }
        var before = 0
        var sibling = node.previous
        while let current = sibling {
            if isAlike(current) { before += 1 }
            sibling = current.previous
        }
        if before > 0 { return "\(name)[\(before + 1)]" }
        sibling = node.next
        while let current = sibling {
            if isAlike(current) { return "\(name)[1]" }
            sibling = current.next
        }
        return name
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
