internal import CLibXML2
internal import SluiceXML

/// Hands what a tree says to a content handler, without recursion: names as a parser numbers them, texts where they are.
@safe
final class EventSender {
    private let tree: Tree
    private let lexical: (any XML.LexicalHandler)?
    private let locator = XML.Locator()

    // Owned, both: allocated here, freed in deinit. Names have four words each, as `XML.Name` has them; so have attributes.
    private var names: UnsafeMutablePointer<UInt64>
    private var nameCapacity = 64
    private var attributes: UnsafeMutablePointer<UInt64>
    private var attributeCapacity = 16
    /// Where a name's record is.
    private var records: [Name: Int] = [:]
    /// The numbers of names without their prefix.
    private var numbers: [Name: Int] = [:]
    /// Values that no text node has as a whole, until the tag has been handed over.
    private var values: [UnsafeMutableBufferPointer<UInt8>] = unsafe []

    /// Namespaces in force that were declared, the innermost last; and of each open element, how many there were outside it.
    private var scope: [Mapping] = []
    private var outside: [Int] = []

    /// A local name, and the namespace with its prefix or the URI alone. All are the tree's names or namespaces.
    @safe
    private struct Name: Hashable {
        let local: UnsafePointer<xmlChar>?
        let namespace: UnsafeRawPointer?

        static func == (a: Self, b: Self) -> Bool { unsafe a.local == b.local && a.namespace == b.namespace }
        func hash(into hasher: inout Hasher) {
            unsafe hasher.combine(local)
            unsafe hasher.combine(namespace)
        }
    }

    @safe
    private struct Mapping {
        let prefix: UnsafePointer<xmlChar>?
        let uri: UnsafePointer<xmlChar>?
    }

    init(_ tree: Tree, lexical: (any XML.LexicalHandler)?) {
        self.tree = tree
        self.lexical = lexical
        unsafe names = .allocate(capacity: 4 * nameCapacity)
        unsafe attributes = .allocate(capacity: 4 * attributeCapacity)
    }

    deinit {
        unsafe names.deallocate()
        unsafe attributes.deallocate()
        forgetValues()
    }

    // MARK: Walking

    func send(_ root: NodeRef, to handler: inout some XML.ContentHandler & ~Copyable) throws {
        handler.setDocumentLocator(locator)
        if root.isDocument { try handler.startDocument() }
        var node = root
        while !locator.isStopped {
            try start(node, &handler)
            if let child = node.firstChild {
                node = child
                continue
            }
            while true {
                if node.isElement, !locator.isStopped { try end(node, &handler) }
                if node == root {
                    if root.isDocument, !locator.isStopped { try handler.endDocument() }
                    return
                }
                if let next = node.next {
                    node = next
                    break
                }
                guard let parent = node.parent else { return }
                node = parent
            }
        }
    }

    private func start(_ node: NodeRef, _ handler: inout some XML.ContentHandler & ~Copyable) throws {
        switch node.type {
        case XML_ELEMENT_NODE: try startElement(node, &handler)
        case XML_TEXT_NODE: try sendText(node, &handler)
        case XML_CDATA_SECTION_NODE:
            try lexical?.startCDATA()
            if unsafe !node.dataBytes.isEmpty { try handler.characters(node.text) }
            try lexical?.endCDATA()
        case XML_COMMENT_NODE: try lexical?.comment(node.text)
        case XML_PI_NODE:
            try handler.processingInstruction(target: unsafe Self.text(node.pointer.pointee.name), data: node.text)
        case XML_ENTITY_REF_NODE: try handler.skippedEntity(unsafe Self.text(node.pointer.pointee.name))
        case XML_DTD_NODE:
            try lexical?.startDTD(node.localName, publicID: node.publicID, systemID: node.systemID)
            try lexical?.endDTD()
        default: break
        }
    }

    private func sendText(_ node: NodeRef, _ handler: inout some XML.ContentHandler & ~Copyable) throws {
        if unsafe node.dataBytes.isEmpty { return }
        if !tree.elementsOnly.isEmpty, node.isBlank, tree.hasElementContent(node.parent) {
            try handler.ignorableWhitespace(node.text)
        } else {
            try handler.characters(node.text)
        }
    }

    // MARK: Elements

    private func startElement(_ element: NodeRef, _ handler: inout some XML.ContentHandler & ~Copyable) throws {
        outside.append(scope.count)
        try sendMappings(of: element, &handler)
        let name = record(of: element)
        var count = 0
        var attribute = element.firstAttribute
        while let current = attribute {
            add(current, at: count)
            count += 1
            attribute = current.next
        }
        defer { forgetValues() }
        // Safe: records and tokens stay where they are until the next element.
        try handler.startElement(
            unsafe XML.Name(record: names + 4 * name),
            unsafe XML.Attributes(first: attributes, names: names, count: count))
    }

    private func end(_ element: NodeRef, _ handler: inout some XML.ContentHandler & ~Copyable) throws {
        try handler.endElement(unsafe XML.Name(record: names + 4 * record(of: element)))
        let count = outside.removeLast()
        while scope.count > count {
            guard let mapping = scope.popLast() else { return }
            try handler.endPrefixMapping(unsafe Self.text(mapping.prefix))
        }
    }

    // MARK: Namespaces

    /// Those that the element declares; then those that it and its attributes are in and that are not in force.
    private func sendMappings(of element: NodeRef, _ handler: inout some XML.ContentHandler & ~Copyable) throws {
        let namespace = unsafe element.namespace
        var declaration = unsafe element.pointer.pointee.nsDef
        while let current = unsafe declaration {
            let (prefix, uri) = unsafe (current.pointee.prefix, current.pointee.href)
            // An element in no namespace cannot stand in a default one of its own.
            if unsafe namespace != nil || prefix != nil || Self.isEmpty(uri) {
                try unsafe send(Mapping(prefix: prefix, uri: uri), &handler)
            }
            unsafe declaration = current.pointee.next
        }
        if let namespace = unsafe namespace {
            try unsafe send(missing: namespace, &handler)
        } else if let outer = unsafe mapping(of: nil), unsafe !Self.isEmpty(outer.uri) {
            try unsafe send(Mapping(prefix: nil, uri: tree.name("")), &handler)
        }
        var attribute = element.firstAttribute
        while let current = attribute {
            if let namespace = unsafe current.namespace, unsafe namespace.pointee.prefix != nil {
                try unsafe send(missing: namespace, &handler)
            }
            attribute = current.next
        }
    }

    private func send(missing namespace: xmlNsPtr, _ handler: inout some XML.ContentHandler & ~Copyable) throws {
        let (prefix, uri) = unsafe (namespace.pointee.prefix, namespace.pointee.href)
        // `xml` is always in force: the first of the document's namespaces.
        if unsafe namespace == tree.document.pointee.oldNs { return }
        // The tree's names are the same where their addresses are.
        if let known = unsafe mapping(of: prefix) {
            if unsafe known.uri == uri { return }
            // A tag declares a prefix once; its names say their URIs all the same.
            if unsafe isDeclaredHere(prefix) { return }
        }
        try unsafe send(Mapping(prefix: prefix, uri: uri), &handler)
    }

    private func send(_ mapping: Mapping, _ handler: inout some XML.ContentHandler & ~Copyable) throws {
        scope.append(mapping)
        try handler.startPrefixMapping(unsafe Self.text(mapping.prefix), uri: unsafe Self.text(mapping.uri))
    }

    private func mapping(of prefix: UnsafePointer<xmlChar>?) -> Mapping? {
        scope.last { unsafe $0.prefix == prefix }
    }

    private func isDeclaredHere(_ prefix: UnsafePointer<xmlChar>?) -> Bool {
        scope[(outside.last ?? 0)...].contains { unsafe $0.prefix == prefix }
    }

    // MARK: Records

    /// The number of the record of a node's name.
    private func record(of node: NodeRef) -> Int {
        let (local, namespace) = unsafe (node.pointer.pointee.name, node.namespace)
        let key = unsafe Name(local: local, namespace: namespace.map { UnsafeRawPointer($0) })
        if let known = records[key] { return known }
        let number = records.count
        if number == nameCapacity {
            unsafe names = Self.grown(names, from: nameCapacity)
            nameCapacity *= 2
        }
        let uri = unsafe namespace?.pointee.href
        let expanded = unsafe Name(local: local, namespace: uri.map { unsafe UnsafeRawPointer($0) })
        let expandedNumber = numbers[expanded] ?? number
        numbers[expanded] = expandedNumber
        records[key] = number
        var (qualified, localStart) = unsafe (local, 0)
        if let prefix = unsafe namespace?.pointee.prefix {
            // Safe: the tree's table keeps the text as long as the tree.
            unsafe qualified = xmlDictQLookup(tree.names, prefix, local)
            localStart = unsafe strlen(prefix) + 1
        }
        let record = unsafe names + 4 * number
        unsafe record[0] = Self.address(qualified)
        unsafe record[1] = UInt64(Self.count(qualified)) | UInt64(localStart) << 32
        unsafe record[2] = Self.address(uri)
        unsafe record[3] = UInt64(Self.count(uri)) | UInt64(expandedNumber) << 32
        return number
    }

    /// Writes the words of an attribute, as `XML.Attribute` has them.
    private func add(_ attribute: NodeRef, at index: Int) {
        if index == attributeCapacity {
            unsafe attributes = Self.grown(attributes, from: attributeCapacity)
            attributeCapacity *= 2
        }
        let type: XML.AttributeType = attribute.isID ? .id : .cdata
        let token = unsafe attributes + 4 * index
        unsafe token[0] = (attribute.isDefaulted ? 1 << 48 : 0) | (attribute.isID ? UInt64(type.number) << 52 : 0)
        unsafe token[1] = UInt64(record(of: attribute))
        let value: UnsafePointer<UInt8>?
        let count: Int
        if let child = attribute.firstChild, child.isText, child.next == nil {
            unsafe (value, count) = (child.dataBytes.baseAddress, child.dataBytes.count)
        } else {
            let text = Array(attribute.data.utf8)
            let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.count)
            _ = unsafe copy.initialize(from: text)
            unsafe values.append(copy)
            unsafe (value, count) = (UnsafePointer(copy.baseAddress), text.count)
        }
        unsafe token[2] = Self.address(value)
        unsafe token[3] = UInt64(count)
    }

    private func forgetValues() {
        while let value = unsafe values.popLast() { unsafe value.deallocate() }
    }

    private static func grown(
        _ words: UnsafeMutablePointer<UInt64>, from capacity: Int
    ) -> UnsafeMutablePointer<UInt64> {
        let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: 8 * capacity)
        unsafe larger.moveInitialize(from: words, count: 4 * capacity)
        unsafe words.deallocate()
        return unsafe larger
    }

    // MARK: libxml2's strings, which end with a NUL

    /// Never 0, also of what has no bytes.
    private static func address(_ text: UnsafePointer<xmlChar>?) -> UInt64 {
        unsafe text.map { UInt64(UInt(bitPattern: $0)) } ?? 8
    }

    private static func count(_ text: UnsafePointer<xmlChar>?) -> Int { unsafe text.map { unsafe strlen($0) } ?? 0 }
    private static func isEmpty(_ text: UnsafePointer<xmlChar>?) -> Bool { unsafe count(text) == 0 }

    @_lifetime(immortal)
    private static func text(_ bytes: UnsafePointer<xmlChar>?) -> XML.Text {
        let buffer = unsafe UnsafeBufferPointer(start: bytes, count: count(bytes))
        // Safe: the tree does not change while it is walked.
        return unsafe _overrideLifetime(XML.Text(utf8: Span(_unsafeElements: buffer)), copying: ())
    }
}
