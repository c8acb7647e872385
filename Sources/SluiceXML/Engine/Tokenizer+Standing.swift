internal import CScan
internal import SluiceCore

// Where the tokenizer stands between two chunks, for those who read a document in several places at once.
extension Tokenizer {
    /// Elements open behind the last token.
    var depth: Int { unsafe sluice_xml_depth(scanner) }

    /// Whether all bytes that were given are used up, and stand for whole constructs in no entity and no CDATA section.
    var isBetweenConstructs: Bool {
        unsafe pending.isEmpty && consumed == chunk.count && sluice_xml_is_between(scanner)
    }

    /// Whether bytes that are held now are gone with the next tokens.
    var isAboutToMove: Bool { unsafe isPending || consumed == chunk.count || cut != SLUICE_XML_CUT_NONE }

    /// The place of a byte that is still held; `nil` of one that is gone.
    func position(of offset: Int) -> TextPosition? {
        let held = unsafe self.held
        let index = unsafe offset - held.start.offset
        guard index >= 0, unsafe index <= held.bytes.count else { return nil }
        return tracker.position(of: index, in: unsafe held.bytes.span)
    }

    /// Whether nothing outside the document says what it means.
    var isStandalone: Bool { standalone == true }

    /// Which element is open at a level, from 0: no other of the document has its number. 0 if none is.
    func element(at level: Int) -> UInt32 { unsafe sluice_xml_element(scanner, level) }

    /// Whether the document's bytes are its text.
    var readsUTF8: Bool { decoder.isIdentity }

    /// How many children of a name the innermost open element has had.
    struct ChildCount {
        let name: [UInt8]
        let count: Int
    }

    /// How many children of each name the innermost open element has had, since they were forgotten.
    var childCounts: [ChildCount] {
        unsafe (0..<sluice_xml_child_names(scanner)).map { index in
            var name: UnsafePointer<UInt8>?
            var children = 0
            let count = unsafe sluice_xml_child_name(scanner, index, &name, &children)
            return ChildCount(name: unsafe Array(UnsafeBufferPointer(start: name, count: count)), count: children)
        }
    }

    /// Counts the children of the innermost open element anew.
    func forgetChildren() { unsafe sluice_xml_forget_children(scanner) }

    /// Goes on behind bytes that were read elsewhere: whole children of the innermost open element.
    func pass(_ bytes: Span<UInt8>, children: [ChildCount]) {
        precondition(pending.isEmpty, "a construct is not complete")
        for child in children { count(child) }
        tracker.advance(over: bytes)
    }

    /// Counts children that were read elsewhere.
    func count(_ child: ChildCount) {
        guard unsafe sluice_xml_pass_children(scanner, child.name, child.name.count, child.count) else {
            fatalError("sluice_xml_pass_children: out of memory")
        }
    }
}
