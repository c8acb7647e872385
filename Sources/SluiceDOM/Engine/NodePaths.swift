internal import CLibXML2

/// Paths of nodes as XPath expressions, in libxml2's form: `/books/*[3]/@id`, with `*` for what is in a default namespace.
///
/// Looks at the children of a node once, however many of them are asked for.
final class NodePaths {
    /// The places of nodes among those of their kind; 0 where there is one alone.
    private var places: [NodeRef: Int] = [:]
    private var counted: Set<NodeRef> = []

    func path(of node: NodeRef) -> String {
        var path: [String] = []
        var node: NodeRef? = node
        while let current = node, !current.isDocument, !current.isFragment {
            path.append(step(to: current))
            node = current.parent
        }
        return "/" + path.reversed().joined(separator: "/")
    }

    /// What a path has behind that of `root`; empty for the root.
    func path(of node: NodeRef, under root: NodeRef) -> String {
        let (path, above) = (path(of: node), path(of: root))
        return path.hasPrefix(above) ? String(path.dropFirst(above.count)) : ""
    }

    private func step(to node: NodeRef) -> String {
        if node.isAttribute { return "@" + node.qualifiedName }
        if let parent = node.parent, counted.insert(parent).inserted { count(childrenOf: parent) }
        let (test, place) = (Self.test(for: node), places[node] ?? 0)
        return place == 0 ? test : "\(test)[\(place)]"
    }

    private func count(childrenOf parent: NodeRef) {
        var counts: [String: Int] = [:]
        var firsts: [String: NodeRef] = [:]
        func add(_ node: NodeRef, _ test: String, counts isCounted: Bool) {
            let count = counts[test, default: 0] + 1
            counts[test] = count
            if count == 2, let first = firsts[test] { places[first] = 1 }
            guard isCounted else { return }
            if count == 1 { firsts[test] = node } else { places[node] = count }
        }
        var child = parent.firstChild
        while let current = child {
            let test = Self.test(for: current)
            // `*` counts all elements, whatever their names.
            if current.isElement { add(current, "*", counts: test == "*") }
            if test != "*" { add(current, test, counts: true) }
            child = current.next
        }
    }

    private static func test(for node: NodeRef) -> String {
        switch node.type {
        case XML_ELEMENT_NODE: node.uri != nil && node.prefix == nil ? "*" : node.qualifiedName
        case XML_TEXT_NODE, XML_CDATA_SECTION_NODE: "text()"
        case XML_COMMENT_NODE: "comment()"
        case XML_PI_NODE: "processing-instruction('\(node.localName)')"
        default: "node()"
        }
    }
}
