internal import SluiceCore
internal import Synchronization

#if Simdjson
internal import CSimdjson
#endif

// A parsed document. It never changes.
//
//   {"a": [1, 2.5], "b": "né"}
//
//   words  (UInt64)                                           strings (bytes)
//   ┌────┬─────────────────────────────────────────────┐      ┌───────────┬───────┬────┐
//   │    │ 63..56  55....................32 31........0 │      │ length    │ bytes │ 0  │
//   ├────┼─────────────────────────────────────────────┤      ├───────────┼───────┼────┤
//   │  0 │  r      number of words: 13                  │    0 │ 1 0 0 0   │ a     │ 0  │
//   │  1 │  {      count: 2             past close: 12  │    6 │ 1 0 0 0   │ b     │ 0  │
//   │  2 │  "      offset: 0                            │   12 │ 3 0 0 0   │ n é   │ 0  │
//   │  3 │  [      count: 2             past close: 9   │      └───────────┴───────┴────┘
//   │  4 │  l      0                                    │
//   │  5 │         1 as Int64                           │   The layout is simdjson's own, so that its output is
//   │  6 │  d      0                                    │   adopted and not copied; ``TapeBuilder`` fills the same
//   │  7 │         2.5 as Double                        │   layout from events. `u` is a UInt64, `t` `f` `n` stand
//   │  8 │  ]      index of [: 3                        │   for themselves. One tag is ours: `N`, a number that no
//   │  9 │  "      offset: 6                            │   64 bits hold, points at its text as `"` does.
//   │ 10 │  "      offset: 12                           │
//   │ 11 │  }      index of {: 1                        │   A count that reads 0xFFFFFF is at least that.
//   │ 12 │  r      0                                    │
//   └────┴─────────────────────────────────────────────┘
@safe
@usableFromInline
final class Tape: Owner, @unchecked Sendable {
    // Safe: both point at memory that this object owns until `deinit`, and that nobody writes.
    @usableFromInline let words: UnsafePointer<UInt64>
    @usableFromInline let strings: UnsafePointer<UInt8>
    /// Whose memory it is.
    private let holding: Holding

    @safe
    private enum Holding {
        /// simdjson's document, to be given back to the pool.
        case document(OpaquePointer)
        /// A builder's.
        case built(words: Memory, strings: Memory)
        /// One block of exactly the right size: the strings stand after the words.
        case block(UnsafeMutableRawPointer)
    }
    /// Where the elements of long arrays stand, for those who ask by position.
    let places = Mutex<[Int: Places]>([:])

    #if Simdjson
    /// Takes a document that simdjson has filled; gives it back to the pool in the end.
    init(adopting document: OpaquePointer) {
        holding = unsafe .document(document)
        unsafe words = sluice_simdjson_document_words(document)
        unsafe strings = sluice_simdjson_document_strings(document)
        super.init()
    }
    #endif

    /// Takes over what a builder has filled.
    init(adopting words: Memory, strings: Memory) {
        holding = .built(words: words, strings: strings)
        unsafe self.words = UnsafePointer(words.base.assumingMemoryBound(to: UInt64.self))
        unsafe self.strings = UnsafePointer(strings.base.assumingMemoryBound(to: UInt8.self))
        super.init()
    }

    /// Copies a finished tape into memory of exactly its size.
    init(copying words: Span<UInt64>, strings: Span<UInt8>) {
        let wordBytes = words.count * MemoryLayout<UInt64>.stride
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: wordBytes + strings.count, alignment: MemoryLayout<UInt64>.alignment)
        unsafe words.withUnsafeBytes {
            unsafe UnsafeMutableRawBufferPointer(start: memory, count: $0.count).copyMemory(from: $0)
        }
        unsafe strings.withUnsafeBytes {
            unsafe UnsafeMutableRawBufferPointer(start: memory + wordBytes, count: $0.count).copyMemory(from: $0)
        }
        unsafe self.words = UnsafePointer(memory.assumingMemoryBound(to: UInt64.self))
        unsafe self.strings = UnsafePointer((memory + wordBytes).assumingMemoryBound(to: UInt8.self))
        holding = unsafe .block(memory)
        super.init()
    }

    /// A tape of a single text: one word, at index 0.
    convenience init(text: Span<UInt8>, tag: Tag) {
        let length = UInt32(text.count).littleEndian
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: text.count + 5) { buffer, count in
            unsafe UnsafeMutableRawBufferPointer(buffer).storeBytes(of: length, as: UInt32.self)
            for i in text.indices { unsafe buffer[4 + i] = text[i] }
            unsafe buffer[4 + text.count] = 0
            count = text.count + 5
        }
        let word = [UInt64(tag.rawValue) << 56]
        self.init(copying: word.span, strings: bytes.span)
    }

    /// Whether its memory has just its size.
    var isExact: Bool {
        if case .block = holding { true } else { false }
    }

    deinit {
        switch holding {
        case .document(let document):
            #if Simdjson
            unsafe SimdjsonPool.shared.put(document: document)
            #endif
        case .built(let words, let strings):
            words.release()
            strings.release()
        case .block(let memory): unsafe memory.deallocate()
        }
    }
}

extension Tape {
    /// Number of words, both roots included.
    @inlinable var wordCount: Int { payload(at: 0) }

    static func word(_ tag: Tag, _ payload: Int) -> UInt64 {
        UInt64(tag.rawValue) &<< 56 | UInt64(truncatingIfNeeded: payload)
    }

    @inlinable @inline(__always)
    func word(at index: Int) -> UInt64 { unsafe words[index] }

    @inlinable @inline(__always)
    func tag(at index: Int) -> Tag { Tag(rawValue: UInt8(truncatingIfNeeded: unsafe words[index] &>> 56)) }

    @inlinable @inline(__always)
    func payload(at index: Int) -> Int { Int(truncatingIfNeeded: unsafe words[index] & 0x00FF_FFFF_FFFF_FFFF) }

    /// The 64 bits of the number at `index`.
    @inlinable @inline(__always)
    func bits(at index: Int) -> UInt64 { unsafe words[index &+ 1] }

    /// The index after the value at `index`.
    @inlinable @inline(__always)
    func next(after index: Int) -> Int { unsafe Self.next(after: index, in: words) }

    @inlinable @inline(__always)
    static func next(after index: Int, in words: UnsafePointer<UInt64>) -> Int {
        let word = unsafe words[index]
        switch Tag(rawValue: UInt8(truncatingIfNeeded: word &>> 56)) {
        case .startObject, .startArray: return Int(truncatingIfNeeded: word & 0xFFFF_FFFF)
        case .int64, .uint64, .double: return index &+ 2
        default: return index &+ 1
        }
    }

    /// Elements or members of the container at `index`.
    @inlinable @inline(__always)
    func count(at index: Int) -> Int {
        let count = Int(truncatingIfNeeded: (unsafe words[index] &>> 32) & 0xFF_FFFF)
        return count == 0xFF_FFFF ? countOneByOne(at: index) : count
    }

    /// The word has no room for the count: the elements are counted once, and that is noted.
    @usableFromInline
    func countOneByOne(at index: Int) -> Int { places(in: index, step: tag(at: index) == .startObject ? 1 : 0).count }

    /// Bytes of the text at `offset` among the strings.
    @inlinable @inline(__always)
    func textCount(atOffset offset: Int) -> Int {
        Int(UInt32(littleEndian: unsafe UnsafeRawPointer(strings + offset).loadUnaligned(as: UInt32.self)))
    }

    /// The text at `offset` among the strings.
    @inlinable @inline(__always)
    @_lifetime(borrow self)
    func text(atOffset offset: Int) -> JSON.Text {
        let start = unsafe strings + (offset &+ 4)
        let span = unsafe Span<UInt8>(_unsafeStart: start, count: textCount(atOffset: offset))
        // Safe: the strings live as long as the tape does.
        return unsafe _overrideLifetime(JSON.Text(utf8: span), borrowing: self)
    }

    /// The elements' places, one in ``Places/stride``.
    struct Places {
        static let stride = 16
        let indices: [UInt32]
        /// All elements or members.
        let count: Int
    }
}
