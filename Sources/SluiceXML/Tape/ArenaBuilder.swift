internal import CScan
internal import SluiceCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Fills an ``Arena``, node after node in document order; C does the work, see `xml_tree.c`.
///
/// Memory grows by `realloc`, which moves pages and copies nothing where it is large.
@safe
struct ArenaBuilder: ~Copyable {
    // Safe: owned by this value; `finish` gives words and strings away.
    var tree = unsafe sluice_xml_tree()
    var names = NodeName.reserved
    /// Whether a reference to what was not read stands as it is written.
    var keepsReferences = false
    /// Where trees that are gone leave their memory for those to come, where many follow one another.
    var memory: ArenaMemory?
    private var numbersByClark: [String: UInt32] = [:]
    /// Bytes that names take, about.
    private(set) var nameBytes = 0
    /// Names that are kept from one tree to the next, and their bytes.
    private static let mostNames = 1000
    private static let mostNameBytes = 4 << 20
    private static let likelyNames = 40

    /// What does not fit into a tree, in words; and the token that says it, as long as its batch is held.
    @safe
    struct Overflow: Error {
        let message: String
        var code = ParseError.Code.limitExceeded
        // Safe: looked at where the batch is being read, before the next one.
        nonisolated(unsafe) var token: UnsafePointer<UInt64>?

        init(message: String) { self.message = message }

        /// A tree holds text, and what a reference stands for is not known.
        init(skipped name: String, at token: UnsafePointer<UInt64>) {
            message =
                "the entity '\(name)' was not read, so that its text is missing: a tree needs its declaration, or a resolver"
            code = .unsupported
            unsafe self.token = token
        }
    }

    init() {}

    deinit {
        var tree = unsafe tree
        unsafe sluice_xml_tree_free(&tree)
    }

    /// Elements that are open.
    var depth: Int { unsafe tree.depth }
    /// Whether a root was started and has ended.
    var isComplete: Bool { unsafe tree.depth == 0 && tree.word_count > 0 }
    /// Bytes of what is built so far.
    var size: Int { unsafe 4 * tree.word_count + tree.string_count }

    /// The finished tree; the builder is ready for another one with the same names.
    mutating func finish() -> Arena {
        unsafe sluice_xml_tree_close_text(&tree)
        precondition(isComplete, "a tree has one root, which has ended")
        if memory == nil { shrink() }
        unsafe (tree.expected_words, tree.expected_strings) = (tree.word_count, tree.string_count)
        guard let words = unsafe tree.words, let strings = unsafe tree.strings else {
            preconditionFailure("there is no tree")
        }
        let block = unsafe ArenaBlock(words: words, tree.word_capacity, strings: strings, tree.string_capacity)
        let arena = unsafe Arena(adopting: block, count: tree.word_count, names: names, returningTo: memory)
        let next = memory?.take()
        unsafe (tree.words, tree.word_capacity) = (next?.words, next?.wordCapacity ?? 0)
        unsafe (tree.strings, tree.string_capacity) = (next?.strings, next?.stringCapacity ?? 0)
        removeAll()
        return arena
    }

    /// Gives back what was not needed.
    private mutating func shrink() {
        if unsafe tree.word_capacity - tree.word_count > 16,
            let memory = unsafe realloc(tree.words, 4 * tree.word_count)
        {
            unsafe tree.words = memory.assumingMemoryBound(to: UInt32.self)
        }
        if unsafe tree.string_capacity - tree.string_count > 64,
            let memory = unsafe realloc(tree.strings, tree.string_count)
        {
            unsafe tree.strings = memory.assumingMemoryBound(to: UInt8.self)
        }
    }

    /// Lets go of all nodes, and keeps memory and names.
    mutating func removeAll() {
        unsafe sluice_xml_tree_clear(&tree)
        // Records share the table of names; one that only grows would be copied with each new name.
        if names.count > Self.mostNames || nameBytes > Self.mostNameBytes {
            names = NodeName.reserved
            nameBytes = 0
            forgetNumbers()
            numbersByClark.removeAll()
        }
    }

    /// Forgets the numbers of a parse that is over.
    mutating func forgetNumbers() { unsafe tree.number_count = 0 }

    // MARK: Nodes

    /// Starts an element. Its attributes follow, each by ``attribute(_:_:)``.
    /// - Parameter attributes: How many there will be.
    mutating func start(_ name: UInt32, attributes: Int, line: Int) throws(Overflow) {
        try check(unsafe sluice_xml_tree_start(&tree, name, attributes, line))
    }

    /// The next attribute of the element that was just started. There is room for it.
    mutating func attribute(_ name: UInt32, _ value: Span<UInt8>) throws(Overflow) {
        try check(
            unsafe value.withUnsafeBufferPointer {
                unsafe sluice_xml_tree_attribute(&tree, name, $0.baseAddress, $0.count)
            })
    }

    /// Ends the innermost open element.
    mutating func end() {
        precondition(depth > 0, "no element is open")
        unsafe sluice_xml_tree_end(&tree)
    }

    /// More text where the tree stands.
    mutating func text(_ text: Span<UInt8>) throws(Overflow) {
        try check(unsafe text.withUnsafeBufferPointer { unsafe sluice_xml_tree_text(&tree, $0.baseAddress, $0.count) })
    }

    mutating func comment(_ text: Span<UInt8>) throws(Overflow) { try leaf(NodeName.commentNumber, text) }

    /// A processing instruction: its target, then a space and the data, if there are any.
    mutating func instruction(_ text: Span<UInt8>) throws(Overflow) { try leaf(NodeName.instructionNumber, text) }

    private mutating func leaf(_ name: Int, _ text: Span<UInt8>) throws(Overflow) {
        try check(
            unsafe text.withUnsafeBufferPointer {
                unsafe sluice_xml_tree_leaf(&tree, UInt32(name), $0.baseAddress, $0.count, $0.count, 0)
            })
    }

    private func check(_ status: sluice_xml_tree_status) throws(Overflow) {
        if status != SLUICE_XML_TREE_FINE { throw Self.overflow(status) }
    }

    static func overflow(_ status: sluice_xml_tree_status) -> Overflow {
        Overflow(
            message: status == SLUICE_XML_TREE_FULL_OF_TEXT
                ? "the document has more text than the 4 GiB that one tree can hold"
                : "the document has more elements than one tree can hold")
    }

    // MARK: Names

    /// The number of a name that has this number in the parse, if it is known.
    @inline(__always)
    func known(_ number: Int) -> UInt32? {
        guard unsafe number < tree.number_count, let known = unsafe tree.numbers?[number], known > 0 else { return nil }
        return known
    }

    /// Stores a name that is new in the parse.
    mutating func add(_ name: borrowing XML.Name) throws(Overflow) -> UInt32 {
        let known = try add(XML.QName(name))
        guard unsafe sluice_xml_tree_set_name(&tree, name.number, known) else {
            throw Overflow(message: "there is not enough memory for an element's name")
        }
        return known
    }

    mutating func add(_ name: XML.QName) throws(Overflow) -> UInt32 { try add(NodeName(name)) }

    mutating func add(_ name: NodeName) throws(Overflow) -> UInt32 {
        if let known = numbersByClark[name.clark] { return known }
        guard names.count < Int(Arena.Flag.name) else {
            throw Overflow(message: "a tree has at most \(Arena.Flag.name) different names")
        }
        if numbersByClark.isEmpty {
            // As many as most documents have, so that the tables do not grow step by step.
            numbersByClark.reserveCapacity(Self.likelyNames)
            names.reserveCapacity(Self.likelyNames)
        }
        let number = UInt32(names.count)
        names.append(name)
        // The namespace stands in it twice.
        nameBytes += 2 * name.clark.utf8.count
        numbersByClark[name.clark] = number
        return number
    }
}
