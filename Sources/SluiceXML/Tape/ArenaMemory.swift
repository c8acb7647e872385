internal import SluiceCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The memory of a tree, which came from `malloc`. It has one owner, who must free it or give it on.
@safe
struct ArenaBlock: @unchecked Sendable {
    // Safe: the owner alone uses them.
    let words: UnsafeMutablePointer<UInt32>
    let wordCapacity: Int
    let strings: UnsafeMutablePointer<UInt8>
    let stringCapacity: Int

    init(
        words: UnsafeMutablePointer<UInt32>, _ wordCapacity: Int, strings: UnsafeMutablePointer<UInt8>, _ capacity: Int
    ) {
        unsafe self.words = words
        self.wordCapacity = wordCapacity
        unsafe self.strings = strings
        stringCapacity = capacity
    }

    /// New memory; `nil` where there is not that much.
    init?(words: Int, strings: Int) {
        guard let first = unsafe malloc(max(4 * words, 1)) else { return nil }
        guard let second = unsafe malloc(max(strings, 1)) else {
            unsafe free(first)
            return nil
        }
        unsafe self.init(
            words: first.assumingMemoryBound(to: UInt32.self), words,
            strings: second.assumingMemoryBound(to: UInt8.self), strings)
    }

    var bytes: Int { 4 * wordCapacity + stringCapacity }

    func release() {
        unsafe free(words)
        unsafe free(strings)
    }
}

/// The memory of trees that are gone, for those to come: that of a fresh page costs more than filling it.
final class ArenaMemory: Sendable {
    private let spare = Locked<[ArenaBlock]>([])

    private static let mostBlocks = 8
    private static let mostBytes = 4 << 20

    deinit { spare.withLock { $0.forEach { $0.release() } } }

    /// Memory for at least so much, if there is any.
    func take(words: Int = 0, strings: Int = 0) -> ArenaBlock? {
        spare.withLock { spare in
            let index = spare.lastIndex { $0.wordCapacity >= words && $0.stringCapacity >= strings }
            return index.map { spare.remove(at: $0) }
        }
    }

    /// Bytes that it keeps.
    var bytes: Int { spare.withLock { $0.reduce(0) { $0 + $1.bytes } } }

    /// Keeps the memory of a tree that is gone.
    func give(_ block: ArenaBlock) {
        let isKept =
            block.bytes <= Self.mostBytes
            && spare.withLock { spare in
                if spare.count == Self.mostBlocks { return false }
                spare.append(block)
                return true
            }
        if !isKept { block.release() }
    }
}
