internal import CLibXML2
internal import SluiceXML

/// Makes nodes of an element that is a value.
struct ElementImporter {
    private let tree: Tree
    /// What the topmost element declares: URIs by prefix.
    private var declared: [String: String] = [:]
    /// What elements under it declare, the innermost last.
    private var scope: [(prefix: String, uri: String)] = []
    /// Prefixes for attributes that have none, by URI.
    private var prefixes: [String: String] = [:]
    private var number = 0

    init(_ tree: Tree) { self.tree = tree }

    /// An element that is open: its node, its children to come, and the declarations there were outside it.
    private struct Open {
        let node: NodeRef
        var children: XML.Element.Children.Iterator
        let outside: Int
    }

    mutating func copy(_ element: XML.Element) throws(XML.DOM.Exception) -> XML.DOM.Element {
        let top: XML.DOM.Element = tree.adoptNew(try start(element, under: nil))
        var open = [Open(node: top.ref, children: element.children.makeIterator(), outside: 0)]
        while let parent = open.last?.node {
            guard let child = open[open.count - 1].children.next() else {
                scope.removeLast(scope.count - open.removeLast().outside)
                continue
            }
            switch child.kind {
            case .element:
                let outside = scope.count
                let node = try start(child, under: top.ref)
                parent.append(node)
                open.append(Open(node: node, children: child.children.makeIterator(), outside: outside))
            case .comment: parent.append(tree.makeData(XML_COMMENT_NODE, child.text ?? ""))
            case .processingInstruction: parent.append(try instruction(child.text ?? ""))
            }
            append(child.tail, to: parent)
        }
        return top
    }

    private func append(_ text: String?, to parent: NodeRef) {
        if let text, !text.isEmpty { parent.append(tree.makeData(XML_TEXT_NODE, text)) }
    }

    private func instruction(_ text: String) throws(XML.DOM.Exception) -> NodeRef {
        let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        try NameCheck.checkName(parts[0])
        return tree.makeData(XML_PI_NODE, target: parts[0], parts.count == 2 ? parts[1] : "")
    }

    // MARK: One element

    /// - Parameter top: The element that has the declarations; `nil` for that one itself.
    private mutating func start(_ element: XML.Element, under top: NodeRef?) throws(XML.DOM.Exception) -> NodeRef {
        let name = element.qname
        let node: NodeRef
        if name.uri.isEmpty {
            try NameCheck.checkName(name.qualified)
            node = tree.makeElement(name.qualified)
        } else {
            node = tree.makeElement(try QualifiedName(name.qualified, uri: name.uri))
        }
        do {
            let outside = scope.count
            declare(name.uri.isEmpty ? "" : name.prefix, name.uri, on: node, top)
            try addAttributes(of: element, to: node, top, outside)
        } catch {
            tree.free(node)
            throw error
        }
        append(element.text, to: node)
        return node
    }

    private mutating func addAttributes(
        of element: XML.Element, to node: NodeRef, _ top: NodeRef?, _ outside: Int
    ) throws(XML.DOM.Exception) {
        let attributes = element.attributes
        for i in attributes.indices {
            var name = attributes.qname(at: i)
            let value = attributes[i].value
            if name.uri.isEmpty {
                try NameCheck.checkName(name.qualified)
                // It would declare a namespace, which no value's attribute does.
                if name.qualified.hasPrefix("xmlns") { _ = try QualifiedName(name.qualified, uri: nil) }
                tree.addAttribute(name.qualified, nil, value, to: node)
                continue
            }
            // A tag declares a prefix once.
            let own = top == nil ? declared[name.prefix] : scope[outside...].last { $0.prefix == name.prefix }?.uri
            if name.prefix.isEmpty || own ?? name.uri != name.uri { name.prefix = freePrefix(for: name.uri) }
            tree.addAttribute(name.local, try QualifiedName(name.qualified, uri: name.uri), value, to: node)
            declare(name.prefix, name.uri, on: node, top)
        }
    }

    /// One that means the URI, or nothing yet.
    private mutating func freePrefix(for uri: String) -> String {
        if uri == XML.DOM.Namespace.xml { return "xml" }
        if let known = prefixes[uri], uriInForce(known) ?? uri == uri { return known }
        while uriInForce("ns\(number)") != nil { number += 1 }
        let prefix = "ns\(number)"
        number += 1
        prefixes[uri] = prefix
        return prefix
    }

    private func uriInForce(_ prefix: String) -> String? {
        scope.last { $0.prefix == prefix }?.uri ?? declared[prefix]
    }

    /// Declares a namespace that is not in force: at the topmost element, unless its prefix means another one there.
    private mutating func declare(_ prefix: String, _ uri: String, on node: NodeRef, _ top: NodeRef?) {
        if prefix == "xml" { return }
        let inForce = uriInForce(prefix)
        if inForce ?? "" == uri { return }
        if inForce == nil, top == nil || !prefix.isEmpty {
            declared[prefix] = uri
            tree.declare(prefix, uri, on: top ?? node)
        } else {
            scope.append((prefix, uri))
            tree.declare(prefix, uri, on: node)
        }
    }
}
