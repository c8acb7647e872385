#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// State that threads share, and the lock that one must hold to touch it.
///
/// The system's lock, and not that of Synchronization: the thread sanitizer knows this one on every system.
// Only where its type is usable from inline, too, is `withLock` specialised in other modules.
@safe @usableFromInline package struct Locked<State>: ~Copyable, @unchecked Sendable {
    // Made in init, destroyed in deinit: one piece of memory, which whoever takes the lock has at hand. C needs the lock to
    // stay where it is.
    let mutex: UnsafeMutablePointer<pthread_mutex_t>
    @usableFromInline package let state: UnsafeMutablePointer<State>

    package init(_ initial: consuming sending State) {
        let lock = unsafe MemoryLayout<pthread_mutex_t>.self
        let alignment = max(MemoryLayout<State>.alignment, unsafe lock.alignment)
        let offset = unsafe (lock.size + alignment - 1) / alignment * alignment
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: offset + MemoryLayout<State>.size, alignment: alignment)
        unsafe mutex = memory.bindMemory(to: pthread_mutex_t.self, capacity: 1)
        unsafe state = (memory + offset).bindMemory(to: State.self, capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        let code = unsafe pthread_mutex_init(mutex, nil)
        precondition(code == 0, "the system has no more locks")
        unsafe state.initialize(to: initial)
    }

    deinit {
        unsafe pthread_mutex_destroy(mutex)
        unsafe state.deinitialize(count: 1)
        unsafe UnsafeMutableRawPointer(mutex).deallocate()
    }

    /// Calls `body` with the lock held; not for long, and it must not come back here.
    @inlinable
    package borrowing func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout State) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        lock()
        defer { unlock() }
        return try unsafe body(&state.pointee)
    }

    @usableFromInline
    package borrowing func lock() { unsafe pthread_mutex_lock(mutex) }

    @usableFromInline
    package borrowing func unlock() { unsafe pthread_mutex_unlock(mutex) }
}
