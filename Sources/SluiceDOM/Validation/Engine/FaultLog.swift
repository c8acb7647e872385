internal import CLibXML2
internal import SluiceXML

/// Collects what libxml2 has to say, which prints nothing meanwhile.
///
/// libxml2 keeps the place for that for each thread. What was there before is put back.
@safe
final class FaultLog {
    /// The tree whose nodes are at fault; nodes of others have no path.
    private let tree: Tree?
    private let name: String?
    private var paths: NodePaths?
    /// Where the faults of a document are that passes by, and what they go to.
    private var trail: ElementTrail?
    var faults: [XML.DOM.ValidationError] = []

    init(_ trail: ElementTrail) {
        tree = nil
        name = nil
        self.trail = trail
    }

    init(_ tree: Tree?, name: String?) {
        self.tree = tree
        self.name = name
    }

    func collect<Result>(_ body: () throws -> Result) rethrows -> Result {
        let (handler, context) = unsafe (__xmlStructuredError(), __xmlStructuredErrorContext())
        let (oldHandler, oldContext) = unsafe (handler?.pointee, context?.pointee)
        let oldPrinter = unsafe sluice_xml_silence()
        unsafe xmlSetStructuredErrorFunc(Unmanaged.passUnretained(self).toOpaque(), recordFault)
        defer {
            unsafe xmlSetStructuredErrorFunc(oldContext, oldHandler)
            unsafe sluice_xml_unsilence(oldPrinter)
            // It points to nodes of the tree.
            xmlResetLastError()
        }
        return try withExtendedLifetime(self) { try body() }
    }

    fileprivate func record(_ error: xmlError) {
        guard unsafe error.level.rawValue >= XML_ERR_ERROR.rawValue else { return }
        let isReport = unsafe error.domain == Int32(XML_FROM_SCHEMATRONV.rawValue)
        let words = unsafe NodeRef.string(isReport && error.str3 != nil ? error.str3 : error.message) ?? ""
        if let trail { return unsafe trail.note(error, Self.inOneLine(words)) }
        var path = ""
        var tag = unsafe TagPlace(line: Int(error.line))
        if let pointer = unsafe error.node {
            // Safe: the nodes that errors have are neither namespaces nor freed before the call is over.
            let node = unsafe NodeRef(pointer.assumingMemoryBound(to: xmlNode.self))
            if let tree, unsafe node.pointer.pointee.doc == tree.document {
                if paths == nil { paths = NodePaths() }
                path = paths?.path(of: node) ?? ""
                tag = node.tagAround
            } else {
                tag = node.tagAround
            }
        }
        faults.append(
            XML.DOM.ValidationError(
                message: Self.inOneLine(words), at: tag, path: path, code: unsafe Int(error.code),
                sourceName: unsafe tree == nil ? NodeRef.string(error.file) ?? name : name))
    }

    private static func inOneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

/// `xmlStructuredError`.
private func recordFault(_ data: UnsafeMutableRawPointer?, _ error: xmlErrorPtr?) {
    guard let data = unsafe data, let error = unsafe error else { return }
    // Safe: the data is the log, which outlives the call into libxml2.
    unsafe Unmanaged<FaultLog>.fromOpaque(data).takeUnretainedValue().record(error.pointee)
}

extension NodeRef {
    static func string(_ text: UnsafePointer<CChar>?) -> String? { unsafe text.map { unsafe String(cString: $0) } }
    static func string(_ text: UnsafeMutablePointer<CChar>?) -> String? {
        unsafe text.map { unsafe String(cString: $0) }
    }

    /// Where the nearest element begins of which that is known.
    var tagAround: TagPlace {
        var node: NodeRef? = self
        while let current = node {
            if current.tag.isKnown { return current.tag }
            node = current.parent
        }
        return TagPlace()
    }
}

extension Tree {
    func fault(_ message: String, at node: NodeRef?) -> XML.DOM.ValidationError {
        XML.DOM.ValidationError(
            message: message, at: node?.tagAround ?? TagPlace(),
            path: node.map { NodePaths().path(of: $0) } ?? "", code: 0, sourceName: name)
    }
}
