internal import CLibXML2
internal import SluiceXML

/// Which nodes a canonical form has.
@safe
final class VisibleNodes {
    /// An element has a namespace by its prefix, wherever that is declared.
    private struct Namespace: Hashable {
        let element: NodeRef
        let prefix: String
    }

    private var nodes: Set<NodeRef> = []
    private var namespaces: Set<Namespace> = []
    /// The element that is visible with all that is under it.
    private let top: NodeRef?
    /// Declarations that are there for this call alone: visible with their elements.
    var lent: Set<NodeRef> = []

    init(under top: NodeRef? = nil) { self.top = top }

    func insert(_ node: NodeRef) {
        guard node.isNamespace else {
            nodes.insert(node)
            return
        }
        // Safe: in a set of nodes, the next of a namespace is its element (xpath.h).
        let next = unsafe UnsafeMutableRawPointer(node.namespaceDeclaration.pointee.next)
        guard let element = unsafe next?.assumingMemoryBound(to: xmlNode.self) else { return }
        namespaces.insert(Namespace(element: unsafe NodeRef(element), prefix: node.declaredPrefix))
    }

    fileprivate func contains(_ node: NodeRef, of parent: NodeRef?) -> Bool {
        if let top {
            // In document order: what is above has been asked for before.
            guard node == top || parent.map(nodes.contains) == true else { return false }
            if node.isElement { nodes.insert(node) }
            return true
        }
        guard node.isNamespace else { return nodes.contains(node) }
        guard let parent else { return false }
        return lent.contains(node) && nodes.contains(parent)
            || namespaces.contains(Namespace(element: parent, prefix: node.declaredPrefix))
    }
}

/// `xmlC14NIsVisibleCallback`.
private func isVisible(_ data: UnsafeMutableRawPointer?, _ node: xmlNodePtr?, _ parent: xmlNodePtr?) -> Int32 {
    guard let data = unsafe data, let node = unsafe NodeRef(node) else { return 0 }
    // Safe: the data outlives the call into libxml2.
    let visible = unsafe Unmanaged<VisibleNodes>.fromOpaque(data).takeUnretainedValue()
    return visible.contains(node, of: unsafe NodeRef(parent)) ? 1 : 0
}

/// Takes what libxml2 writes.
private final class Outlet {
    let emit: (Span<UInt8>) throws -> Void
    var thrown: (any Error)?

    init(_ emit: @escaping (Span<UInt8>) throws -> Void) { self.emit = emit }
}

/// `xmlOutputWriteCallback`.
private func write(_ data: UnsafeMutableRawPointer?, _ bytes: UnsafePointer<CChar>?, _ count: Int32) -> Int32 {
    guard let data = unsafe data, let bytes = unsafe bytes, count > 0 else { return 0 }
    // Safe: the data outlives the call into libxml2, which has so many bytes there.
    let outlet = unsafe Unmanaged<Outlet>.fromOpaque(data).takeUnretainedValue()
    guard outlet.thrown == nil else { return -1 }
    do {
        try unsafe bytes.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
            try unsafe outlet.emit(UnsafeBufferPointer(start: $0, count: Int(count)).span)
        }
        return count
    } catch {
        outlet.thrown = error
        return -1
    }
}

extension Tree {
    func canonicalize(
        _ form: XML.DOM.CanonicalForm, _ visible: VisibleNodes?, to emit: (Span<UInt8>) throws -> Void
    ) throws {
        let lent = try lendDeclarations()
        defer { takeBack(lent) }
        visible?.lent = Set(lent.map(\.declaration))
        let mode =
            switch form.version {
            case .inclusive10: XML_C14N_1_0
            case .inclusive11: XML_C14N_1_1
            case .exclusive: XML_C14N_EXCLUSIVE_1_0
            }
        var prefixes = unsafe form.inclusivePrefixes.map { unsafe xmlStrdup($0.withoutNul) }
        unsafe prefixes.append(nil)
        defer { unsafe prefixes.forEach { unsafe sluice_xml_free($0) } }
        try withoutActuallyEscaping(emit) { emit in
            let outlet = Outlet(emit)
            let log = FaultLog(self, name: name)
            let data = unsafe Unmanaged.passUnretained(outlet).toOpaque()
            guard let buffer = unsafe xmlOutputBufferCreateIO(write, nil, data, nil) else { outOfMemory() }
            let answer = log.collect {
                unsafe prefixes.withUnsafeMutableBufferPointer { prefixes in
                    unsafe xmlC14NExecute(
                        document, visible == nil ? nil : isVisible,
                        visible.map { unsafe Unmanaged.passUnretained($0).toOpaque() }, Int32(mode.rawValue),
                        form.version == .exclusive && !form.inclusivePrefixes.isEmpty ? prefixes.baseAddress : nil,
                        form.withComments ? 1 : 0, buffer)
                }
            }
            _ = unsafe xmlOutputBufferClose(buffer)
            try withExtendedLifetime((outlet, visible)) {
                if let thrown = outlet.thrown { throw thrown }
                if answer < 0 {
                    throw XML.DOM.Exception(.notSupported, Self.reason(log.faults.first))
                }
            }
        }
    }

    private static func reason(_ fault: XML.DOM.ValidationError?) -> String {
        guard let fault else { return "the document has no canonical form" }
        if fault.code == Int(XML_C14N_RELATIVE_NAMESPACE.rawValue) {
            return "a namespace whose URI is relative has no canonical form"
        }
        if fault.message.hasSuffix("parsing namespace uri") {
            return "a namespace whose URI is none has no canonical form"
        }
        return fault.description
    }

    // MARK: Declarations for the time of a call

    private struct Loan {
        let element: NodeRef
        let declaration: NodeRef
    }

    /// Declares what elements and attributes are in and nobody has declared: libxml2 writes declarations alone.
    private func lendDeclarations() throws -> [Loan] {
        var loans: [Loan] = []
        do {
            var node: NodeRef? = root
            while let current = node {
                if current.isElement { try lend(to: current, &loans) }
                node = current.following(under: root)
            }
        } catch {
            takeBack(loans)
            throw error
        }
        return loans
    }

    private func lend(to element: NodeRef, _ loans: inout [Loan]) throws {
        try lend(to: element, for: element, &loans)
        var attribute = element.firstAttribute
        while let current = attribute {
            if unsafe current.namespace != nil { try lend(to: element, for: current, &loans) }
            attribute = current.next
        }
    }

    private func lend(to element: NodeRef, for node: NodeRef, _ loans: inout [Loan]) throws {
        let (prefix, uri) = unsafe (node.namespace?.pointee.prefix, node.namespace?.pointee.href)
        if unsafe node.namespace != nil, unsafe node.namespace == document.pointee.oldNs { return }
        var place: NodeRef? = element
        while let current = place, current.isElement {
            var declaration = unsafe current.pointer.pointee.nsDef
            while let found = unsafe declaration {
                // Safe: all of them are the tree's names, the same if their addresses are.
                if unsafe found.pointee.prefix == prefix {
                    if unsafe found.pointee.href == (uri ?? name("")) { return }
                    if current != element { return unsafe lend(prefix, uri, to: element, &loans) }
                    throw XML.DOM.Exception(
                        .namespace, "the declarations of <\(element.qualifiedName)> contradict its names")
                }
                unsafe declaration = found.pointee.next
            }
            place = current.parent
        }
        if unsafe uri == nil { return }
        guard unsafe prefix != nil || node.isElement else {
            throw XML.DOM.Exception(.namespace, "the attribute '\(node.localName)' is in a namespace without a prefix")
        }
        unsafe lend(prefix, uri, to: element, &loans)
    }

    private func lend(
        _ prefix: UnsafePointer<xmlChar>?, _ uri: UnsafePointer<xmlChar>?, to element: NodeRef, _ loans: inout [Loan]
    ) {
        let made = unsafe makeNamespace(prefix, uri ?? name(""))
        unsafe link(made, to: element)
        loans.append(Loan(element: element, declaration: unsafe NodeRef(made)))
    }

    private func takeBack(_ loans: [Loan]) {
        // The last of an element is behind its others.
        for loan in loans.reversed() {
            var last = unsafe loan.element.pointer.pointee.nsDef
            if unsafe last == loan.declaration.namespaceDeclaration {
                unsafe loan.element.pointer.pointee.nsDef = nil
            } else {
                while let current = unsafe last, unsafe current.pointee.next != loan.declaration.namespaceDeclaration {
                    unsafe last = current.pointee.next
                }
                unsafe last?.pointee.next = nil
            }
            unsafe memory.free(loan.declaration.namespaceDeclaration)
        }
    }
}
