internal import CLibXML2

/// Paths of nodes as XPath expressions, in libxml2's form: `/books/*[3]/@id`, with `*` for what is in a default namespace.
///
/// Looks at the children of a node once, however many of them are asked for.
final class NodePaths {
    private var steps: [NodeRef: String] = [:]
    private var counted: Set<NodeRef> = []

    func path(of node: NodeRef) -> String {
        var path: [String] = []
        var node: NodeRef? = node
        while let current = node, !current.isDocument {
            path.append(step(to: current))
            node = current.parent
        }
        return "/" + path.reversed().joined(separator: "/")
    }

    private func step(to node: NodeRef) -> String {
        if node.isAttribute { return "@" + node.qualifiedName }
        guard let parent = node.parent else { return Self.test(for: node) }
        if counted.insert(parent).inserted { count(childrenOf: parent) }
        return steps[node] ?? Self.test(for: node)
    }

    private func count(childrenOf parent: NodeRef) {
        var first: [String: NodeRef] = [:]
        var counts: [String: Int] = [:]
        var elements = 0
        var child = parent.firstChild
        while let current = child {
            child = current.next
            if current.isElement { elements += 1 }
            let test = Self.test(for: current)
            if test == "*" {
                // All elements are counted, whatever their names.
                steps[current] = current.hasElementBeside ? "*[\(elements)]" : "*"
                continue
            }
            let count = counts[test, default: 0] + 1
            counts[test] = count
            if count == 1 {
                first[test] = current
            } else if count == 2, let first = first[test] {
                steps[first] = test + "[1]"
            }
            steps[current] = count == 1 ? test : "\(test)[\(count)]"
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

extension NodeRef {
    /// Whether another element stands beside it.
    fileprivate var hasElementBeside: Bool {
        var (before, after) = (previous, next)
        while let current = before {
            if current.isElement { return true }
            before = current.previous
        }
        while let current = after {
            if current.isElement { return true }
            after = current.next
        }
        return false
    }
}
