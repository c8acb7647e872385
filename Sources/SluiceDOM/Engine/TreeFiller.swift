internal import CDOM
internal import CLibXML2
internal import SluiceCore
internal import SluiceXML

/// Builds a libxml2 tree of a document's tokens, or of events, as libxml2's own parser would: names interned, short text
/// within its node, CDATA sections and comments kept. The nodes are made in C, see `dom_fill.c`.
@safe
final class TreeFiller {
    let tree: Tree
    let options: XML.DOM.ParsingOptions
    // Safe: what it points to is the tree's, and the names, which are this object's.
    private var filler = unsafe sluice_dom_filler()
    /// The names so far: those of tokens by their numbers, those of events by the numbers of their namespace and local part.
    private var names: UnsafeMutablePointer<sluice_dom_name>

    init(_ tree: Tree, into parent: NodeRef, _ options: XML.DOM.ParsingOptions) {
        self.tree = tree
        self.options = options
        unsafe names = .allocate(capacity: 0)
        unsafe filler.document = UnsafeMutableRawPointer(tree.document)
        unsafe filler.dictionary = UnsafeMutableRawPointer(tree.names)
        unsafe filler.parent = UnsafeMutableRawPointer(parent.pointer)
        unsafe filler.takes_comments = !options.removesComments
        unsafe filler.takes_instructions = !options.removesProcessingInstructions
        unsafe filler.takes_sections = !options.mergesCDATA
        unsafe filler.stops_at_ends = options.removesBlankText
    }

    // Safe: nothing in it needs more than that.
    deinit { unsafe names.deallocate() }

    /// Whether the document type is being told, whose comments and instructions are none of the tree's.
    var isInDocumentType: Bool {
        get { unsafe filler.is_in_type }
        set { unsafe filler.is_in_type = newValue }
    }

    // MARK: Tokens

    /// Takes what a batch of tokens says.
    func take(_ batch: TokenBatch, of reader: TokenReader, _ lines: inout LineCounter) throws {
        var token: UnsafePointer<UInt64>? = unsafe batch.tokens
        let end = unsafe batch.tokens + 4 * batch.count
        borrowRoom()
        defer { returnRoom() }
        while true {
            // Safe: tokens, names and lines are those of one batch, which the reader holds.
            let status = unsafe lines.withCounts { unsafe sluice_dom_take(&filler, &token, end, $0) }
            switch status {
            case SLUICE_DOM_FULL: addRoom()
            case SLUICE_DOM_NEW_NAME:
                guard let named = unsafe filler.stopped_at else { return }
                let number = unsafe Int(truncatingIfNeeded: named[1] & 0xFFFF_FFFF)
                // Its namespace may be new, too, and takes of the same room.
                returnRoom()
                look(up: unsafe batch.name(number), number: number)
                borrowRoom()
            case SLUICE_DOM_END:
                removeBlankTexts()
                unsafe sluice_dom_end(&filler)
                unsafe token = token.map { unsafe $0 + 4 }
            case SLUICE_DOM_DECLARED:
                guard let declared = unsafe token else { return }
                // Comes back to this filler, as that of the document type.
                try unsafe reader.report(declared)
                unsafe token = declared + 4
            case SLUICE_DOM_SKIPPED:
                guard let skipped = unsafe token else { return }
                addReference(unsafe TokenBatch.text(skipped))
                unsafe token = skipped + 4
            default: return
            }
        }
    }

    // MARK: Events

    func start(_ name: XML.Name, _ attributes: XML.Attributes, at place: TagPlace) {
        let known = unsafe known(name)
        unsafe fill { unsafe sluice_dom_start(&$0, known, place.line, place.column) }
        for i in attributes.indices {
            let attribute = attributes[i]
            let name = unsafe self.known(attribute.name)
            var flags: Int32 = attribute.isSpecified ? 0 : Int32(SLUICE_DOM_DEFAULTED)
            if attribute.type == .id { flags |= Int32(SLUICE_DOM_ID) }
            unsafe attribute.value.utf8.withUnsafeBufferPointer { bytes in
                unsafe fill { unsafe sluice_dom_attribute(&$0, name, bytes.baseAddress, bytes.count, flags) }
            }
        }
    }

    func end() {
        if options.removesBlankText { removeBlankTexts() }
        unsafe sluice_dom_end(&filler)
    }

    func declare(_ prefix: XML.Text, _ uri: XML.Text) {
        unsafe prefix.utf8.withUnsafeBufferPointer { prefix in
            unsafe uri.utf8.withUnsafeBufferPointer { uri in
                unsafe fill {
                    unsafe sluice_dom_declare(&$0, prefix.baseAddress, prefix.count, uri.baseAddress, uri.count)
                }
            }
        }
    }

    func characters(_ text: XML.Text) {
        unsafe text.utf8.withUnsafeBufferPointer { bytes in
            unsafe fill { unsafe sluice_dom_text(&$0, bytes.baseAddress, bytes.count) }
        }
    }

    func startSection() {
        if !options.mergesCDATA { unsafe fill { unsafe sluice_dom_section(&$0) } }
    }

    func endSection() {
        if !options.mergesCDATA { unsafe filler.text = nil }
    }

    func reference(_ name: XML.Text) {
        borrowRoom()
        addReference(name)
        returnRoom()
    }

    func addComment(_ text: XML.Text) {
        if options.removesComments { return }
        unsafe text.utf8.withUnsafeBufferPointer { bytes in
            unsafe fill { unsafe sluice_dom_comment(&$0, bytes.baseAddress, bytes.count) }
        }
    }

    func instruction(_ target: XML.Text, _ data: XML.Text) {
        if options.removesProcessingInstructions || isInDocumentType { return }
        var text = String(target)
        let split = text.utf8.count
        text += String(data)
        text.withUTF8 { bytes in
            unsafe fill { unsafe sluice_dom_instruction(&$0, bytes.baseAddress, bytes.count, split) }
        }
    }

    // MARK: Room

    /// Makes a node, once there is room for it.
    @inline(__always)
    private func fill(_ make: (inout sluice_dom_filler) -> sluice_dom_status) {
        borrowRoom()
        defer { returnRoom() }
        while unsafe make(&filler) == SLUICE_DOM_FULL { addRoom() }
    }

    private func borrowRoom() { unsafe (filler.next, filler.left) = tree.memory.room }

    private func returnRoom() {
        unsafe tree.memory.room = (filler.next, filler.left)
        guard unsafe filler.has_ids else { return }
        // They are entered when they are looked for.
        tree.isMissingIDs = true
        unsafe filler.has_ids = false
    }

    private func addRoom() {
        tree.memory.addSlab(unsafe filler.wanted)
        borrowRoom()
    }

    // MARK: Names

    /// The name of an event. Those of one number may have different prefixes.
    private func known(_ name: XML.Name) -> UnsafePointer<sluice_dom_name> {
        let number = name.number
        let isKnown = unsafe number < filler.name_count && names[number].name != nil && hasPrefix(of: name, number)
        if !isKnown { look(up: name, number: number) }
        return unsafe UnsafePointer(names + number)
    }

    private func hasPrefix(of name: XML.Name, _ number: Int) -> Bool {
        let prefix = name.prefix.utf8
        guard let space = unsafe names[number].space else { return prefix.isEmpty }
        // Safe: the tree's namespaces stay as long as the tree, and their prefixes end with a NUL.
        guard let known = unsafe space.assumingMemoryBound(to: xmlNs.self).pointee.prefix else { return prefix.isEmpty }
        return unsafe prefix.withUnsafeBufferPointer { bytes in
            unsafe strlen(known) == bytes.count && memcmp(known, bytes.baseAddress ?? known, bytes.count) == 0
        }
    }

    @inline(never)
    private func look(up name: XML.Name, number: Int) {
        var known = unsafe sluice_dom_name()
        if unsafe name.number < filler.name_count, unsafe names[name.number].name != nil {
            // The same name with another prefix, as it may be.
            unsafe known = names[name.number]
            if let space = unsafe known.space?.assumingMemoryBound(to: xmlNs.self), let uri = unsafe space.pointee.href
            {
                unsafe known.space = UnsafeMutableRawPointer(tree.namespace(prefix: name.prefix.utf8, uri: uri))
            }
        } else {
            unsafe known.name = tree.name(name.local.utf8)
            if !name.uri.isEmpty {
                let space = unsafe tree.namespace(prefix: name.prefix.utf8, uri: name.uri.utf8)
                unsafe known.space = UnsafeMutableRawPointer(space)
            }
            unsafe known.is_xml_id = name.qualified == "xml:id"
            unsafe known.is_declaration = name.uri == XML.DOM.Namespace.xmlns
        }
        if unsafe number >= filler.name_count { growNames(to: 2 * number + 16) }
        unsafe names[number] = known
    }

    private func growNames(to count: Int) {
        let known = unsafe filler.name_count
        let larger = UnsafeMutablePointer<sluice_dom_name>.allocate(capacity: count)
        unsafe larger.moveInitialize(from: names, count: known)
        unsafe (larger + known).initialize(repeating: sluice_dom_name(), count: count - known)
        unsafe names.deallocate()
        unsafe names = larger
        unsafe filler.names = UnsafePointer(larger)
        unsafe filler.name_count = count
    }

    /// Another document's names come, whose numbers are others.
    func forgetNames() { unsafe names.update(repeating: sluice_dom_name(), count: filler.name_count) }

    // MARK: What is rare

    private var parent: NodeRef {
        // Safe: it was one from the beginning, or is one that was made since.
        unsafe NodeRef(filler.parent.assumingMemoryBound(to: xmlNode.self))
    }

    /// Names are made, and so is the reference, of the tree's own room.
    private func addReference(_ name: XML.Text) {
        returnRoom()
        unsafe filler.text = nil
        parent.append(unsafe tree.make(XML_ENTITY_REF_NODE, name: tree.name(name.utf8)))
        borrowRoom()
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
}
