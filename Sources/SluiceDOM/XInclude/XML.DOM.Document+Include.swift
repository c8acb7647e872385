public import SluiceXML

extension XML.DOM.Document {
    /// Puts what `xi:include` elements ask for in their places (XInclude 1.0).
    ///
    ///     let count = try document.include(resolver: library)
    ///
    /// The resolver is asked under the name `[include]`, with the address made of `href` and of where the element stands; it
    /// alone decides what is read. `parse` is `xml` or `text`, with `encoding`; `xpointer` (or what follows `#`) is an ID,
    /// `element(ID)`, `element(/1/2)` or `xpointer(XPath)`; without `href`, or with this document's address, it is of this document. Where the resolver
    /// has nothing or the text cannot be read, `xi:fallback` takes the place. What comes from elsewhere gets `xml:base`,
    /// and is looked through, too. Content negotiation (`accept`) is not done.
    /// - Parameter depth: How many documents may include one another.
    /// - Returns: How many elements were replaced.
    /// - Throws: ``XML/DOM/IncludeError`` where nothing is found and there is no fallback, for cycles, and for attributes that
    ///   make no sense; what the resolver throws. The document then has what was included so far.
    @discardableResult
    public func include(
        resolver: any XML.EntityResolver, options: XML.DOM.ParsingOptions = .init(), depth: Int = 40
    ) throws -> Int {
        var inclusion = Inclusion(resolver, options, depth)
        try inclusion.include(in: self, base: documentURI ?? "", above: [documentURI ?? ""])
        return inclusion.count
    }
}

extension XML.DOM {
    /// What cannot be included, and where that was asked for.
    public struct IncludeError: Error, Sendable, Hashable, CustomStringConvertible {
        public let message: String
        /// The document that has the element.
        public let sourceName: String?
        public let line: Int?

        /// `book.xml:12: error: 'chapter.xml' includes itself`
        public var description: String {
            let place = [sourceName, line.map { "\($0)" }].compactMap { $0 }.map { $0 + ":" }.joined()
            return (place.isEmpty ? "" : place + " ") + "error: \(message)"
        }
    }
}

/// The inclusions of one document.
private struct Inclusion {
    private static let uri = "http://www.w3.org/2001/XInclude"

    private let resolver: any XML.EntityResolver
    private let options: XML.DOM.ParsingOptions
    private let depth: Int
    var count = 0
    /// Nodes that may still be copied: few elements can ask for one another's content again and again.
    private var budget = 1_000_000

    init(_ resolver: any XML.EntityResolver, _ options: XML.DOM.ParsingOptions, _ depth: Int) {
        self.resolver = resolver
        self.options = options
        self.depth = depth
    }

    /// What cannot be had: a fallback may take its place.
    private struct Missing: Error { let reason: String }

    /// - Parameter above: What is being included, with its part: asked for within itself, it is a cycle.
    mutating func include(in document: XML.DOM.Document, base: String, above: [String]) throws {
        var node: XML.DOM.Node? = document.documentElement
        while let current = node {
            guard let element = current as? XML.DOM.Element, element.namespaceURI == Self.uri else {
                node = current.firstChild ?? following(current, in: document)
                continue
            }
            guard element.localName == "include" else { throw fault("a fallback stands outside an inclusion", element) }
            node = try replace(element, in: document, base, above)
        }
    }

    private func following(_ node: XML.DOM.Node, in document: XML.DOM.Document) -> XML.DOM.Node? {
        var node: XML.DOM.Node? = node
        while let current = node, current !== document {
            if let next = current.nextSibling { return next }
            node = current.parentNode
        }
        return nil
    }

    /// Replaces an element, and gives what is to be looked at next.
    private mutating func replace(
        _ element: XML.DOM.Element, in document: XML.DOM.Document, _ base: String, _ above: [String]
    ) throws -> XML.DOM.Node? {
        guard let parent = element.parentNode else { return nil }
        count += 1
        let behind = following(element, in: document)
        do {
            let nodes = try found(by: element, in: document, base, above)
            if parent === document, nodes.count(where: { $0 is XML.DOM.Element }) != 1 {
                throw fault("a document needs one element, and not what is included", element)
            }
            if parent === document, nodes.contains(where: { $0 is XML.DOM.Text }) {
                throw fault("a document has no text beside its element", element)
            }
            try put(nodes, in: element, of: parent)
            // What is of this document may ask for more.
            return nodes.first(where: { $0 is XML.DOM.Element }) ?? behind
        } catch let missing as Missing {
            var fallbacks: [XML.DOM.Element] = []
            for case let child as XML.DOM.Element in element.childNodes where child.namespaceURI == Self.uri {
                guard child.localName == "fallback" else { throw fault("an inclusion within an inclusion", element) }
                fallbacks.append(child)
            }
            guard fallbacks.count < 2 else { throw fault("more than one fallback", element) }
            guard let fallback = fallbacks.first else { throw fault(missing.reason, element) }
            let nodes = try fallback.childNodes.map { try document.importNode($0, true) }
            try put(nodes, in: element, of: parent)
            // What the fallback has is looked through, too.
            return nodes.first ?? behind
        }
    }

    private func put(_ nodes: [XML.DOM.Node], in element: XML.DOM.Element, of parent: XML.DOM.Node) throws {
        // The element goes first where there is room for one alone.
        let behind = element.nextSibling
        try parent.removeChild(element)
        for node in nodes { try parent.insertBefore(node, behind) }
    }

    /// What an element asks for, as nodes of the document.
    private mutating func found(
        by element: XML.DOM.Element, in document: XML.DOM.Document, _ base: String, _ above: [String]
    ) throws -> [XML.DOM.Node] {
        let href = element.getAttribute("href") ?? ""
        let parts = href.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let file = parts.first ?? ""
        let pointer = element.getAttribute("xpointer") ?? (parts.count == 2 ? parts[1] : nil)
        let parse = element.getAttribute("parse") ?? "xml"
        guard parse == "xml" || parse == "text" else {
            throw fault("parse='\(parse)' is neither xml nor text", element)
        }
        if parse == "text" {
            guard !file.isEmpty, pointer == nil else { throw fault("a text needs a href without a part", element) }
            return [document.createTextNode(try text(IncludeAddress.join(self.base(of: element, base), file), element))]
        }
        let address = IncludeAddress.join(self.base(of: element, base), file)
        // A part of the document that has the element, whether it calls that by its address or not.
        if file.isEmpty || address == base && pointer != nil {
            guard let pointer else { throw fault("neither href nor xpointer is there", element) }
            let nodes = try select(pointer, in: document, element)
            guard !nodes.contains(where: { contains($0, element) }) else { throw fault("it includes itself", element) }
            return try nodes.map { try copy($0, into: document, element) }
        }
        let key = address + (pointer.map { "#" + $0 } ?? "")
        guard !above.contains(key), !above.contains(address) else {
            throw fault("'\(address)' includes itself", element)
        }
        guard above.count <= depth else { throw fault("more than \(depth) documents include one another", element) }
        guard let source = try ask(address) else { throw Missing(reason: "nothing was found at '\(address)'") }
        let other: XML.DOM.Document
        do {
            other = try XML.DOM.Document(source, options: options, entityResolver: resolver)
        } catch let error as ParseError {
            throw fault("'\(address)' cannot be read: \(error)", element)
        }
        try include(in: other, base: address, above: above + [key])
        let nodes =
            try pointer.map { try select($0, in: other, element) }
            ?? other.childNodes.filter { !($0 is XML.DOM.DocumentType) }
        return try nodes.map { node in
            let copy = try copy(node, into: document, element)
            if let top = copy as? XML.DOM.Element {
                let own = top.getAttributeNS(XML.DOM.Namespace.xml, "base")
                try top.setAttributeNS(
                    XML.DOM.Namespace.xml, "xml:base", own.map { IncludeAddress.join(file, $0) } ?? file)
            }
            return copy
        }
    }

    private mutating func copy(
        _ node: XML.DOM.Node, into document: XML.DOM.Document, _ element: XML.DOM.Element
    ) throws -> XML.DOM.Node {
        budget -= node.ref.countOfNodes
        guard budget >= 0 else { throw fault("more than 1000000 nodes are included", element) }
        return try document.importNode(node, true)
    }

    // MARK: What is asked for

    /// The address that `href` is relative to.
    private func base(of element: XML.DOM.Element, _ base: String) -> String {
        var own: [String] = []
        var node: XML.DOM.Node? = element
        while let current = node as? XML.DOM.Element {
            if let found = current.getAttributeNS(XML.DOM.Namespace.xml, "base") { own.append(found) }
            node = current.parentNode
        }
        return own.reversed().reduce(base) { IncludeAddress.join($0, $1) }
    }

    private func ask(_ address: String) throws -> XML.InputSource? {
        try resolver.resolveEntity("[include]", publicID: nil, systemID: address)
    }

    private func text(_ address: String, _ element: XML.DOM.Element) throws -> String {
        guard let source = try ask(address) else { throw Missing(reason: "nothing was found at '\(address)'") }
        let encoding = source.encoding ?? element.getAttribute("encoding") ?? "UTF-8"
        guard let text = IncludeAddress.text(source.bytes, encoding) else {
            throw fault("'\(address)' is no text in \(encoding)", element)
        }
        return text
    }

    /// The nodes of a document that an XPointer names: an ID, or `element()`, `xmlns()` and `xpointer()`, of which the
    /// first counts that names any.
    private func select(
        _ pointer: String, in document: XML.DOM.Document, _ element: XML.DOM.Element
    ) throws -> [XML.DOM.Node] {
        guard pointer.contains("(") else { return try withID(pointer, in: document) }
        var namespaces: [String: String] = [:]
        var rest = Substring(pointer)
        while let open = rest.firstIndex(of: "(") {
            let scheme = rest[..<open].filter { !$0.isWhitespace }
            var (depth, end) = (0, open)
            while end < rest.endIndex {
                if rest[end] == "(" { depth += 1 }
                if rest[end] == ")" { depth -= 1 }
                if depth == 0 { break }
                end = rest.index(after: end)
            }
            guard end < rest.endIndex else { throw fault("the XPointer '\(pointer)' is not closed", element) }
            let data = String(rest[rest.index(after: open)..<end])
            rest = rest[rest.index(after: end)...]
            switch scheme {
            case "xmlns":
                let parts = data.split(separator: "=", maxSplits: 1).map(String.init)
                if parts.count == 2 { namespaces[parts[0]] = parts[1] }
            case "element":
                if let found = self.element(data, in: document) { return [found] }
            case "xpointer":
                let nodes = try document.xpath(data, namespaces: namespaces).filter {
                    !($0 is XML.DOM.Attr) && !($0 is XML.DOM.DocumentType)
                }
                if nodes.isEmpty { continue }
                return nodes.flatMap { $0 is XML.DOM.Document ? Array($0.childNodes) : [$0] }
                    .filter { !($0 is XML.DOM.DocumentType) }
            default: continue
            }
        }
        throw Missing(reason: "'\(pointer)' names nothing")
    }

    /// What `element()` names: the element of an ID, or the document, and from there on children by their numbers.
    private func element(_ sequence: String, in document: XML.DOM.Document) -> XML.DOM.Element? {
        let steps = sequence.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        var place: XML.DOM.Node? = steps[0].isEmpty ? document : document.getElementById(steps[0])
        for step in steps.dropFirst() {
            guard let number = Int(step), number > 0 else { return nil }
            place = place?.children.item(number - 1)
        }
        return place as? XML.DOM.Element
    }

    private func withID(_ id: String, in document: XML.DOM.Document) throws -> [XML.DOM.Node] {
        guard let found = document.getElementById(id) else { throw Missing(reason: "no element has the ID '\(id)'") }
        return [found]
    }

    private func contains(_ node: XML.DOM.Node, _ element: XML.DOM.Element) -> Bool {
        node.ref.isAtOrAbove(element.ref)
    }

    private func fault(_ message: String, _ element: XML.DOM.Element) -> XML.DOM.IncludeError {
        XML.DOM.IncludeError(
            message: message, sourceName: element.ownerDocument?.documentURI, line: element.sourceLine)
    }
}
