internal import CScan
internal import SluiceCore

/// Fills a tape from events, word for word as simdjson would.
///
/// Memory doubles as it fills; no event allocates anything else. Nothing here recurses: while a container is open, the
/// payload of its word has the index of the container around it, and above that the count so far.
@safe
struct TapeBuilder: ~Copyable {
    // Owned: made in init or by growth, released in deinit or handed to the tape.
    private var words: Memory
    private var wordCount = 0
    private var strings: Memory
    private var stringCount = 0
    /// Index of the innermost open container's word; 0 is the root.
    private var open = 0
    private let numbers: JSON.LoadOptions.Numbers

    /// More than a tape can hold.
    enum Overflow: Error {
        case memory
        case words
        case text
    }

    init(numbers: JSON.LoadOptions.Numbers = .binary) {
        self.numbers = numbers
        guard let words = Memory(bytes: 512), let strings = Memory(bytes: 512) else {
            preconditionFailure("out of memory")
        }
        self.words = words
        self.strings = strings
        startRoot()
    }

    deinit {
        words.release()
        strings.release()
    }

    /// The finished tape; the builder starts anew.
    mutating func finish() throws -> Tape {
        try append(.root, 0)
        unsafe base[0] = Tape.word(.root, wordCount)
        let isLarge = wordCount * 8 + stringCount > 1 << 16
        let tape: Tape
        if isLarge, let freshWords = Memory(bytes: 512), let freshStrings = Memory(bytes: 512) {
            tape = Tape(adopting: words, strings: strings)
            (words, strings) = (freshWords, freshStrings)
        } else {
            tape = unsafe Tape(
                copying: UnsafeBufferPointer(start: base, count: wordCount).span,
                strings: UnsafeBufferPointer(start: bytes, count: stringCount).span)
        }
        startRoot()
        return tape
    }

    /// Whether there is a value, and nothing in it is open.
    var isComplete: Bool { open == 0 && wordCount > 1 }

    private mutating func startRoot() {
        (wordCount, stringCount, open) = (1, 0, 0)
        unsafe base[0] = Tape.word(.root, 0)
    }

    private var base: UnsafeMutablePointer<UInt64> { unsafe words.base.assumingMemoryBound(to: UInt64.self) }
    private var bytes: UnsafeMutablePointer<UInt8> { unsafe strings.base.assumingMemoryBound(to: UInt8.self) }

    private mutating func append(_ tag: Tape.Tag, _ payload: Int) throws(Overflow) {
        if (wordCount + 2) * 8 > words.bytes { try growWords() }
        // Safe: there is room for two more words.
        unsafe base[wordCount] = Tape.word(tag, payload)
        wordCount &+= 1
    }

    /// A number's tag and bits.
    private mutating func append(_ tag: Tape.Tag, bits: UInt64) throws(Overflow) {
        try append(tag, 0)
        unsafe base[wordCount] = bits
        wordCount &+= 1
    }

    private mutating func growWords() throws(Overflow) {
        // Places within a container have 32 bits.
        guard wordCount < Int(UInt32.max) - 2 else { throw .words }
        guard words.grow(to: words.bytes * 2, keeping: wordCount * 8) else { throw .memory }
    }

    private mutating func append(text: Span<UInt8>, tag: Tape.Tag) throws(Overflow) {
        guard text.count <= Int(Int32.max) else { throw .text }
        let end = stringCount + text.count + 5
        if end > strings.bytes {
            guard strings.grow(to: max(strings.bytes * 2, end), keeping: stringCount) else { throw .memory }
        }
        try append(tag, stringCount)
        // Safe: there is room up to `end`.
        let place = unsafe bytes + stringCount
        unsafe UnsafeMutableRawPointer(place).storeBytes(of: UInt32(text.count).littleEndian, as: UInt32.self)
        unsafe text.withUnsafeBufferPointer { source in
            if let start = source.baseAddress { unsafe (place + 4).update(from: start, count: source.count) }
        }
        unsafe place[4 + text.count] = 0
        stringCount = end
    }

    /// Counts a member, or an element where the open container is an array.
    private mutating func countMember() {
        let word = unsafe base[open]
        if (word &>> 32) & 0xFF_FFFF != 0xFF_FFFF { unsafe base[open] = word &+ 1 &<< 32 }
    }

    private mutating func countElement() {
        if unsafe Tape.Tag(rawValue: UInt8(truncatingIfNeeded: base[open] &>> 56)) == .startArray { countMember() }
    }

    private mutating func start(_ tag: Tape.Tag) throws(Overflow) {
        countElement()
        try append(tag, open)
        open = wordCount &- 1
    }

    private mutating func end(_ tag: Tape.Tag) throws(Overflow) {
        try append(tag, open)
        let word = unsafe base[open]
        unsafe base[open] = word & ~0xFFFF_FFFF | UInt64(wordCount)
        open = Int(word & 0xFFFF_FFFF)
    }
}

extension TapeBuilder: JSON.ContentHandler {
    mutating func startObject() throws { try start(.startObject) }
    mutating func endObject() throws { try end(.endObject) }
    mutating func startArray() throws { try start(.startArray) }
    mutating func endArray() throws { try end(.endArray) }

    mutating func key(_ name: JSON.Text) throws {
        countMember()
        try append(text: name.utf8, tag: .string)
    }

    mutating func string(_ text: JSON.Text) throws {
        countElement()
        try append(text: text.utf8, tag: .string)
    }

    mutating func number(_ number: JSON.NumberText) throws {
        countElement()
        let text = number.utf8
        if numbers == .exact, !JSON.Number.isPlainInteger(text), !JSON.Number.isConstant(text) {
            return try append(text: text, tag: .numberText)
        }
        var bits: UInt64 = 0
        let tag = unsafe text.withUnsafeBufferPointer { unsafe sluice_number_of_text($0.baseAddress, $0.count, &bits) }
        if tag == Tape.Tag.numberText.rawValue { return try append(text: text, tag: .numberText) }
        try append(Tape.Tag(rawValue: tag), bits: bits)
    }

    mutating func boolean(_ value: Bool) throws {
        countElement()
        try append(value ? .true : .false, 0)
    }

    mutating func null() throws {
        countElement()
        try append(.null, 0)
    }
}

extension TapeBuilder {
    /// Whether the innermost open container is an object.
    var isInObject: Bool { unsafe Tape.Tag(rawValue: UInt8(truncatingIfNeeded: base[open] &>> 56)) == .startObject }

    /// A number that has its 64 bits already.
    mutating func number(_ tag: Tape.Tag, bits: UInt64) throws {
        countElement()
        try append(tag, bits: bits)
    }

    /// A number that is text already, and stays it.
    mutating func numberText(_ text: Span<UInt8>) throws {
        countElement()
        try append(text: text, tag: .numberText)
    }
}
