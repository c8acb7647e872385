#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Raw memory for large buffers. It has one owner, who must release it.
///
/// From the allocator, which keeps what is released warm for the next; where it is large, the system is asked for huge
/// pages, for touching fresh memory costs more than parsing it: 512 first touches become one.
@safe package struct Memory {
    /// Where it starts, at a multiple of 64.
    package private(set) var base: UnsafeMutableRawPointer
    package private(set) var bytes: Int

    /// `nil` where there is not that much.
    package init?(bytes: Int) {
        var memory: UnsafeMutableRawPointer?
        let alignment = bytes >= Self.alwaysFresh ? Self.hugePage : 64
        guard bytes >= 0, unsafe posix_memalign(&memory, alignment, max(bytes, 1)) == 0, let memory = unsafe memory
        else { return nil }
        unsafe base = memory
        self.bytes = bytes
        adviseHuge()
    }

    package func release() { unsafe free(base) }

    /// Moves to `size` bytes; the first `kept` go along. `false` where there is not that much: nothing changed.
    package mutating func grow(to size: Int, keeping kept: Int) -> Bool {
        guard let larger = Memory(bytes: size) else { return false }
        unsafe larger.base.copyMemory(from: base, byteCount: min(kept, bytes))
        release()
        self = larger
        return true
    }

    private func adviseHuge() {
        #if os(Linux)
        guard bytes >= Self.hugePage else { return }
        let pageMask = Int(sysconf(Int32(_SC_PAGESIZE))) - 1
        let lead = unsafe -Int(bitPattern: base) & pageMask
        // Safe: advice changes no byte; the range is whole pages within the memory.
        _ = unsafe madvise(base + lead, (bytes - lead) & ~pageMask, MADV_HUGEPAGE)
        #endif
    }

    /// Of huge pages on the machines there are.
    private static let hugePage = 2 << 20
    /// Allocators map memory of this size anew each time.
    private static let alwaysFresh = 32 << 20
}
