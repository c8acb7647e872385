internal import CScan

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Goes through a subtree of an arena in document order, with a stack of its own: C does the work, see `xml_tree_write.c`.
@safe
struct ArenaWalk: ~Copyable {
    // Owned: the stack, freed in deinit. Safe: the words are those of `arena`, and a subtree lies within them.
    private var walk = unsafe sluice_xml_walk()
    private(set) var arena: Arena?

    init() {}

    deinit { unsafe free(walk.open) }

    mutating func begin(_ arena: Arena, _ root: Int) {
        self.arena = arena
        unsafe (walk.words, walk.strings) = (UnsafePointer(arena.words), UnsafePointer(arena.strings))
        unsafe (walk.place, walk.depth, walk.tail) = (root, 0, 0)
        unsafe (walk.is_at_root, walk.has_name) = (true, false)
    }

    /// The next name of elements and attributes that `seen`, by the numbers of names, does not say to have been met, and
    /// which then is; `nil` at the end.
    mutating func newName(_ seen: inout ContiguousArray<UInt8>) -> Int? {
        let name = unsafe seen.withUnsafeMutableBufferPointer {
            unsafe sluice_xml_tree_new_name(&walk, $0.baseAddress)
        }
        precondition(name != .max, "There is no memory for a tree's depth.")
        return name == 0 ? nil : name
    }

    // MARK: Writing

    enum Stop {
        case done
        /// There is enough for now.
        case full
        /// At a comment or processing instruction, which is for the caller to write.
        case leaf(Int)
    }

    mutating func write(
        to output: inout OutputBytes, _ names: borrowing WrittenNames, isShort: Bool, isHTML: Bool, limit: Int
    ) -> Stop {
        unsafe (walk.is_short, walk.is_html) = (isShort, isHTML)
        switch unsafe output.append(&walk, names.entries, limit: limit) {
        case SLUICE_XML_WALK_FULL: return .full
        case SLUICE_XML_WALK_LEAF: return unsafe .leaf(walk.stopped_at)
        default: return .done
        }
    }

    /// Says that the root's name is written.
    mutating func skipName() { unsafe walk.has_name = true }
}

/// How the names of an arena are written, by number, laid out for C.
@safe
struct WrittenNames: ~Copyable {
    // Owned: allocated in `set`, freed there and in deinit.
    private var bytes: UnsafeMutablePointer<UInt8>?
    private var written: UnsafeMutablePointer<sluice_xml_written_name>?

    init() {}

    deinit { free() }

    private func free() {
        unsafe bytes?.deallocate()
        unsafe written?.deallocate()
    }

    var entries: UnsafePointer<sluice_xml_written_name>? { unsafe UnsafePointer(written) }

    /// Writes a name.
    func append(_ number: Int, to output: inout OutputBytes) {
        guard let entry = unsafe entries?[number] else { return }
        // Safe: numbers are those of the arena's names, and the text stays until `set` is called again.
        unsafe output.append(Span(_unsafeStart: entry.bytes, count: entry.count))
    }

    mutating func set(_ names: NamespaceTable.Table, isHTML: Bool) {
        free()
        // Each with `="` behind it, and at the end a block.
        let count = names.written.count
        let text = UnsafeMutablePointer<UInt8>.allocate(capacity: names.text.count + 2 * count + 64)
        let entries = UnsafeMutablePointer<sluice_xml_written_name>.allocate(capacity: count)
        var end = unsafe text
        for (i, range) in names.written.enumerated() {
            let name = names.text.span.extracting(range)
            unsafe (entries + i).initialize(
                to: sluice_xml_written_name(
                    bytes: end, count: name.count, is_raw: isHTML && HTMLNames.areRaw(name),
                    lacks_end: isHTML && HTMLNames.areEmpty(name)))
            unsafe name.withUnsafeBufferPointer {
                if let start = $0.baseAddress { unsafe sluice_copy(end, start, $0.count) }
            }
            unsafe end += name.count
            unsafe end[0] = UInt8(ascii: "=")
            unsafe end[1] = UInt8(ascii: "\"")
            unsafe end += 2
        }
        unsafe end.update(repeating: 0, count: 64)
        unsafe (bytes, written) = (text, entries)
    }
}
