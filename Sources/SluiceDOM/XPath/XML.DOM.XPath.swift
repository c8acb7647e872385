public import SluiceXML

extension XML.DOM {
    /// An XPath 1.0 expression, compiled once for any number of evaluations and documents.
    ///
    ///     let expensive = try XML.DOM.XPath("//b:book[@price > $least]", namespaces: ["b": "urn:books"])
    ///     for book in try expensive.nodes(in: document, variables: ["least": 10]) { ... }
    ///
    /// libxml2 evaluates it, without a limit on what it looks at but ``Options/operations``. Not Sendable: an expression is
    /// evaluated by one thread at a time.
    public final class XPath {
        /// As it was given.
        public let expression: String
        let engine: XPathEngine

        /// - Parameter namespaces: URIs by the prefixes that the expression uses. A name without a prefix is in no namespace.
        /// - Parameter functions: Functions of Swift's by name, `name` or `prefix:name`.
        /// - Throws: ``XPathError``, with the place in the expression: for what breaks the grammar, for prefixes that have no
        ///   namespace, and for functions that nobody knows.
        public init(
            _ expression: String, namespaces: [String: String] = [:], functions: [String: Function] = [:],
            options: Options = Options()
        ) throws(XPathError) {
            self.expression = expression
            engine = try XPathEngine(expression, namespaces: namespaces, functions: functions, options: options)
        }

        /// What an evaluation may take.
        public struct Options: Sendable, Hashable {
            /// Steps of the evaluation: nodes looked at, operators.
            public var operations = 100_000_000

            public init() {}
        }

        /// A function that an expression calls. What it throws ends the evaluation, and arrives unchanged. It must not change
        /// the document.
        public typealias Function = (_ arguments: [Value], _ context: Node) throws -> Value

        /// What an expression gives, and takes as variables and arguments: the four types of XPath.
        public enum Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
            ExpressibleByBooleanLiteral
        {
            /// In document order.
            case nodes([Node])
            case string(String)
            case number(Double)
            case bool(Bool)

            public init(stringLiteral value: String) { self = .string(value) }
            public init(integerLiteral value: Int) { self = .number(Double(value)) }
            public init(floatLiteral value: Double) { self = .number(value) }
            public init(booleanLiteral value: Bool) { self = .bool(value) }
        }

        // MARK: Evaluating

        /// What the expression gives at a node.
        ///
        /// - Throws: ``XPathError`` for variables without a value, operands that do not fit, and where a limit is passed; what
        ///   a function of Swift's throws.
        public func evaluate(in node: Node, variables: [String: Value] = [:]) throws -> Value {
            try engine.evaluate(in: node, variables: variables)
        }

        /// The nodes that the expression gives, in document order.
        ///
        /// - Throws: As ``evaluate(in:variables:)``; and where it gives no nodes but a string, say.
        public func nodes(in node: Node, variables: [String: Value] = [:]) throws -> [Node] {
            try engine.nodes(in: node, variables: variables)
        }

        /// Calls `body` with a view of each node that the expression gives, in document order, without an object for each.
        ///
        ///     try titles.forEachNode(in: document) { bytes += $0.data.count }
        ///
        /// The tree must not be changed by `body`. Declarations of namespaces are left out.
        /// - Throws: As ``nodes(in:variables:)``; what `body` throws.
        public func forEachNode(
            in node: Node, variables: [String: Value] = [:], _ body: (borrowing NodeView) throws -> Void
        ) throws {
            try engine.forEachNode(in: node, variables: variables, body)
        }

        /// The first of the nodes in document order; `nil` where there is none.
        public func first(in node: Node, variables: [String: Value] = [:]) throws -> Node? {
            try engine.first(in: node, variables: variables)
        }

        /// What it gives as a string, by the rules of XPath's `string()`.
        public func string(in node: Node, variables: [String: Value] = [:]) throws -> String {
            try engine.string(in: node, variables: variables)
        }

        /// What it gives as a number, by the rules of XPath's `number()`; not a number where it is none.
        public func number(in node: Node, variables: [String: Value] = [:]) throws -> Double {
            try engine.number(in: node, variables: variables)
        }

        /// What it gives as a truth value, by the rules of XPath's `boolean()`: whether there are nodes, a text.
        public func bool(in node: Node, variables: [String: Value] = [:]) throws -> Bool {
            try engine.bool(in: node, variables: variables)
        }

        /// Whether it gives any node.
        public func exists(in node: Node, variables: [String: Value] = [:]) throws -> Bool {
            try bool(in: node, variables: variables)
        }
    }
}

extension XML.DOM.Node {
    /// The nodes that an XPath expression gives here, in document order. Compiled anew each time: ``XML/DOM/XPath`` is
    /// compiled once.
    ///
    ///     try document.xpath("//b:book[@price > 10]", namespaces: ["b": "urn:b"])
    ///
    /// - Throws: ``XML/DOM/XPathError``.
    public final func xpath(
        _ expression: String, namespaces: [String: String] = [:], variables: [String: XML.DOM.XPath.Value] = [:]
    ) throws -> [XML.DOM.Node] {
        try XML.DOM.XPath(expression, namespaces: namespaces).nodes(in: self, variables: variables)
    }
}
