public import SluiceXML

extension XML.DOM {
    /// A CSS selector, compiled once for any number of documents.
    ///
    ///     let links = try XML.DOM.Selector("nav > a[href^='https:']:not(.active), h1 + p")
    ///     for link in try links.all(in: page) { ... }
    ///
    /// Selectors Level 3: types, `*`, `p|e`, `.class`, `#id`, attributes with all operators and `!=`, combinators, groups,
    /// `:root`, `:empty`, `:first-child` and its like, `:nth-child(an+b)` and its like, `:not()`, `:lang()`, `:checked`,
    /// `:disabled`, `:enabled`; of Level 4 lists within `:not()`, `:is()`, `:where()` and `:scope`; `:contains("text")`.
    /// It is translated to XPath, so a place among those of its type needs a type (`p:first-of-type`, not `*`). In documents
    /// that were read as HTML, names of types and attributes mean the same in upper and lower case. A type without a prefix
    /// is in any namespace, unless there is a default one.
    ///
    /// Cost: a look at each element under the node; `:nth-child` and its like and `~` look at siblings, each time. Not
    /// Sendable: a selector is used by one thread at a time.
    public final class Selector {
        /// As it was given.
        public let text: String
        /// The expression that gives its elements under a node of any document, by the prefixes that were given. Where there
        /// is `:scope`, with a variable `$scope`.
        public var xpath: String { SelectorTranslator().path(group, axis: "descendant") }

        private let group: [ComplexSelector]
        private let namespaces: [String: String]
        private var compiled: [Form: XPath] = [:]

        private struct Form: Hashable {
            let translator: SelectorTranslator
            let axis: String
        }

        /// - Parameter namespaces: URIs by the prefixes that the selector uses; by `""` that of types without a prefix.
        /// - Throws: ``SelectorError``, with the place in the selector.
        public init(_ text: String, namespaces: [String: String] = [:]) throws(SelectorError) {
            self.text = text
            self.namespaces = namespaces
            var parser = SelectorParser(text, namespaces: namespaces)
            group = try parser.parse()
            do { _ = try expression(Form(translator: SelectorTranslator(), axis: "descendant")) } catch {
                throw SelectorError(.limitExceeded, "the selector is too large", text, at: 0)
            }
        }

        /// All elements under a node that it selects, in document order, each once.
        ///
        /// As the W3C has it, what stands around an element counts though it is not under the node.
        /// - Throws: ``XPathError`` where more is looked at than is allowed (``XPath/Options/operations``).
        public func all(in node: Node) throws -> ElementList {
            let nodes = try expression("descendant", for: node).nodes(in: node, variables: scope(node))
            return ElementList(nodes.compactMap { $0 as? Element })
        }

        /// The first of the elements under a node that it selects; `nil` where there is none.
        public func first(in node: Node) throws -> Element? { try all(in: node).first }

        /// Whether it selects an element.
        public func matches(_ element: Element) throws -> Bool { try matches(element, scope: element) }

        func matches(_ element: Element, scope: Element) throws -> Bool {
            try expression("self", for: element).exists(in: element, variables: self.scope(scope))
        }

        private func scope(_ node: Node) -> [String: XPath.Value] {
            let scope = (node as? Document)?.documentElement ?? node as? Element
            return ["scope": .nodes(scope.map { [$0] } ?? [])]
        }

        // MARK: Its expressions

        private func expression(_ axis: String, for node: Node) throws -> XPath {
            let translator = SelectorTranslator(
                isHTML: node.tree.isHTML, knowsNamespaces: node.tree.knowsNamespaces)
            return try expression(Form(translator: translator, axis: axis))
        }

        private func expression(_ form: Form) throws(XPathError) -> XPath {
            if let known = compiled[form] { return known }
            let made = try XPath(form.translator.path(group, axis: form.axis), namespaces: namespaces)
            compiled[form] = made
            return made
        }
    }
}

extension XML.DOM.Node {
    // MARK: Selecting

    /// All elements under it that a CSS selector selects, in document order. Compiled anew each time:
    /// ``XML/DOM/Selector`` is compiled once, and says what is known of CSS.
    ///
    ///     try page.querySelectorAll("table.prices tr:nth-child(even) > td")
    ///
    /// - Parameter namespaces: URIs by the prefixes that the selector uses.
    /// - Throws: ``XML/DOM/SelectorError``, and as ``XML/DOM/Selector/all(in:)``.
    public final func querySelectorAll(
        _ selector: String, namespaces: [String: String] = [:]
    ) throws -> XML.DOM.ElementList {
        try XML.DOM.Selector(selector, namespaces: namespaces).all(in: self)
    }

    /// The first of them; `nil` where there is none.
    public final func querySelector(
        _ selector: String, namespaces: [String: String] = [:]
    ) throws -> XML.DOM.Element? {
        try XML.DOM.Selector(selector, namespaces: namespaces).first(in: self)
    }
}

extension XML.DOM.Element {
    /// Whether a CSS selector selects this element.
    ///
    /// - Throws: As ``XML/DOM/Node/querySelectorAll(_:namespaces:)``.
    public func matches(_ selector: String, namespaces: [String: String] = [:]) throws -> Bool {
        try XML.DOM.Selector(selector, namespaces: namespaces).matches(self)
    }

    /// The nearest element that a CSS selector selects, of this one and those above it; `nil` where there is none.
    ///
    /// - Throws: As ``XML/DOM/Node/querySelectorAll(_:namespaces:)``.
    public func closest(_ selector: String, namespaces: [String: String] = [:]) throws -> XML.DOM.Element? {
        let selector = try XML.DOM.Selector(selector, namespaces: namespaces)
        var element: XML.DOM.Element? = self
        while let current = element {
            if try selector.matches(current, scope: self) { return current }
            element = current.parentElement
        }
        return nil
    }
}
