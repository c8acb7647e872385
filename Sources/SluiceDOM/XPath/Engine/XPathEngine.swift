internal import CLibXML2
internal import SluiceXML

/// Owns a compiled expression and the context that it is evaluated in.
@safe
final class XPathEngine {
    private let expression: String
    // Owned, both: made in init, freed in deinit.
    private let context: xmlXPathContextPtr
    private let compiled: xmlXPathCompExprPtr
    /// By name, `{uri}name` where it has a prefix.
    private let functions: [String: XML.DOM.XPath.Function]
    private let prefixes: Set<String>

    init(
        _ expression: String, namespaces: [String: String], functions: [String: XML.DOM.XPath.Function],
        options: XML.DOM.XPath.Options
    ) throws(XML.DOM.XPathError) {
        guard !expression.utf8.contains(0) else {
            throw XML.DOM.XPathError(.syntax, "the expression has a U+0000", expression)
        }
        Tree.prepare()
        guard let context = unsafe xmlXPathNewContext(nil) else { outOfMemory() }
        let prefixes = Set(namespaces.keys).union(["xml"])
        let faults = XPathFaults(expression, namespaces: prefixes)
        unsafe context.pointee.opLimit = UInt(clamping: options.operations)
        unsafe context.pointee.userData = Unmanaged.passUnretained(faults).toOpaque()
        unsafe context.pointee.error = structuredError
        for (prefix, uri) in namespaces { _ = unsafe xmlXPathRegisterNs(context, prefix, uri) }
        guard let compiled = unsafe xmlXPathCtxtCompile(context, expression) else {
            unsafe xmlXPathFreeContext(context)
            throw faults.first ?? XML.DOM.XPathError(.syntax, "the expression is not one of XPath", expression)
        }
        unsafe context.pointee.userData = nil
        self.expression = expression
        self.prefixes = prefixes
        unsafe self.context = context
        unsafe self.compiled = compiled
        var known: [String: XML.DOM.XPath.Function] = [:]
        for (name, function) in functions {
            let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
            let uri = parts.count == 2 ? namespaces[parts[0]] ?? "" : nil
            _ = unsafe xmlXPathRegisterFuncNS(context, parts[parts.count - 1], uri, callFunction)
            known[(uri.map { "{\($0)}" } ?? "") + parts[parts.count - 1]] = function
        }
        self.functions = known
    }

    deinit {
        unsafe xmlXPathFreeCompExpr(compiled)
        unsafe xmlXPathFreeContext(context)
    }

    // MARK: Evaluating

    func evaluate(in node: XML.DOM.Node, variables: [String: XML.DOM.XPath.Value]) throws -> XML.DOM.XPath.Value {
        unsafe try withResult(in: node, variables) { result, tree in try unsafe value(of: result, in: tree) }
    }

    func string(in node: XML.DOM.Node, variables: [String: XML.DOM.XPath.Value]) throws -> String {
        unsafe try withResult(in: node, variables) { result, _ in
            guard let text = unsafe xmlXPathCastToString(result) else { outOfMemory() }
            defer { unsafe sluice_xml_free(text) }
            return unsafe String(cString: text)
        }
    }

    func number(in node: XML.DOM.Node, variables: [String: XML.DOM.XPath.Value]) throws -> Double {
        unsafe try withResult(in: node, variables) { result, _ in unsafe xmlXPathCastToNumber(result) }
    }

    func bool(in node: XML.DOM.Node, variables: [String: XML.DOM.XPath.Value]) throws -> Bool {
        unsafe try withResult(in: node, variables) { result, _ in unsafe xmlXPathCastToBoolean(result) == 1 }
    }

    /// The nodes that the expression gives, for a canonical form.
    func visibleNodes(in node: XML.DOM.Node, variables: [String: XML.DOM.XPath.Value]) throws -> VisibleNodes {
        unsafe try withResult(in: node, variables) { result, _ in
            guard unsafe result.pointee.type == XPATH_NODESET, let set = unsafe result.pointee.nodesetval else {
                throw XML.DOM.XPathError(.type, "the expression gives no nodes", expression)
            }
            let visible = VisibleNodes()
            let count = unsafe Int(set.pointee.nodeNr)
            for i in 0..<count {
                if let found = unsafe NodeRef(set.pointee.nodeTab[i]) { visible.insert(found) }
            }
            return visible
        }
    }

    private func withResult<Result>(
        in node: XML.DOM.Node, _ variables: [String: XML.DOM.XPath.Value],
        _ use: (xmlXPathObjectPtr, Tree) throws -> Result
    ) throws -> Result {
        let tree = node.tree
        if tree.isMissingIDs { tree.indexIDs() }
        let faults = XPathFaults(expression, namespaces: prefixes, variables: Set(variables.keys))
        faults.functions = functions
        faults.node = node
        unsafe context.pointee.doc = tree.document
        unsafe context.pointee.node = node.ref.isNamespace ? nil : node.ref.pointer
        unsafe context.pointee.userData = Unmanaged.passUnretained(faults).toOpaque()
        unsafe context.pointee.opCount = 0
        for (name, value) in variables {
            _ = unsafe xmlXPathRegisterVariable(context, name, object(of: value))
        }
        defer {
            unsafe xmlXPathRegisteredVariablesCleanup(context)
            unsafe context.pointee.userData = nil
            unsafe context.pointee.node = nil
            unsafe context.pointee.doc = nil
        }
        // It prints what functions it does not find.
        let printer = unsafe sluice_xml_silence()
        defer { unsafe sluice_xml_unsilence(printer) }
        // Safe: nothing is freed or moved while it is evaluated; the faults' object outlives the call.
        let result = unsafe xmlXPathCompiledEval(compiled, context)
        defer { if let result = unsafe result { unsafe xmlXPathFreeObject(result) } }
        if let thrown = faults.thrown { throw thrown }
        if let fault = faults.first { throw fault }
        guard let result = unsafe result else {
            throw XML.DOM.XPathError(.type, "the expression cannot be evaluated here", expression)
        }
        return try withExtendedLifetime(faults) { try unsafe use(result, tree) }
    }
}

/// What comes up while an expression is compiled or evaluated.
final class XPathFaults {
    let expression: String
    var first: XML.DOM.XPathError?
    var thrown: (any Error)?
    var functions: [String: XML.DOM.XPath.Function] = [:]
    var node: XML.DOM.Node?
    /// Names that the expression may use.
    let namespaces: Set<String>
    let variables: Set<String>

    init(_ expression: String, namespaces: Set<String>, variables: Set<String> = []) {
        self.expression = expression
        self.namespaces = namespaces
        self.variables = variables
    }

    fileprivate func error(_ error: xmlError) -> XML.DOM.XPathError {
        unsafe XML.DOM.XPathError(error, expression, namespaces: namespaces, variables: variables)
    }
}

// MARK: - Values

func value(of object: xmlXPathObjectPtr, in tree: Tree) throws -> XML.DOM.XPath.Value {
    switch unsafe object.pointee.type {
    case XPATH_NODESET, XPATH_XSLT_TREE: return .nodes(unsafe nodes(of: object.pointee.nodesetval, in: tree))
    case XPATH_BOOLEAN: return .bool(unsafe object.pointee.boolval == 1)
    case XPATH_NUMBER: return .number(unsafe object.pointee.floatval)
    default: return .string(unsafe object.pointee.stringval.map { unsafe String(cString: $0) } ?? "")
    }
}

private func nodes(of set: xmlNodeSetPtr?, in tree: Tree) -> [XML.DOM.Node] {
    guard let set = unsafe set, let first = unsafe set.pointee.nodeTab else { return [] }
    var nodes: [XML.DOM.Node] = []
    let count = unsafe Int(set.pointee.nodeNr)
    nodes.reserveCapacity(count)
    for i in 0..<count {
        guard let pointer = unsafe first[i] else { continue }
        let ref = unsafe NodeRef(pointer)
        if ref.isNamespace {
            if let declaration = unsafe tree.declaration(inForce: ref.namespaceDeclaration) {
                nodes.append(declaration)
            }
        } else {
            nodes.append(tree.node(ref))
        }
    }
    return nodes
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
    if faults.first == nil { faults.first = unsafe faults.error(error.pointee) }
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
