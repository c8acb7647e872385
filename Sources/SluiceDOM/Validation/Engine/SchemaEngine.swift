internal import CLibXML2
internal import SluiceXML

/// A compiled schema of one of libxml2's kinds.
protocol SchemaEngine: AnyObject {
    /// Looks at a document. What is wrong with it goes to the log that is collecting.
    ///
    /// - Returns: Whether it is valid; `nil` where libxml2 cannot say.
    func validate(_ tree: Tree) -> Bool?

    /// Whether it says of a document that passes by what it would say of its tree.
    var isStreamable: Bool { get }

    /// Looks at a document that passes by while `body` runs. What is wrong goes to the trail.
    ///
    /// - Returns: As ``validate(_:)``.
    func stream(_ trail: ElementTrail, _ body: (any SchemaStream) throws -> Void) throws -> Bool?
}

extension SchemaEngine {
    var isStreamable: Bool { false }

    func stream(_ trail: ElementTrail, _ body: (any SchemaStream) throws -> Void) throws -> Bool? { nil }
}

extension Tree {
    /// libxml2 goes down with a document, on the stack.
    static var deepest: Int { 1024 }

    func checkDepth() throws(XML.DOM.Exception) {
        var (node, depth) = (root, 0)
        while true {
            if let child = node.firstChild {
                node = child
                depth += 1
                if depth > Self.deepest + 1 {
                    throw XML.DOM.Exception(.notSupported, "the document is deeper than \(Self.deepest) elements")
                }
                continue
            }
            while node.next == nil {
                guard let parent = node.parent, parent != root else { return }
                node = parent
                depth -= 1
            }
            guard let next = node.next else { return }
            node = next
        }
    }

    func validate(_ engine: any SchemaEngine) -> [XML.DOM.ValidationError] {
        // What refers to an ID that the document type has declared is looked up there.
        if isMissingIDs { indexIDs() }
        let log = FaultLog(self, name: name)
        let isValid = log.collect { engine.validate(self) }
        // It has noted IDs, and references by nodes that may go before the document.
        if let references = unsafe document.pointee.refs { unsafe xmlFreeRefTable(OpaquePointer(references)) }
        unsafe document.pointee.refs = nil
        indexIDs()
        if log.faults.isEmpty, isValid != true { log.faults.append(fault("the document is not valid", at: nil)) }
        return log.faults
    }

    /// A document of libxml2's own, with all that is in this one. The caller's.
    func copyForSchema() throws(XML.DOM.Exception) -> xmlDocPtr {
        try checkDepth()
        Schemas.prepare()
        // It leaves out the namespace of `xml`, which is the first, and takes the next one for it.
        let others = unsafe document.pointee.oldNs.pointee.next
        unsafe document.pointee.oldNs.pointee.next = nil
        defer { unsafe document.pointee.oldNs.pointee.next = others }
        guard let copy = unsafe xmlCopyDoc(document, 1) else { outOfMemory() }
        return unsafe copy
    }
}

enum Schemas {
    // libxml2 makes its types when they are first used, and does not look whether another thread is at it.
    private static let isReady: Void = {
        Tree.prepare()
        xmlSchemaInitTypes()
        _ = xmlRelaxNGInitTypes()
    }()

    static func prepare() { isReady }

    /// Compiles a schema, or throws what is wrong with it.
    static func compile<Compiled>(
        _ name: String?, _ resolver: (any XML.EntityResolver)?, _ identities: Identities? = nil,
        _ body: () -> Compiled?
    ) throws -> Compiled {
        let log = FaultLog(nil, name: name)
        let inputs = ForeignInputs(resolver, identities)
        if let compiled = try inputs.serve({ log.collect(body) }) { return compiled }
        for address in inputs.missing {
            log.faults.append(
                XML.DOM.ValidationError(
                    message: "no resolver has found '\(address)'", at: TagPlace(), path: "", code: 0, sourceName: name))
        }
        if log.faults.isEmpty {
            log.faults = [
                XML.DOM.ValidationError(
                    message: "the schema cannot be used", at: TagPlace(), path: "", code: 0, sourceName: name)
            ]
        }
        throw XML.DOM.SchemaError(faults: log.faults)
    }
}

/// Owns a schema of RELAX NG.
@safe
final class RelaxNGEngine: SchemaEngine {
    private let schema: xmlRelaxNGPtr
    let isStreamable: Bool

    init(_ tree: Tree, _ resolver: (any XML.EntityResolver)?) throws {
        let identities = Identities()
        identities.look(at: tree)
        let copy = unsafe try tree.copyForSchema()
        // The parser has a copy of its own.
        defer { unsafe xmlFreeDoc(copy) }
        unsafe schema = try Schemas.compile(tree.name, resolver, identities) {
            guard let context = unsafe xmlRelaxNGNewDocParserCtxt(copy) else { return nil }
            defer { unsafe xmlRelaxNGFreeParserCtxt(context) }
            return unsafe xmlRelaxNGParse(context)
        }
        isStreamable = !identities.areFound
    }

    deinit { unsafe xmlRelaxNGFree(schema) }

    func validate(_ tree: Tree) -> Bool? {
        guard let context = unsafe xmlRelaxNGNewValidCtxt(schema) else { outOfMemory() }
        defer { unsafe xmlRelaxNGFreeValidCtxt(context) }
        let answer = unsafe xmlRelaxNGValidateDoc(context, tree.document)
        return answer < 0 ? nil : answer == 0
    }

    func stream(_ trail: ElementTrail, _ body: (any SchemaStream) throws -> Void) throws -> Bool? {
        try body(unsafe RelaxNGStream(schema, trail))
        return trail.count == 0
    }
}

/// Owns a schema of XML Schema 1.0, and the document that it points into.
@safe
final class XSDEngine: SchemaEngine {
    private let schema: xmlSchemaPtr
    private let source: xmlDocPtr
    let isStreamable: Bool

    init(_ tree: Tree, _ resolver: (any XML.EntityResolver)?) throws {
        let identities = Identities()
        identities.look(at: tree)
        let copy = unsafe try tree.copyForSchema()
        do {
            unsafe schema = try Schemas.compile(tree.name, resolver, identities) {
                guard let context = unsafe xmlSchemaNewDocParserCtxt(copy) else { return nil }
                defer { unsafe xmlSchemaFreeParserCtxt(context) }
                return unsafe xmlSchemaParse(context)
            }
            unsafe source = copy
            isStreamable = !identities.areFound
        } catch {
            unsafe xmlFreeDoc(copy)
            throw error
        }
    }

    deinit {
        unsafe xmlSchemaFree(schema)
        unsafe xmlFreeDoc(source)
    }

    func validate(_ tree: Tree) -> Bool? {
        guard let context = unsafe xmlSchemaNewValidCtxt(schema) else { outOfMemory() }
        defer { unsafe xmlSchemaFreeValidCtxt(context) }
        // A document may name schemas itself (xsi:schemaLocation): none is read.
        let answer = try? ForeignInputs(nil).serve { unsafe xmlSchemaValidateDoc(context, tree.document) }
        return answer.flatMap { $0 < 0 ? nil : $0 == 0 }
    }

    func stream(_ trail: ElementTrail, _ body: (any SchemaStream) throws -> Void) throws -> Bool? {
        try ForeignInputs(nil).serve {
            try withoutActuallyEscaping(body) { try unsafe XSDStream(schema, trail).run($0) }
        }
    }
}

/// Owns a schema of Schematron, and the document that it points into.
@safe
final class SchematronEngine: SchemaEngine {
    private let schema: xmlSchematronPtr
    private let source: xmlDocPtr

    init(_ tree: Tree, _ resolver: (any XML.EntityResolver)?) throws {
        let copy = unsafe try tree.copyForSchema()
        unsafe Self.namePatterns(of: copy)
        do {
            unsafe schema = try Schemas.compile(tree.name, resolver) {
                guard let context = unsafe xmlSchematronNewDocParserCtxt(copy) else { return nil }
                defer { unsafe xmlSchematronFreeParserCtxt(context) }
                return unsafe xmlSchematronParse(context)
            }
            unsafe source = copy
        } catch {
            unsafe xmlFreeDoc(copy)
            throw error
        }
    }

    deinit {
        unsafe xmlSchematronFree(schema)
        unsafe xmlFreeDoc(source)
    }

    /// libxml2 passes over patterns that have no name, without a word.
    private static func namePatterns(of copy: xmlDocPtr) {
        guard let root = unsafe NodeRef(xmlDocGetRootElement(copy)) else { return }
        var child = root.firstChild
        while let current = child {
            child = current.next
            guard current.isElement, current.localName == "pattern", unsafe xmlHasProp(current.pointer, "id") == nil
            else {
                continue
            }
            // Safe: the copy is libxml2's own.
            if unsafe xmlHasProp(current.pointer, "name") == nil {
                _ = unsafe xmlNewProp(current.pointer, "id", "pattern")
            }
        }
    }

    func validate(_ tree: Tree) -> Bool? {
        let flags = Int32(bitPattern: XML_SCHEMATRON_OUT_ERROR.rawValue)
        guard let context = unsafe xmlSchematronNewValidCtxt(schema, flags) else { outOfMemory() }
        defer { unsafe xmlSchematronFreeValidCtxt(context) }
        let answer = unsafe xmlSchematronValidateDoc(context, tree.document)
        return answer < 0 ? nil : answer == 0
    }
}

/// Owns a DTD.
@safe
final class DTDEngine: SchemaEngine {
    private let dtd: xmlDtdPtr

    /// - Parameter declarations: Without parameter entities.
    init(_ declarations: String, name: String?) throws {
        Schemas.prepare()
        var text = declarations.isEmpty ? "\n" : declarations
        unsafe dtd = try Schemas.compile(name, nil) {
            // Safe: the buffer copies the bytes, and libxml2 frees it.
            let buffer = text.withUTF8 { bytes in
                unsafe bytes.withMemoryRebound(to: CChar.self) {
                    unsafe xmlParserInputBufferCreateMem(
                        $0.baseAddress, Int32(clamping: $0.count), XML_CHAR_ENCODING_UTF8)
                }
            }
            return unsafe xmlIOParseDTD(nil, buffer, XML_CHAR_ENCODING_UTF8)
        }
    }

    deinit { unsafe xmlFreeDtd(dtd) }

    func validate(_ tree: Tree) -> Bool? {
        guard let context = unsafe xmlNewValidCtxt() else { outOfMemory() }
        defer { unsafe xmlFreeValidCtxt(context) }
        return unsafe xmlValidateDtd(context, tree.document, dtd) == 1
    }
}
