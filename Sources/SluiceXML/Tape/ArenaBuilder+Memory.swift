#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

extension ArenaBuilder {
    @inline(__always)
    mutating func push(_ word: UInt32) {
        // Safe: whoever adds a node or a text has made room for its words.
        unsafe words![wordCount] = word
        wordCount &+= 1
    }

    @inline(__always)
    mutating func reserveWords(_ more: Int) throws(Overflow) {
        if wordCount &+ more > wordCapacity { try growWords(more) }
    }

    @inline(__always)
    mutating func reserveStrings(_ more: Int) throws(Overflow) {
        if stringCount &+ more > stringCapacity { try growStrings(more) }
    }

    @inline(never)
    private mutating func growWords(_ more: Int) throws(Overflow) {
        let wanted = max(wordCount + more, wordCapacity + wordCapacity / 2, 64)
        guard wordCount + more < Int(UInt32.max), let memory = unsafe realloc(words, 4 * wanted) else {
            throw Overflow(message: "the document has more elements than one tree can hold")
        }
        unsafe words = memory.assumingMemoryBound(to: UInt32.self)
        wordCapacity = wanted
    }

    @inline(never)
    private mutating func growStrings(_ more: Int) throws(Overflow) {
        let wanted = max(stringCount + more, stringCapacity + stringCapacity / 2, 256)
        guard stringCount + more < Int(UInt32.max), let memory = unsafe realloc(strings, wanted) else {
            throw Overflow(message: "the document has more text than the 4 GiB that one tree can hold")
        }
        unsafe strings = memory.assumingMemoryBound(to: UInt8.self)
        stringCapacity = wanted
    }

    /// Gives back what was not needed.
    mutating func shrink() {
        if wordCapacity - wordCount > 16, let memory = unsafe realloc(words, 4 * wordCount) {
            unsafe words = memory.assumingMemoryBound(to: UInt32.self)
        }
        if stringCapacity - stringCount > 64, let memory = unsafe realloc(strings, stringCount) {
            unsafe strings = memory.assumingMemoryBound(to: UInt8.self)
        }
    }

    // MARK: Strings

    /// Stores a string behind the others: where it is.
    @inline(__always)
    mutating func store(_ bytes: UnsafeBufferPointer<UInt8>) throws(Overflow) -> UInt32 {
        let offset = UInt32(truncatingIfNeeded: stringCount)
        try reserveStrings(bytes.count &+ 10)
        // Safe: there is room for the length and the bytes.
        putLength(bytes.count)
        if let base = bytes.baseAddress { unsafe memcpy(strings! + stringCount, base, bytes.count) }
        stringCount &+= bytes.count
        return offset
    }

    @inline(__always)
    private mutating func putLength(_ count: Int) {
        var rest = count
        while rest >= 0x80 {
            unsafe strings![stringCount] = UInt8(truncatingIfNeeded: rest) | 0x80
            stringCount &+= 1
            rest &>>= 7
        }
        unsafe strings![stringCount] = UInt8(truncatingIfNeeded: rest)
        stringCount &+= 1
    }

    private static func lengthBytes(_ count: Int) -> Int {
        var bytes = 1
        var rest = count >> 7
        while rest > 0 {
            bytes += 1
            rest >>= 7
        }
        return bytes
    }

    /// The length of the text that may go on, which is the last of the strings.
    private var textCount: Int {
        var count = 0
        var shift = 0
        var at = textOffset
        while true {
            let byte = unsafe strings![at]
            count |= Int(byte & 0x7F) << shift
            if byte < 0x80 { return count }
            shift += 7
            at += 1
        }
    }

    /// Appends to the text that may go on. Its length may then take one byte more: it moves, once in 128 times its size.
    mutating func extendText(_ bytes: UnsafeBufferPointer<UInt8>) throws(Overflow) {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
        try reserveStrings(bytes.count + 10)
        let count = textCount
        let before = Self.lengthBytes(count)
        let after = Self.lengthBytes(count + bytes.count)
        // Safe: there is room for both; the ranges that move may overlap.
        if after > before { unsafe memmove(strings! + textOffset + after, strings! + textOffset + before, count) }
        unsafe memcpy(strings! + textOffset + after + count, base, bytes.count)
        stringCount = textOffset
        putLength(count + bytes.count)
        stringCount += count + bytes.count
    }

    /// Text that follows is another one. White space between elements is mostly the same again and again: then it goes.
    @inline(__always)
    mutating func closeText() {
        if textWord > 0 {
            let length = stringCount &- textOffset &- 1
            if length < blanks.count, unsafe strings![textOffset &+ 1] <= 0x20 { shareBlank(length) }
            textWord = 0
        }
    }

    private mutating func shareBlank(_ length: Int) {
        guard let text = unsafe strings.map({ unsafe $0 + textOffset }) else { return }
        for i in 1..<(length + 1) where unsafe text[i] > 0x20 { return }
        let known = Int(blanks[length])
        if known > 0, unsafe memcmp(strings! + known, text, length + 1) == 0 {
            stringCount = textOffset
            unsafe words![textWord] = UInt32(truncatingIfNeeded: known)
        } else {
            blanks[length] = UInt32(truncatingIfNeeded: textOffset)
        }
    }
}
