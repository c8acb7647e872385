internal import CLibXML2
internal import SluiceXML

/// Owns a compiled expression and the context that it is evaluated in.
@safe
final class XPathEngine {
    // Owned, both: made in init, freed in deinit.
    private let context: xmlXPathContextPtr
    private let compiled: xmlXPathCompExprPtr
    private let faults: XPathFaults
    private let names: XPathNames
    private let hasFunctions: Bool
    /// Whether it asks for nothing but nodes: no variables, no functions but XPath's, no IDs.
    private let isPlain: Bool
    private var isEvaluating = false
    /// The same once more, for functions that evaluate the expression that calls them.
    private let makeAnother: () throws(XML.DOM.XPathError) -> XPathEngine

    init(
        _ expression: String, namespaces: [String: String], functions: [String: XML.DOM.XPath.Function],
        options: XML.DOM.XPath.Options
    ) throws(XML.DOM.XPathError) {
        guard !expression.utf8.contains(0) else {
            throw XML.DOM.XPathError(.syntax, "the expression has a U+0000", expression)
        }
        Tree.prepare()
        let context = unsafe XPathContext.take()
        let faults = XPathFaults(expression)
        unsafe context.pointee.opLimit = UInt(clamping: options.operations)
        // Safe: the faults live as long as the context, and so this engine.
        unsafe context.pointee.userData = Unmanaged.passUnretained(faults).toOpaque()
        unsafe context.pointee.error = structuredError
        for (prefix, uri) in namespaces { _ = unsafe xmlXPathRegisterNs(context, prefix, uri) }
        guard let compiled = unsafe xmlXPathCtxtCompile(context, expression) else {
            unsafe XPathContext.give(context, isPlain: true)
            throw faults.first ?? XML.DOM.XPathError(.syntax, "the expression is not one of XPath", expression)
        }
        do {
            names = try XPathNames(expression, namespaces: namespaces, functions: functions)
        } catch {
            unsafe xmlXPathFreeCompExpr(compiled)
            unsafe XPathContext.give(context, isPlain: true)
            throw error
        }
        for (name, function) in functions {
            let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
            let uri = parts.count == 2 ? namespaces[parts[0]] ?? "" : nil
            _ = unsafe xmlXPathRegisterFuncNS(context, parts[parts.count - 1], uri, callFunction)
            faults.add(function, (uri.map { "{\($0)}" } ?? "") + parts[parts.count - 1])
        }
        unsafe self.context = context
        unsafe self.compiled = compiled
        self.faults = faults
        hasFunctions = !functions.isEmpty
        isPlain = functions.isEmpty && names.variables.isEmpty && !names.usesIDs
        makeAnother = { () throws(XML.DOM.XPathError) in
            try XPathEngine(expression, namespaces: namespaces, functions: functions, options: options)
        }
    }

    deinit {
        unsafe xmlXPathFreeCompExpr(compiled)
        unsafe XPathContext.give(context, isPlain: !hasFunctions)
    }

    // MARK: Evaluating

    func evaluate(in node: XML.DOM.Node, variables: [String: XML.DOM.XPath.Value]) throws -> XML.DOM.XPath.Value {
        unsafe try withResult(in: node, variables) { result, tree in try unsafe value(of: result, in: tree) }
    }

    func nodes(in node: XML.DOM.Node, variables: [String: XML.DOM.XPath.Value]) throws -> [XML.DOM.Node] {
        unsafe try withResult(in: node, variables) { result, tree in
            SluiceDOM.nodes(of: unsafe try nodes(of: result), in: tree)
        }
    }

    func first(in node: XML.DOM.Node, variables: [String: XML.DOM.XPath.Value]) throws -> XML.DOM.Node? {
        unsafe try withResult(in: node, variables) { result, tree in
            for found in unsafe try nodes(of: result) {
                if let node = object(of: found, in: tree) { return node }
            }
            return nil
        }
    }

    func string(in node: XML.DOM.Node, variables: [String: XML.DOM.XPath.Value]) throws -> String {
        unsafe try withResult(in: node, variables) { result, _ in
            guard let text = unsafe xmlXPathCastToString(result) else { outOfMemory() }
            defer { unsafe sluice_xml_free(text) }
            return unsafe String(cString: text)
        }
    }

    func number(in node: XML.DOM.Node, variables: [String: XML.DOM.XPath.Value]) throws -> Double {
        unsafe try withResult(in: node, variables) { result, _ in withoutSign(unsafe xmlXPathCastToNumber(result)) }
    }

    func bool(in node: XML.DOM.Node, variables: [String: XML.DOM.XPath.Value]) throws -> Bool {
        unsafe try withResult(in: node, variables) { result, _ in unsafe xmlXPathCastToBoolean(result) == 1 }
    }

    /// Calls `body` with each node that the expression gives.
    func forEachNode(
        in node: XML.DOM.Node, variables: [String: XML.DOM.XPath.Value],
        _ body: (borrowing XML.DOM.NodeView) throws -> Void
    ) throws {
        unsafe try withResult(in: node, variables) { result, tree in
            for found in unsafe try nodes(of: result) where !found.isNamespace {
                try body(unsafe XML.DOM.NodeView(found, .passUnretained(tree)))
            }
        }
    }

    /// The nodes that the expression gives, for a canonical form.
    func visibleNodes(in node: XML.DOM.Node, variables: [String: XML.DOM.XPath.Value]) throws -> VisibleNodes {
        unsafe try withResult(in: node, variables) { result, _ in
            let visible = VisibleNodes()
            for found in unsafe try nodes(of: result) { visible.insert(found) }
            return visible
        }
    }

    private func nodes(of result: xmlXPathObjectPtr) throws -> NodeSet {
        guard unsafe result.pointee.type == XPATH_NODESET else {
            throw XML.DOM.XPathError(.type, "the expression gives no nodes", faults.expression)
        }
        return unsafe NodeSet(result.pointee.nodesetval)
    }

    /// Evaluates, and hands the result to `use`. The most of evaluations need nothing but the node: they take the short way.
    private func withResult<Result>(
        in node: XML.DOM.Node, _ variables: [String: XML.DOM.XPath.Value],
        _ use: (xmlXPathObjectPtr, Tree) throws -> Result
    ) throws -> Result {
        let tree = node.tree
        guard isPlain, variables.isEmpty else {
            return unsafe try withResultAsking(in: node, variables, use)
        }
        // Safe: no Swift runs while it is evaluated, so nothing is freed.
        guard let result = unsafe evaluate(at: node.ref, in: tree) else { throw fault() }
        defer { unsafe xmlXPathFreeObject(result) }
        if unsafe context.pointee.lastError.code != 0 { throw fault() }
        return try unsafe use(result, tree)
    }

    @inline(__always)
    private func evaluate(at node: NodeRef, in tree: Tree) -> xmlXPathObjectPtr? {
        unsafe context.pointee.doc = tree.document
        unsafe context.pointee.node = node.isNamespace ? nil : node.pointer
        unsafe context.pointee.opCount = 0
        return unsafe xmlXPathCompiledEval(compiled, context)
    }

    /// What went wrong in the evaluation that is over.
    @inline(never)
    private func fault() -> any Error {
        defer { faults.forget() }
        unsafe xmlResetError(&context.pointee.lastError)
        return faults.thrown ?? faults.first
            ?? XML.DOM.XPathError(.type, "the expression cannot be evaluated here", faults.expression)
    }

    /// The same with functions of Swift's, variables, and the table of IDs, which may have to be made first.
    @inline(never)
    private func withResultAsking<Result>(
        in node: XML.DOM.Node, _ variables: [String: XML.DOM.XPath.Value],
        _ use: (xmlXPathObjectPtr, Tree) throws -> Result
    ) throws -> Result {
        if isEvaluating { return unsafe try makeAnother().withResult(in: node, variables, use) }
        try names.check(variables)
        let tree = node.tree
        if names.usesIDs, tree.isMissingIDs { tree.indexIDs() }
        isEvaluating = true
        faults.begin(at: node)
        register(variables)
        defer {
            unsafe xmlXPathRegisteredVariablesCleanup(context)
            faults.end()
            isEvaluating = false
        }
        // Safe: what functions take out of the tree stays until the faults' end.
        let result = unsafe evaluate(at: node.ref, in: tree)
        defer { if let result = unsafe result { unsafe xmlXPathFreeObject(result) } }
        guard let result = unsafe result, unsafe context.pointee.lastError.code == 0 else { throw fault() }
        return try unsafe use(result, tree)
    }

    private func register(_ variables: [String: XML.DOM.XPath.Value]) {
        for (name, value) in variables {
            _ = unsafe xmlXPathRegisterVariable(context, name, object(of: value))
        }
    }
}

/// What comes up while an expression is compiled or evaluated.
final class XPathFaults {
    let expression: String
    var first: XML.DOM.XPathError?
    var thrown: (any Error)?
    /// By name, `{uri}name` where it has a prefix.
    private var functions: [String: XML.DOM.XPath.Function] = [:]
    /// Where it is evaluated, for functions.
    private var node: XML.DOM.Node?
    /// The tree that it had when the evaluation began.
    private var tree: Tree?

    init(_ expression: String) { self.expression = expression }

    func add(_ function: @escaping XML.DOM.XPath.Function, _ name: String) { functions[name] = function }

    func begin(at node: XML.DOM.Node) {
        self.node = node
        // What a function takes out of the tree stays there until the evaluation is over.
        tree = node.tree
        tree?.keepsOrphans += 1
    }

    func end() {
        tree?.keepsOrphans -= 1
        tree = nil
        node = nil
    }

    func forget() {
        first = nil
        thrown = nil
    }
}

/// Nodes that an evaluation gave, as long as its result is there.
@safe
struct NodeSet: Sequence, IteratorProtocol {
    private let set: xmlNodeSetPtr?
    private var index = 0
    let count: Int

    init(_ set: xmlNodeSetPtr?) {
        unsafe self.set = set
        unsafe count = set.map { unsafe Int($0.pointee.nodeNr) } ?? 0
    }

    mutating func next() -> NodeRef? {
        guard index < count else { return nil }
        index += 1
        // Safe: the table has so many nodes, none of them NULL.
        return unsafe NodeRef(set?.pointee.nodeTab[index - 1])
    }
}

// MARK: - Values

func value(of object: xmlXPathObjectPtr, in tree: Tree) throws -> XML.DOM.XPath.Value {
    switch unsafe object.pointee.type {
    case XPATH_NODESET, XPATH_XSLT_TREE: return .nodes(nodes(of: unsafe NodeSet(object.pointee.nodesetval), in: tree))
    case XPATH_BOOLEAN: return .bool(unsafe object.pointee.boolval == 1)
    case XPATH_NUMBER: return .number(withoutSign(unsafe object.pointee.floatval))
    default: return .string(unsafe object.pointee.stringval.map { unsafe String(cString: $0) } ?? "")
    }
}

/// Not a number has no sign in XPath.
private func withoutSign(_ number: Double) -> Double { number.isNaN ? .nan : number }

private func nodes(of set: NodeSet, in tree: Tree) -> [XML.DOM.Node] {
    if set.count == 0 { return [] }
    var nodes: [XML.DOM.Node] = []
    nodes.reserveCapacity(set.count)
    for ref in set { if let node = object(of: ref, in: tree) { nodes.append(node) } }
    return nodes
}

/// `nil` for the namespace `xml`, which nobody declares.
private func object(of ref: NodeRef, in tree: Tree) -> XML.DOM.Node? {
    ref.isNamespace ? unsafe tree.declaration(inForce: ref.namespaceDeclaration) : tree.node(ref)
}

/// libxml2's object of a value, the caller's.
func object(of value: XML.DOM.XPath.Value) -> xmlXPathObjectPtr? {
    switch value {
    case .string(let text): return unsafe xmlXPathNewString(text.withoutNul)
    case .number(let number): return unsafe xmlXPathNewFloat(number)
    case .bool(let bool): return unsafe xmlXPathNewBoolean(bool ? 1 : 0)
    case .nodes(let nodes):
        guard let object = unsafe xmlXPathNewNodeSet(nil) else { return nil }
        // Safe: the nodes' objects live as long as the variables do.
        for node in nodes where !node.ref.isNamespace {
            _ = unsafe xmlXPathNodeSetAdd(object.pointee.nodesetval, node.ref.pointer)
        }
        return unsafe object
    }
}

// MARK: - Callbacks

/// `xmlXPathContext.error`.
private func structuredError(_ data: UnsafeMutableRawPointer?, _ error: xmlErrorPtr?) {
    guard let data = unsafe data, let error = unsafe error else { return }
    // Safe: the data is the faults' object, which outlives the call into libxml2.
    let faults = unsafe Unmanaged<XPathFaults>.fromOpaque(data).takeUnretainedValue()
    if faults.first == nil { faults.first = unsafe XML.DOM.XPathError(error.pointee, faults.expression) }
}

/// The function of every name that was registered.
private func callFunction(_ parser: xmlXPathParserContextPtr?, _ count: Int32) {
    guard let parser = unsafe parser, let context = unsafe parser.pointee.context,
        let data = unsafe context.pointee.userData
    else { return }
    // Safe: as above.
    unsafe Unmanaged<XPathFaults>.fromOpaque(data).takeUnretainedValue().call(parser, Int(count))
}

extension XPathFaults {
    fileprivate func call(_ parser: xmlXPathParserContextPtr, _ count: Int) {
        guard let node, let context = unsafe parser.pointee.context else { return }
        let uri = unsafe context.pointee.functionURI.map { unsafe "{\(String(cString: $0))}" } ?? ""
        let name = unsafe uri + (context.pointee.function.map { unsafe String(cString: $0) } ?? "")
        do {
            var arguments: [XML.DOM.XPath.Value] = []
            for _ in 0..<count {
                guard let object = unsafe valuePop(parser) else { continue }
                defer { unsafe xmlXPathFreeObject(object) }
                arguments.append(try unsafe value(of: object, in: node.tree))
            }
            let at = unsafe NodeRef(context.pointee.node).flatMap { node.tree.node($0) } ?? node
            let result = try functions[name]?(arguments.reversed(), at) ?? .string("")
            _ = unsafe valuePush(parser, object(of: result))
        } catch {
            if thrown == nil { thrown = error }
            unsafe xmlXPathErr(parser, Int32(XPATH_EXPR_ERROR.rawValue))
        }
    }
}

extension XML.DOM.XPathError {
    /// libxml2 gives a number, and the place while it compiles.
    fileprivate init(_ error: xmlError, _ expression: String) {
        let number = unsafe UInt32(clamping: Int(error.code) - Int(XML_XPATH_EXPRESSION_OK.rawValue))
        let (code, message): (Code, String) =
            switch xmlXPathError(number) {
            case XPATH_NUMBER_ERROR: (.syntax, "a number breaks off")
            case XPATH_UNFINISHED_LITERAL_ERROR: (.syntax, "a string has no end")
            case XPATH_START_LITERAL_ERROR: (.syntax, "expected a string")
            case XPATH_VARIABLE_REF_ERROR: (.syntax, "expected a name behind '$'")
            case XPATH_INVALID_PREDICATE_ERROR: (.syntax, "expected ']' behind a predicate")
            case XPATH_UNCLOSED_ERROR: (.syntax, "expected ')'")
            case XPATH_INVALID_CHAR_ERROR: (.syntax, "a character that XML does not allow")
            case XPATH_UNDEF_VARIABLE_ERROR: (.unknownVariable, "a variable has no value")
            case XPATH_UNDEF_PREFIX_ERROR: (.unknownPrefix, "no namespace was given for a prefix")
            case XPATH_UNKNOWN_FUNC_ERROR: (.unknownFunction, "a function is not known")
            case XPATH_INVALID_ARITY: (.type, "a function is called with too few arguments, or too many")
            case XPATH_INVALID_TYPE, XPATH_INVALID_OPERAND: (.type, "an operand or argument is of the wrong type")
            case XPATH_OP_LIMIT_EXCEEDED: (.limitExceeded, "the evaluation takes more operations than are allowed")
            case XPATH_RECURSION_LIMIT_EXCEEDED: (.limitExceeded, "the expression is nested too deeply")
            case XPATH_STACK_ERROR, XPATH_MEMORY_ERROR: (.limitExceeded, "the evaluation needs too much memory")
            default: (.syntax, "the expression is not one of XPath")
            }
        let offset = unsafe code == .syntax || error.int1 > 0 ? Int(error.int1) : nil
        self.init(code, message, expression, at: offset.map { min($0, expression.utf8.count) })
    }
}
