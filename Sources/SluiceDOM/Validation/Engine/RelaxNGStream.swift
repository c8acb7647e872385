internal import CLibXML2
internal import SluiceXML

/// Holds a document that passes by to RELAX NG.
///
/// libxml2 looks at one element after the other where its content is a regular expression of elements and text; at others
/// only as a whole, so of those the tree is built: of one that has data, a choice of attributes, `interleave`.
///
///     document --- open --- open --- open        nodes of their own, made and freed as elements begin and end
///                                      \--- whole: an element that is built with all that is in it
@safe
final class RelaxNGStream: SchemaStream {
    private let context: xmlRelaxNGValidCtxtPtr
    private let schema: xmlRelaxNGPtr
    private let trail: ElementTrail
    // Owned, with all nodes that are in it.
    private let document: xmlDocPtr
    private var open: xmlNodePtr?
    private var whole: xmlNodePtr?
    /// The last that libxml2 was told of, which it remembers; owned where it has ended.
    private var last: xmlNodePtr?
    private var hasLastEnded = false
    /// Elements within one another that are passed over.
    private var skipped = 0
    /// Open elements whose content is looked at one by one.
    private var depth = 0
    /// The content of the innermost is wrong, so that the rest of it is passed over.
    private var isWrong = false
    /// Attributes that are not wanted, by the depth of their elements: that is said of content that is right, when it ends.
    private var unwanted: [(depth: Int, faults: [ElementTrail.Fault])] = []
    /// In the place of the children of an element that begins; owned.
    private let firstChild: xmlNodePtr
    private var declarations: [(prefix: UnsafePointer<xmlChar>?, uri: UnsafePointer<xmlChar>)] = unsafe []
    private var hasDeclarations = false
    /// Whether the text that is open has had something in it.
    private var isBlank = true

    init(_ schema: xmlRelaxNGPtr, _ trail: ElementTrail) {
        guard let context = unsafe xmlRelaxNGNewValidCtxt(schema), let document = unsafe xmlNewDoc("1.0"),
            let firstChild = unsafe xmlNewDocNode(document, nil, "child", nil)
        else { outOfMemory() }
        // The document's from now on, too.
        unsafe xmlDictReference(trail.names.texts)
        unsafe document.pointee.dict = trail.names.texts
        unsafe self.context = context
        unsafe self.schema = schema
        unsafe self.document = document
        unsafe self.firstChild = firstChild
        self.trail = trail
    }

    deinit {
        unsafe xmlRelaxNGFreeValidCtxt(context)
        if hasLastEnded { unsafe xmlFreeNode(last) }
        unsafe xmlFreeNode(firstChild)
        unsafe xmlFreeDoc(document)
    }

    // MARK: Events

    func declare(_ prefix: XML.Text, _ uri: XML.Text) {
        hasDeclarations = true
        unsafe declarations.append((prefix.isEmpty ? nil : trail.names.text(prefix), trail.names.text(uri)))
    }

    func start(_ name: NameTable.Entry, _ attributes: XML.Attributes) {
        defer {
            if hasDeclarations { unsafe declarations.removeAll(keepingCapacity: true) }
            hasDeclarations = false
        }
        if skipped > 0 || isWrong {
            skipped += 1
            return
        }
        let node = unsafe make(name, attributes)
        if unsafe whole != nil {
            unsafe open = node
            return
        }
        let count = trail.count
        let answer = unsafe push(node)
        let unwanted = trail.takeUnwanted()
        if answer < 0, trail.count > count, trail.lastCode == Int(XML_RELAXNG_ERR_ELEMWRONG.rawValue) {
            if depth == 0 {
                trail.forget(from: count)
                isRefusedAsRoot()
            } else {
                isWrong = true
            }
            skipped = 1
            unsafe drop(node)
        } else {
            if answer == 0 {
                // Another, so that it can be told from the one that libxml2 remembers.
                unsafe drop(node)
                unsafe whole = make(name, attributes)
                unsafe open = whole
            } else {
                unsafe open = node
                depth += 1
                if trail.count == count, !unwanted.isEmpty { self.unwanted.append((depth, unwanted)) }
            }
        }
    }

    /// Tells libxml2 of an element, with something in it that faults may be about.
    private func push(_ node: xmlNodePtr) -> Int32 {
        unsafe NodeRef(node).append(NodeRef(firstChild))
        trail.firstChild = unsafe NodeRef(firstChild)
        let answer = unsafe xmlRelaxNGValidatePushElement(context, document, node)
        trail.firstChild = nil
        unsafe xmlUnlinkNode(firstChild)
        forgetLast()
        unsafe last = node
        return answer
    }

    /// Of the root libxml2 says more where it has the document. All that is in it is passed over.
    private func isRefusedAsRoot() {
        guard let context = unsafe xmlRelaxNGNewValidCtxt(schema) else { outOfMemory() }
        _ = unsafe xmlRelaxNGValidateDoc(context, document)
        unsafe xmlRelaxNGFreeValidCtxt(context)
        trail.noteInvalid()
    }

    func end(_ name: NameTable.Entry) {
        if skipped > 0 {
            skipped -= 1
            return
        }
        guard let node = unsafe open else { return }
        unsafe open = node.pointee.parent
        if unsafe open.map({ unsafe NodeRef($0).isDocument }) == true { unsafe open = nil }
        if unsafe whole == nil {
            trail.blameLastChild()
            let isRight = unsafe xmlRelaxNGValidatePopElement(context, document, node) == 1
            trail.blameElement()
            if unwanted.last?.depth == depth, let faults = unwanted.popLast()?.faults, isRight, !isWrong {
                trail.add(faults)
            }
            isWrong = false
            depth -= 1
        } else if unsafe whole == node {
            unsafe whole = nil
            trail.blameElement()
            trail.subtree = unsafe NodeRef(node)
            _ = unsafe xmlRelaxNGValidateFullElement(context, document, node)
            trail.subtree = nil
        } else {
            return
        }
        unsafe drop(node)
    }

    func characters(_ text: XML.Text, inSection: Bool) {
        guard skipped == 0, let open = unsafe open else { return }
        if unsafe whole != nil {
            unsafe text.utf8.withUnsafeBufferPointer { bytes in
                // Safe: the last child is the text that is open.
                unsafe xmlNodeAddContentLen(open.pointee.last, bytes.baseAddress, Int32(bytes.count))
            }
        } else if isBlank, !text.isBlank {
            isBlank = false
            guard depth > 0, !isWrong else { return }
            trail.blameElement()
            if unsafe xmlRelaxNGValidatePushCData(context, "text", 4) < 0 { isWrong = true }
        }
    }

    func startSection() {}

    func leaf() {
        isBlank = true
        // What is no text has nothing to say, and is as good as one that is empty.
        guard skipped == 0, unsafe whole != nil, let open = unsafe open else { return }
        guard let text = unsafe xmlNewDocText(document, "") else { outOfMemory() }
        unsafe NodeRef(open).append(NodeRef(text))
    }

    // MARK: Nodes

    private func make(_ name: NameTable.Entry, _ attributes: XML.Attributes) -> xmlNodePtr {
        // Safe: names of the document's own table are not freed with nodes.
        let local = unsafe UnsafeMutablePointer(mutating: name.local)
        guard let node = unsafe xmlNewDocNodeEatName(document, nil, local, nil) else { outOfMemory() }
        unsafe NodeRef(open ?? NodeRef(document).pointer).append(NodeRef(node))
        if hasDeclarations { unsafe declarations.forEach { _ = unsafe xmlNewNs(node, $0.uri, $0.prefix) } }
        unsafe node.pointee.ns = namespace(of: name, at: node)
        for i in attributes.indices {
            let attribute = attributes[i]
            let name = trail.names.entry(of: attribute.name)
            _ = unsafe xmlNewNsPropEatName(
                node, namespace(of: name, at: node), UnsafeMutablePointer(mutating: name.local),
                String(attribute.value))
        }
        unsafe NodeRef(node).tag = trail.tag
        return unsafe node
    }

    private func namespace(of name: NameTable.Entry, at node: xmlNodePtr) -> xmlNsPtr? {
        unsafe name.uri == nil ? nil : xmlSearchNs(document, node, name.prefix)
    }

    /// An element has ended.
    private func drop(_ node: xmlNodePtr) {
        unsafe xmlUnlinkNode(node)
        if unsafe node == last { hasLastEnded = true } else { unsafe xmlFreeNode(node) }
    }

    /// libxml2 has been told of another element.
    private func forgetLast() {
        if hasLastEnded { unsafe xmlFreeNode(last) }
        hasLastEnded = false
    }
}
