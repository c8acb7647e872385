internal import CScan

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

// What has ended can be had, or let go, while the tree goes on.
extension ArenaBuilder {
    /// A copy of the node that has just ended and of all that is in it, as a tree of its own.
    func copyOfEnded() throws(Overflow) -> Arena {
        let first = unsafe tree.ended
        precondition(first > 0, "nothing has ended")
        var strings = StringCopy(unsafe tree.ended_strings..<tree.string_count)
        let count = unsafe tree.word_count - first
        guard let copy = unsafe malloc(4 * (count + 1))?.assumingMemoryBound(to: UInt32.self),
            let words = unsafe tree.words, let bytes = unsafe tree.strings
        else { throw Overflow(message: "there is not enough memory for an element") }
        unsafe copy[0] = 0
        unsafe memcpy(copy + 1, words + first, 4 * count)
        let shift = UInt32(truncatingIfNeeded: first - 1)

        // Ends and texts are where they are in the copy.
        var open: [(node: Int, end: Int)] = []
        var place = 1
        while true {
            while let last = open.last, place == last.end {
                open.removeLast()
                // The outermost has no tail yet.
                if unsafe copy[last.node] & Arena.Flag.tail != 0 {
                    unsafe strings.move(&copy[place], bytes)
                    place += 1
                }
            }
            if place > count { break }
            let node = place
            let word = unsafe copy[node]
            place += 2
            if word & Arena.Flag.attributes != 0 {
                let attributes = unsafe Int(copy[place])
                for i in 0..<attributes { unsafe strings.move(&copy[place + 2 + 2 * i], bytes) }
                place += 1 + 2 * attributes
            }
            if word & Arena.Flag.text != 0 {
                unsafe strings.move(&copy[place], bytes)
                place += 1
            }
            if word & Arena.Flag.children != 0 {
                unsafe copy[place] &-= shift
                open.append((node, unsafe Int(copy[place])))
                place += 2
            } else {
                open.append((node, place))
            }
        }
        guard let text = unsafe strings.finish(bytes) else {
            unsafe free(copy)
            throw Overflow(message: "there is not enough memory for an element")
        }
        return Arena(
            adopting: unsafe ArenaBlock(words: copy, count + 1, strings: text, 0), count: count + 1, names: names)
    }

    /// Lets go of what is in the node that has just ended; its name and line stay.
    mutating func clearEnded() {
        guard unsafe tree.ended > 0, let words = unsafe tree.words else { return }
        unsafe sluice_xml_tree_close_text(&tree)
        unsafe words[tree.ended] &= Arena.Flag.name
        unsafe tree.word_count = tree.ended + 2
        unsafe tree.string_count = tree.ended_strings
        unsafe sluice_xml_tree_forget_blanks(&tree)
    }
}

/// The strings of a part of a tree, which follow one another; behind them the white space that it shares with what
/// precedes it.
@safe
private struct StringCopy {
    /// The strings of the part; in the copy they follow an empty one.
    private let own: Range<Int>
    /// Places of shared white space: where it was, and where it is in the copy.
    private var shared: [UInt32: UInt32] = [:]
    private var count: Int

    init(_ own: Range<Int>) {
        self.own = own
        count = 1 + own.count
    }

    /// Sets a word to the string's place in the copy.
    mutating func move(_ word: inout UInt32, _ bytes: UnsafeMutablePointer<UInt8>) {
        if word >= own.lowerBound {
            word = word &- UInt32(truncatingIfNeeded: own.lowerBound) &+ 1
        } else if let known = shared[word] {
            word = known
        } else {
            let place = UInt32(truncatingIfNeeded: count)
            shared[word] = place
            // It is so short that its length is one byte.
            count += unsafe 1 + Int(bytes[Int(word)])
            word = place
        }
    }

    func finish(_ bytes: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8>? {
        guard let copy = unsafe malloc(count)?.assumingMemoryBound(to: UInt8.self) else { return nil }
        // Safe: `count` is the sum of what is copied.
        unsafe copy[0] = 0
        unsafe memcpy(copy + 1, bytes + own.lowerBound, own.count)
        for (from, to) in shared {
            let start = unsafe bytes + Int(from)
            unsafe memcpy(copy + Int(to), start, 1 + Int(start[0]))
        }
        return unsafe copy
    }
}
