internal import CLibXML2
internal import SluiceCore
internal import SluiceXML

/// Builds a libxml2 tree of a document's events, as libxml2's own parser would: names interned, short text within its
/// node, CDATA sections and comments kept.
@safe
final class TreeFiller {
    private let tree: Tree
    // The tree's: without a look into the tree, each would be counted as used.
    private let memory: TreeMemory
    private let document: xmlDocPtr
    /// The element that is open, or the document.
    private var parent: NodeRef
    // Safe: the parser holds it as long as it has events.
    private var locator: Unmanaged<XML.Locator>?
    private let options: XML.DOM.ParsingOptions
    private var isInDocumentType = false

    /// The names so far, by the parser's numbers.
    private var names: UnsafeMutablePointer<KnownName>
    private var nameCount = 0
    /// The declarations that the next start tag has.
    private var firstDeclaration: xmlNsPtr?
    private var lastDeclaration: xmlNsPtr?

    /// The text that still may grow, and the bytes it has and has room for.
    private var text: NodeRef?
    private var textCount = 0
    private var textCapacity = 0

    @safe
    private struct KnownName {
        var name: UnsafePointer<xmlChar>?
        var namespace: xmlNsPtr?
        /// The prefix that it is known with.
        var prefix: UnsafePointer<xmlChar>?
        var prefixCount = 0
        var isXMLID = false
        /// Whether it declares a namespace, which is told otherwise, too.
        var isDeclaration = false
    }

    init(_ tree: Tree, into parent: NodeRef, _ options: XML.DOM.ParsingOptions) {
        self.tree = tree
        self.options = options
        self.parent = parent
        memory = tree.memory
        unsafe document = tree.document
        unsafe names = .allocate(capacity: 0)
    }

    // MARK: Elements

    @inline(__always)
    func start(_ name: XML.Name, _ attributes: XML.Attributes, line: Int) {
        text = nil
        let known = known(name)
        let element = unsafe memory.makeNode(XML_ELEMENT_NODE, name: known.name, of: document)
        unsafe element.pointer.pointee.ns = known.namespace
        element.line = line
        if let declaration = unsafe firstDeclaration {
            unsafe element.pointer.pointee.nsDef = declaration
            unsafe firstDeclaration = nil
        }
        parent.append(element)
        var last: xmlAttrPtr?
        for i in attributes.indices {
            let attribute = attributes[i]
            let known = self.known(attribute.name)
            if known.isDeclaration { continue }
            let node = unsafe memory.makeAttribute(name: known.name, namespace: known.namespace, of: document)
            unsafe node.pointer.pointee.parent = element.pointer
            if let last = unsafe last {
                unsafe last.pointee.next = node.attribute
                unsafe node.attribute.pointee.prev = last
            } else {
                unsafe element.pointer.pointee.properties = node.attribute
            }
            unsafe last = node.attribute
            unsafe attribute.value.utf8.withUnsafeBufferPointer { bytes in
                let text = unsafe memory.makeLastingText(bytes, of: document)
                unsafe text.pointer.pointee.parent = node.pointer
                unsafe node.pointer.pointee.children = text.pointer
                unsafe node.pointer.pointee.last = text.pointer
            }
            if !attribute.isSpecified { node.isDefaulted = true }
            if known.isXMLID || attribute.type == .id { tree.note(id: node) }
        }
        parent = element
    }

    @inline(__always)
    func end() {
        text = nil
        if options.removesBlankText { removeBlankTexts() }
        if let above = parent.parent { parent = above }
    }

    /// Takes white space out from between the children of the element that ends, if it has no other text.
    @inline(never)
    private func removeBlankTexts() {
        var hasElements = false
        var child = parent.firstChild
        while let current = child {
            if current.isElement { hasElements = true }
            if current.isText, current.type == XML_CDATA_SECTION_NODE || !current.isBlank { return }
            child = current.next
        }
        guard hasElements else { return }
        child = parent.firstChild
        while let current = child {
            child = current.next
            guard current.isText else { continue }
            unsafe xmlUnlinkNode(current.pointer)
            tree.free(current)
        }
    }

    // MARK: Names

    @inline(__always)
    private func known(_ name: XML.Name) -> KnownName {
        let number = name.number
        if number < nameCount {
            let known = unsafe names[number]
            if unsafe known.name != nil, hasPrefix(of: name, known) { return known }
        }
        return look(up: name)
    }

    @inline(__always)
    private func hasPrefix(of name: XML.Name, _ known: KnownName) -> Bool {
        let prefix = name.prefix.utf8
        guard prefix.count == known.prefixCount else { return false }
        if prefix.isEmpty { return true }
        return unsafe prefix.withUnsafeBufferPointer { bytes in
            // Safe: both have as many bytes.
            unsafe memcmp(bytes.baseAddress.unsafelyUnwrapped, known.prefix.unsafelyUnwrapped, bytes.count) == 0
        }
    }

    @inline(never)
    private func look(up name: XML.Name) -> KnownName {
        var known = KnownName()
        unsafe known.name = tree.name(name.local.utf8)
        unsafe known.prefix = tree.name(name.prefix.utf8)
        known.prefixCount = name.prefix.utf8.count
        if !name.uri.isEmpty { unsafe known.namespace = tree.namespace(prefix: name.prefix.utf8, uri: name.uri.utf8) }
        known.isXMLID = name.qualified == "xml:id"
        known.isDeclaration = name.uri == XML.DOM.Namespace.xmlns
        if name.number >= nameCount { growNames(to: 2 * name.number + 16) }
        unsafe names[name.number] = known
        return known
    }

    private func growNames(to count: Int) {
        let larger = UnsafeMutablePointer<KnownName>.allocate(capacity: count)
        unsafe larger.moveInitialize(from: names, count: nameCount)
        unsafe (larger + nameCount).initialize(repeating: KnownName(), count: count - nameCount)
        unsafe names.deallocate()
        unsafe names = larger
        nameCount = count
    }

    // Safe: nothing in it needs more than that.
    deinit { unsafe names.deallocate() }

    func declare(_ prefix: XML.Text, _ uri: XML.Text) {
        let made = unsafe tree.makeNamespace(prefix.isEmpty ? nil : tree.name(prefix.utf8), tree.name(uri.utf8))
        if unsafe firstDeclaration == nil {
            unsafe firstDeclaration = made
        } else {
            unsafe lastDeclaration?.pointee.next = made
        }
        unsafe lastDeclaration = made
    }

    // MARK: Text

    @inline(__always)
    func characters(_ piece: XML.Text) {
        unsafe piece.utf8.withUnsafeBufferPointer { bytes in
            if let text {
                unsafe extend(text, by: bytes)
            } else if !parent.isDocument {
                let node = unsafe memory.makeLastingText(bytes, of: document)
                parent.append(node)
                begin(node, count: bytes.count)
            }
        }
    }

    private func begin(_ node: NodeRef, count: Int) {
        text = node
        textCount = count
        textCapacity = count
    }

    private func extend(_ node: NodeRef, by bytes: UnsafeBufferPointer<UInt8>) {
        let count = textCount + bytes.count
        guard let old = unsafe node.pointer.pointee.content else {
            unsafe node.pointer.pointee.content = memory.makeLastingBytes(bytes)
            return begin(node, count: bytes.count)
        }
        if count > textCapacity, unsafe memory.lengthen(old, of: textCount, by: bytes.count) { textCapacity = count }
        if count > textCapacity {
            textCapacity = max(count, 2 * textCapacity)
            let larger = unsafe memory.makeText(textCapacity)
            unsafe memcpy(larger, old, textCount)
            unsafe memory.free(text: old)
            unsafe node.pointer.pointee.content = larger
        }
        guard let content = unsafe node.pointer.pointee.content else { return }
        // Safe: the content has room for the capacity and a NUL.
        if let start = bytes.baseAddress { unsafe memcpy(content + textCount, start, bytes.count) }
        unsafe content[count] = 0
        textCount = count
    }

    fileprivate func startSection() {
        let node = unsafe tree.make(XML_CDATA_SECTION_NODE, name: nil)
        parent.append(node)
        begin(node, count: 0)
    }

    fileprivate func endSection() {
        if let text, unsafe text.pointer.pointee.content == nil { tree.set("", of: text) }
        text = nil
    }

    func reference(_ name: XML.Text) {
        text = nil
        parent.append(unsafe tree.make(XML_ENTITY_REF_NODE, name: tree.name(name.utf8)))
    }

    func instruction(_ target: String, _ data: XML.Text) {
        if !options.removesProcessingInstructions, !isInDocumentType { leaf(XML_PI_NODE, target: target, data) }
    }

    fileprivate func leaf(_ type: xmlElementType, target: String? = nil, _ data: XML.Text) {
        text = nil
        parent.append(tree.makeData(type, target: target, String(data)))
    }

    // MARK: The document type

    fileprivate func type(_ name: String, publicID: String?, systemID: String?) {
        _ = unsafe xmlCreateIntSubset(tree.document, name, publicID, systemID)
    }

    /// Another document's names come, whose numbers are others.
    func forgetNames() { unsafe names.update(repeating: KnownName(), count: nameCount) }

    fileprivate func locate(_ locator: XML.Locator) { unsafe self.locator = .passUnretained(locator) }
    fileprivate var line: Int { unsafe locator?._withUnsafeGuaranteedRef { $0.lineOfTag } ?? 0 }
}

/// Hands a document's events to a ``TreeFiller``.
struct TreeHandler: XML.ContentHandler {
    let filler: TreeFiller

    mutating func setDocumentLocator(_ locator: XML.Locator) { filler.locate(locator) }
    mutating func startPrefixMapping(_ prefix: XML.Text, uri: XML.Text) { filler.declare(prefix, uri) }
    mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) {
        filler.start(name, attributes, line: filler.line)
    }
    mutating func endElement(_ name: XML.Name) { filler.end() }
    mutating func characters(_ text: XML.Text) { filler.characters(text) }
    mutating func skippedEntity(_ name: XML.Text) { filler.reference(name) }
    mutating func processingInstruction(target: XML.Text, data: XML.Text) {
        filler.instruction(String(target), data)
    }
}

extension TreeFiller: XML.LexicalHandler {
    func comment(_ text: XML.Text) {
        if !options.removesComments, !isInDocumentType { leaf(XML_COMMENT_NODE, text) }
    }
    func startDTD(_ name: String, publicID: String?, systemID: String?) {
        isInDocumentType = true
        type(name, publicID: publicID, systemID: systemID)
    }
    func endDTD() { isInDocumentType = false }
    func startCDATA() { if !options.mergesCDATA { startSection() } }
    func endCDATA() { if !options.mergesCDATA { endSection() } }
}

extension TreeFiller: XML.InternalSubsetHandler {
    func internalSubset(_ text: String) {
        guard !text.isEmpty else { return }
        // Line ends as in all text of a document (XML 1.0, section 2.11).
        let lines = text.utf8.contains(0x0D) ? text.replacing("\r\n", with: "\n").replacing("\r", with: "\n") : text
        tree.writtenSubset = lines
    }
}

// What the document type declares, once more as text: without parameter entities, so that libxml2 may read it without
// looking elsewhere.
extension TreeFiller: XML.DTDHandler, XML.DeclHandler {
    func notationDecl(_ name: String, publicID: String?, systemID: String?) {
        declareLine("<!NOTATION \(name) \(Self.identifier(publicID, systemID))>")
        guard hasDocumentType else { return }
        _ = unsafe xmlAddNotationDecl(nil, tree.document.pointee.intSubset, name, publicID, systemID)
    }

    func unparsedEntityDecl(_ name: String, publicID: String?, systemID: String, notation: String) {
        declareLine("<!ENTITY \(name) \(Self.identifier(publicID, systemID)) NDATA \(notation)>")
        guard hasDocumentType else { return }
        _ = unsafe xmlAddDocEntity(
            tree.document, name, Int32(XML_EXTERNAL_GENERAL_UNPARSED_ENTITY.rawValue), publicID, systemID, notation)
    }

    func elementDecl(_ name: String, model: String) {
        declareLine("<!ELEMENT \(name) \(model)>")
        if model.hasPrefix("("), !model.hasPrefix("(#PCDATA") { tree.elementsOnly.insert(name) }
    }

    func attributeDecl(_ element: String, _ name: String, type: String, mode: String?, value: String?) {
        let mode = mode.map { " " + $0 } ?? ""
        let value = value.map { " \"\(Self.quoted($0))\"" } ?? ""
        declareLine("<!ATTLIST \(element) \(name) \(type)\(mode)\(value)>")
    }

    func internalEntityDecl(_ name: String, value: String) {
        guard !name.hasPrefix("%") else { return }
        declareLine("<!ENTITY \(name) \"\(Self.quoted(value))\">")
        guard hasDocumentType else { return }
        _ = unsafe xmlAddDocEntity(
            tree.document, name, Int32(XML_INTERNAL_GENERAL_ENTITY.rawValue), nil, nil, value)
    }

    func externalEntityDecl(_ name: String, publicID: String?, systemID: String) {
        guard !name.hasPrefix("%") else { return }
        declareLine("<!ENTITY \(name) \(Self.identifier(publicID, systemID))>")
        guard hasDocumentType else { return }
        _ = unsafe xmlAddDocEntity(
            tree.document, name, Int32(XML_EXTERNAL_GENERAL_PARSED_ENTITY.rawValue), publicID, systemID, nil)
    }

    /// Without one, libxml2 has no place for declarations.
    private var hasDocumentType: Bool { unsafe tree.document.pointee.intSubset != nil }

    private func declareLine(_ line: String) { tree.declarations += line + "\n" }

    private static func identifier(_ publicID: String?, _ systemID: String?) -> String {
        let system = systemID.map { $0.utf8.contains(UInt8(ascii: "\"")) ? "'\($0)'" : "\"\($0)\"" }
        guard let publicID else { return "SYSTEM " + (system ?? "\"\"") }
        return "PUBLIC \"\(publicID)\"" + (system.map { " " + $0 } ?? "")
    }

    /// Replacement text as a literal: every reference in it is one again when the literal is read.
    private static func quoted(_ text: String) -> String {
        var quoted = ""
        for character in text.unicodeScalars {
            switch character {
            case "&", "%", "\"", "<", "\r", "\n", "\t": quoted += "&#\(character.value);"
            default: quoted.unicodeScalars.append(character)
            }
        }
        return quoted
    }
}
