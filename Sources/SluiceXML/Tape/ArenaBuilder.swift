internal import SluiceCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Fills an ``Arena``, node after node in document order.
///
/// Memory grows by `realloc`, which moves pages and copies nothing where it is large.
@safe
struct ArenaBuilder: ~Copyable {
    // Owned until `finish` gives them away; `nil` as long as nothing was started.
    var words: UnsafeMutablePointer<UInt32>?
    var wordCount = 0
    var wordCapacity = 0
    var strings: UnsafeMutablePointer<UInt8>?
    var stringCount = 0
    var stringCapacity = 0

    var names = NodeName.reserved
    /// Names by the numbers of the parse that is going on; 0 where there is none yet.
    var numbers: [UInt32] = []
    var numbersByClark: [String: UInt32] = [:]

    var open: [OpenNode] = []
    /// The node that ended last, which text would be the tail of; 0 where text is of the open element.
    var ended = 0
    /// Strings before it.
    var endedStringCount = 0
    /// The word that refers to the text that may go on, and where the text is; 0 if there is none.
    var textWord = 0
    var textOffset = 0
    /// Where white space of each length was stored last.
    var blanks = [UInt32](repeating: 0, count: 64)

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

    /// An element that is open: where it is, where its end is noted, and how many children it has.
    struct OpenNode {
        var node: Int
        var endWord = 0
        var children: UInt32 = 0
        /// Strings before it.
        var stringCount: Int
    }

    init() {}

    deinit {
        unsafe free(words)
        unsafe free(strings)
    }

    /// Elements that are open.
    var depth: Int { open.count }
    /// Whether a root was started and has ended.
    var isComplete: Bool { open.isEmpty && wordCount > 0 }
    /// Bytes of what is built so far.
    var memory: Int { 4 * wordCount + stringCount }

    /// The finished tree; the builder is ready for another one with the same names.
    mutating func finish() -> Arena {
        closeText()
        precondition(isComplete, "a tree has one root, which has ended")
        shrink()
        guard let words = unsafe words, let strings = unsafe strings else { preconditionFailure("there is no tree") }
        let arena = unsafe Arena(adopting: words, count: wordCount, strings: strings, names: names)
        unsafe (self.words, self.strings) = (nil, nil)
        forgetNodes()
        (wordCapacity, stringCapacity) = (0, 0)
        return arena
    }

    /// Lets go of all nodes, and keeps memory and names.
    mutating func removeAll() { forgetNodes() }

    /// Forgets the numbers of a parse that is over.
    mutating func forgetNumbers() { numbers.removeAll(keepingCapacity: true) }

    mutating func forgetNodes() {
        (wordCount, stringCount, ended, textWord, textOffset) = (0, 0, 0, 0, 0)
        open.removeAll(keepingCapacity: true)
        for i in blanks.indices { blanks[i] = 0 }
        // Records share the table of names; one that only grows would be copied with each new name.
        if names.count > 1000 {
            names = NodeName.reserved
            numbers.removeAll()
            numbersByClark.removeAll()
        }
    }

    // MARK: Nodes

    /// Starts an element. Its attributes follow, each by ``attribute(_:_:)``.
    /// - Parameter attributes: How many there will be.
    mutating func start(_ name: UInt32, attributes: Int, line: Int) throws(Overflow) {
        closeText()
        try addNode(name, line: line, room: 8 + 2 * attributes)
        if attributes > 0 {
            unsafe words![wordCount - 2] |= Arena.Flag.attributes
            push(UInt32(truncatingIfNeeded: attributes))
        }
        ended = 0
    }

    /// The next attribute of the element that was just started. There is room for it.
    mutating func attribute(_ name: UInt32, _ value: UnsafeBufferPointer<UInt8>) throws(Overflow) {
        push(name)
        push(try unsafe store(value))
    }

    /// Ends the innermost open element.
    mutating func end() {
        closeText()
        guard let last = open.popLast() else { preconditionFailure("no element is open") }
        if last.endWord > 0 {
            unsafe words![last.endWord] = UInt32(truncatingIfNeeded: wordCount)
            unsafe words![last.endWord + 1] = last.children
        }
        ended = last.node
        endedStringCount = last.stringCount
    }

    /// A comment or processing instruction, by the number of its reserved name.
    mutating func leaf(_ name: Int, _ text: UnsafeBufferPointer<UInt8>, line: Int) throws(Overflow) {
        closeText()
        try addNode(UInt32(name), line: line, room: 8)
        unsafe words![wordCount - 2] |= Arena.Flag.text
        push(try unsafe store(text))
        end()
    }

    /// A processing instruction: its text is its target, then a space and the data, if there are any.
    mutating func instruction(_ text: UnsafeBufferPointer<UInt8>, split: Int, line: Int) throws(Overflow) {
        try unsafe leaf(NodeName.instructionNumber, UnsafeBufferPointer(rebasing: text[..<split]), line: line)
        guard split < text.count else { return }
        // It is the last of the strings, and goes on.
        textOffset = unsafe Int(words![wordCount - 1])
        try unsafe [UInt8(ascii: " ")].withUnsafeBufferPointer { (space) throws(Overflow) in
            try unsafe extendText(space)
        }
        try unsafe extendText(UnsafeBufferPointer(rebasing: text[split...]))
    }

    /// More text where the tree stands.
    mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(Overflow) {
        if open.isEmpty { return }
        if textWord > 0 { return try unsafe extendText(bytes) }
        if bytes.isEmpty { return }
        try reserveWords(4)
        let node = ended > 0 ? ended : open[open.count - 1].node
        unsafe words![node] |= ended > 0 ? Arena.Flag.tail : Arena.Flag.text
        textWord = wordCount
        textOffset = stringCount
        push(try unsafe store(bytes))
    }

    mutating func addNode(_ name: UInt32, line: Int, room: Int) throws(Overflow) {
        // Room for its parent's end and children, too.
        try reserveWords(room)
        if wordCount == 0 {
            push(0)
            _ = try unsafe store(UnsafeBufferPointer(start: nil, count: 0))
        }
        if !open.isEmpty {
            let parent = open.count - 1
            if open[parent].endWord == 0 {
                open[parent].endWord = wordCount
                unsafe words![open[parent].node] |= Arena.Flag.children
                push(0)
                push(0)
            }
            open[parent].children &+= 1
        }
        open.append(OpenNode(node: wordCount, stringCount: stringCount))
        push(name)
        push(UInt32(clamping: line))
    }

    // MARK: Names

    /// The number of a name that has this number in the parse, if it is known.
    @inline(__always)
    func known(_ number: Int) -> UInt32? {
        number < numbers.count && numbers[number] > 0 ? numbers[number] : nil
    }

    /// Stores a name that is new in the parse.
    mutating func add(_ name: borrowing XML.Name) throws(Overflow) -> UInt32 {
        let number = name.number
        let known = try add(XML.QName(name))
        if number < 1 << 24 {
            if number >= numbers.count {
                numbers.append(contentsOf: repeatElement(0, count: max(number + 1 - numbers.count, numbers.count)))
            }
            numbers[number] = known
        }
        return known
    }

    mutating func add(_ name: XML.QName) throws(Overflow) -> UInt32 { try add(NodeName(name)) }

    mutating func add(_ name: NodeName) throws(Overflow) -> UInt32 {
        if let known = numbersByClark[name.clark] { return known }
        guard names.count < Int(Arena.Flag.name) else {
            throw Overflow(message: "a tree has at most \(Arena.Flag.name) different names")
        }
        let number = UInt32(names.count)
        names.append(name)
        numbersByClark[name.clark] = number
        return number
    }
}
