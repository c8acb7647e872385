internal import Synchronization

extension Threading {
    /// A lock that the thread which has it may take again; it is open when it has been released as often.
    ///
    ///     let lock = Threading.RLock()
    ///     lock.withLock { lock.withLock { total += 1 } }
    public final class RLock: Sendable {
        private let word = WordLock()
        /// ``Threading/getIdent()`` of the thread that has it, or 0. Only that thread writes its own number, so what a
        /// thread reads is its number if and only if it has the lock.
        private let owner = Atomic<UInt>(0)
        /// How often it has been taken. Only who has it touches this.
        private let depth = Atomic(0)

        /// An open lock.
        public init() {}

        /// Takes the lock; waits until it is open, or this thread's.
        ///
        /// - Parameter blocking: With `false` it does not wait, whatever the timeout.
        /// - Parameter timeout: How long to wait at most; for ever without one. Less than nothing is nothing.
        /// - Returns: Whether this thread has the lock now.
        @available(*, noasync, message: "waits with the thread; a task would keep others from running")
        @discardableResult public func acquire(blocking: Bool = true, timeout: Duration? = nil) -> Bool {
            if isOwned {
                depth.add(1, ordering: .relaxed)
                return true
            }
            guard word.tryAcquire() || (blocking && word.waitAndAcquire(until: Deadline(after: timeout))) else {
                return false
            }
            own(1)
            return true
        }

        /// Takes back one ``acquire(blocking:timeout:)``; the last one opens the lock.
        ///
        /// - Throws: ``ThreadError`` (`notHeld`) where this thread does not have it.
        @available(*, noasync, message: "use withLock")
        public func release() throws(ThreadError) {
            guard isOwned else { throw ThreadError(.notHeld, "release of a lock that this thread does not have") }
            unlock()
        }

        /// Whether someone has it, at this moment.
        public var locked: Bool { word.isHeld }

        /// Calls `body` with the lock, and releases it whether `body` throws or not: Python's `with lock:`.
        public func withLock<Result, Failure: Swift.Error>(
            _ body: () throws(Failure) -> Result
        ) throws(Failure) -> Result {
            lock()
            defer { unlock() }
            return try body()
        }

        private func lock() {
            if isOwned {
                depth.add(1, ordering: .relaxed)
            } else {
                word.acquire()
                own(1)
            }
        }

        private func unlock() {
            guard isOwned else { return }
            if depth.subtract(1, ordering: .relaxed).newValue == 0 { disown() }
        }

        private func own(_ depth: Int) {
            owner.store(Threading.getIdent(), ordering: .relaxed)
            self.depth.store(depth, ordering: .relaxed)
        }

        private func disown() {
            owner.store(0, ordering: .relaxed)
            word.release()
        }

        /// Whether this thread has it.
        var isOwned: Bool { owner.load(ordering: .relaxed) == Threading.getIdent() }

        /// Opens it, however often it has been taken, and says how often that is.
        func releaseAll() -> Int {
            let depth = depth.load(ordering: .relaxed)
            disown()
            return depth
        }

        /// Takes it as often as it was taken before.
        func acquire(depth: Int) {
            word.acquire()
            own(depth)
        }
    }
}
