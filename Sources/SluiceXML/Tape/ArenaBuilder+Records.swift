internal import CScan

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

// Several trees in one arena, one behind the other.
extension ArenaBuilder {
    /// Where the next node will be.
    var nextNode: Int { unsafe max(tree.word_count, Arena.root) }

    /// The line of a node that was started.
    func line(of node: Int) -> Int {
        precondition(unsafe node + 1 < tree.word_count)
        return unsafe Int(tree.words[node + 1])
    }

    /// A copy of the trees before a root that is not complete yet.
    func copy(upTo root: Int) throws(Overflow) -> Arena {
        let wanted = unsafe (words: root, strings: tree.string_count)
        guard let words = unsafe tree.words, let strings = unsafe tree.strings, unsafe root <= tree.word_count,
            let block = memory?.take(words: wanted.words, strings: wanted.strings)
                ?? ArenaBlock(words: wanted.words, strings: wanted.strings)
        else { throw Overflow(message: "there is not enough memory for the records") }
        // Safe: the builder has filled as many of both; what is stored behind the root's strings is not referred to.
        unsafe memcpy(block.words, words, 4 * wanted.words)
        unsafe memcpy(block.strings, strings, wanted.strings)
        return Arena(adopting: block, count: root, names: names, returningTo: memory)
    }

    /// Lets memory go, if there is more than that. There is no tree.
    mutating func freshenMemory(above most: Int) {
        if let memory, memory.bytes > most { self.memory = ArenaMemory() }
        guard unsafe 4 * tree.word_capacity + tree.string_capacity > most else { return }
        unsafe free(tree.words)
        unsafe free(tree.strings)
        unsafe (tree.words, tree.word_capacity) = (nil, 0)
        unsafe (tree.strings, tree.string_capacity) = (nil, 0)
        unsafe (tree.expected_words, tree.expected_strings) = (0, 0)
    }
}
