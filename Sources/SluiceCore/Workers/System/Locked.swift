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
@safe package struct Locked<State>: ~Copyable, @unchecked Sendable {
    // Made in init, destroyed in deinit. C needs the lock to stay where it is.
    let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    @usableFromInline package let state = UnsafeMutablePointer<State>.allocate(capacity: 1)

    package init(_ initial: consuming sending State) {
        unsafe mutex.initialize(to: pthread_mutex_t())
        let code = unsafe pthread_mutex_init(mutex, nil)
        precondition(code == 0, "the system has no more locks")
        unsafe state.initialize(to: initial)
    }

    deinit {
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
        unsafe state.deinitialize(count: 1)
        unsafe state.deallocate()
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
