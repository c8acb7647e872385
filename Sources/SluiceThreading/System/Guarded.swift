/// State that threads share, and the lock that one must hold to touch it.
///
/// It stands in memory of its own, which spares each access the check for another one that a property of a class needs.
@usableFromInline @safe struct Guarded<State>: ~Copyable, @unchecked Sendable {
    @usableFromInline let lock = WordLock()
    // Allocated in init, freed in deinit.
    @usableFromInline let state: UnsafeMutablePointer<State>

    @usableFromInline init(_ state: consuming sending State) {
        unsafe self.state = .allocate(capacity: 1)
        unsafe self.state.initialize(to: state)
    }

    deinit {
        unsafe state.deinitialize(count: 1)
        unsafe state.deallocate()
    }

    /// Calls `body` with the lock held; not for long, and it must not come back here.
    @inlinable borrowing func withLock<Result, Failure: Swift.Error>(
        _ body: (inout State) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        lock.acquire()
        defer { lock.release() }
        return try unsafe body(&state.pointee)
    }
}
