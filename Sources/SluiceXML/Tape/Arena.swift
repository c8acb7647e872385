internal import Synchronization

// A parsed tree. It never changes.
//
//   <a x="1">t<b/>u</a>
//
//   words (UInt32), nodes in document order                       strings (bytes)
//   ┌────┬────────────────────────────────────────────────┐       ┌────────┬───────┐
//   │  0 │ nothing: no node and no text is at 0           │       │ length │ bytes │
//   │  1 │ flags << 24 | name: 2 (a)                      │     0 │ 0      │       │
//   │  2 │ line: 1                                        │     1 │ 1      │ 1     │
//   │  3 │ attributes: 1        ┐                         │     3 │ 1      │ t     │
//   │  4 │   name: 3 (x)        │ if it has any           │     5 │ 1      │ u     │
//   │  5 │   value: at 1        ┘                         │       └────────┴───────┘
//   │  6 │ text: at 3             if it has text          │
//   │  7 │ end: 12              ┐ if it has children:     │       A length takes 7 bits a byte, the lowest first;
//   │  8 │ children: 1          ┘ where they end          │       white space that comes again is stored once.
//   │  9 │ flags << 24 | name: 4 (b)                      │
//   │ 10 │ line: 1                                        │       names: each once; 0 is a comment, whose text is its
//   │ 11 │ tail: at 5             if it has a tail        │       text, 1 a processing instruction: target and data.
//   └────┴────────────────────────────────────────────────┘
@safe
final class Arena: Owner, @unchecked Sendable {
    // Safe: both point at memory that this object owns until `deinit`, and that nobody writes.
    let words: UnsafeMutablePointer<UInt32>
    let strings: UnsafeMutablePointer<UInt8>
    let wordCount: Int
    let names: [NodeName]
    private let block: ArenaBlock
    /// What gets the memory when the tree goes.
    private let memory: ArenaMemory?
    /// Where the children of broad elements stand, for those who ask by position.
    private let places = Mutex<[Int: [UInt32]]>([:])

    /// The root's index.
    static let root = 1

    enum Flag {
        static let attributes: UInt32 = 1 << 24
        static let text: UInt32 = 1 << 25
        static let children: UInt32 = 1 << 26
        static let tail: UInt32 = 1 << 27
        static let name: UInt32 = (1 << 24) - 1
    }

    /// Takes over what a builder has filled.
    init(adopting block: ArenaBlock, count: Int, names: [NodeName], returningTo memory: ArenaMemory? = nil) {
        unsafe words = block.words
        unsafe strings = block.strings
        wordCount = count
        self.names = names
        self.block = block
        self.memory = memory
        super.init()
    }

    deinit { if let memory { memory.give(block) } else { block.release() } }

    // MARK: Nodes

    /// A word of the tree. Indices come from the tree itself.
    @inline(__always)
    private func word(_ index: Int) -> Int { unsafe Int(words[index]) }

    @inline(__always)
    private func has(_ flag: UInt32, _ node: Int) -> Bool { unsafe words[node] & flag != 0 }

    @inline(__always)
    func nameNumber(_ node: Int) -> Int { unsafe Int(words[node] & Flag.name) }
    @inline(__always)
    func name(_ node: Int) -> NodeName { names[nameNumber(node)] }
    func line(_ node: Int) -> Int { word(node + 1) }

    @inline(__always)
    func attributeCount(_ node: Int) -> Int { has(Flag.attributes, node) ? word(node + 2) : 0 }

    @inline(__always)
    func attributeNameNumber(_ node: Int, _ index: Int) -> Int { word(node + 3 + 2 * index) }
    @inline(__always)
    func attributeValue(_ node: Int, _ index: Int) -> Int { word(node + 4 + 2 * index) }

    /// The index behind a node's attributes.
    @inline(__always)
    private func afterAttributes(_ node: Int) -> Int {
        has(Flag.attributes, node) ? node + 3 + 2 * word(node + 2) : node + 2
    }

    /// The index behind a node's text.
    @inline(__always)
    private func afterText(_ node: Int) -> Int { afterAttributes(node) + (has(Flag.text, node) ? 1 : 0) }

    /// Where a node's text is; `nil` if it has none.
    @inline(__always)
    func text(_ node: Int) -> Int? { has(Flag.text, node) ? word(afterAttributes(node)) : nil }

    @inline(__always)
    func tail(_ node: Int) -> Int? { has(Flag.tail, node) ? word(end(node)) : nil }

    @inline(__always)
    func hasChildren(_ node: Int) -> Bool { has(Flag.children, node) }
    @inline(__always)
    func childCount(_ node: Int) -> Int { has(Flag.children, node) ? word(afterText(node) + 1) : 0 }

    /// The index of the first child; that of the end if there is none.
    @inline(__always)
    func firstChild(_ node: Int) -> Int { afterText(node) + (has(Flag.children, node) ? 2 : 0) }

    /// The index behind a node and all that is in it; its tail is there.
    @inline(__always)
    func end(_ node: Int) -> Int { has(Flag.children, node) ? word(afterText(node)) : afterText(node) }

    /// The index behind a node and its tail: the next sibling's, or its parent's end.
    @inline(__always)
    func next(_ node: Int) -> Int { end(node) + (has(Flag.tail, node) ? 1 : 0) }

    /// The child at a position. The first who asks for one far from the start has all places noted, one in 16.
    func child(_ node: Int, at position: Int) -> Int {
        var place = firstChild(node)
        var left = position
        if position >= Self.stride {
            place = places.withLock { places in
                if let known = places[node] { return Int(known[position / Self.stride]) }
                let noted = notePlaces(node)
                places[node] = noted
                return Int(noted[position / Self.stride])
            }
            left = position % Self.stride
        }
        for _ in 0..<left { place = next(place) }
        return place
    }

    private static let stride = 16

    private func notePlaces(_ node: Int) -> [UInt32] {
        var noted: [UInt32] = []
        var place = firstChild(node)
        for i in 0..<childCount(node) {
            if i % Self.stride == 0 { noted.append(UInt32(truncatingIfNeeded: place)) }
            place = next(place)
        }
        return noted
    }

    // MARK: Strings

    /// The bytes at an offset of the strings.
    @inline(__always)
    @_lifetime(borrow self)
    func bytes(at offset: Int) -> Span<UInt8> {
        var start = unsafe strings + offset
        var count = unsafe Int(start[0])
        unsafe start += 1
        if count >= 0x80 {
            count &= 0x7F
            var shift = 7
            while true {
                let byte = unsafe start[0]
                unsafe start += 1
                count |= Int(byte & 0x7F) &<< shift
                if byte < 0x80 { break }
                shift += 7
            }
        }
        // Safe: offsets come from the tree's own words; the bytes live as long as `self`.
        let span = unsafe Span<UInt8>(_unsafeStart: start, count: count)
        return unsafe _overrideLifetime(span, borrowing: self)
    }

    /// The text at an offset of the strings.
    func string(at offset: Int) -> String {
        // Safe: the tokenizer and Swift's own strings are where the bytes come from: both are UTF-8.
        String(copying: unsafe UTF8Span(unchecked: bytes(at: offset)))
    }
}

/// The name of elements or attributes of a tree: taken apart, and in James Clark's notation.
struct NodeName: Sendable {
    let qualified: XML.QName
    let clark: String

    init(_ name: XML.QName) {
        qualified = name
        clark = name.description
    }

    init(clark: String) {
        qualified = XML.QName(clark: clark)
        self.clark = clark
    }

    static let comment = NodeName(clark: "#comment")
    static let instruction = NodeName(clark: "#pi")
    /// Their numbers.
    static let commentNumber = 0
    static let instructionNumber = 1
    /// The first names of every tree.
    static let reserved = [comment, instruction]
}
