extension Threading {
    /// A lock that one thread at a time has.
    ///
    ///     let lock = Threading.Lock()
    ///     lock.withLock { total += 1 }
    ///
    /// As in Python, any thread may release it, and a thread that acquires it twice waits for ever: for that there is
    /// ``RLock``. Who waits is not served in order. Taking it while it is open costs no call to the system.
    public final class Lock: Sendable {
        @usableFromInline let word = WordLock()

        /// An open lock.
        public init() {}

        /// Takes the lock; waits until it is open.
        ///
        /// - Parameter blocking: With `false` it does not wait, whatever the timeout.
        /// - Parameter timeout: How long to wait at most; for ever without one. Less than nothing is nothing.
        /// - Returns: Whether this has the lock now.
        @available(*, noasync, message: "waits with the thread; a task would keep others from running")
        @discardableResult @inlinable public func acquire(blocking: Bool = true, timeout: Duration? = nil) -> Bool {
            word.tryAcquire() || (blocking && wait(timeout))
        }

        @usableFromInline func wait(_ timeout: Duration?) -> Bool {
            word.waitAndAcquire(until: Deadline(after: timeout))
        }

        /// Opens the lock, for one of those who wait.
        ///
        /// - Throws: ``ThreadError`` (`notHeld`) where it is open.
        @available(*, noasync, message: "use withLock")
        @inlinable public func release() throws(ThreadError) {
            if !word.release() { throw notHeld }
        }

        @usableFromInline var notHeld: ThreadError { ThreadError(.notHeld, "release of a lock that is open") }

        /// Whether someone has it, at this moment.
        @inlinable public var locked: Bool { word.isHeld }

        /// Calls `body` with the lock, and releases it whether `body` throws or not: Python's `with lock:`.
        @inlinable public func withLock<Result, Failure: Swift.Error>(
            _ body: () throws(Failure) -> Result
        ) throws(Failure) -> Result {
            word.acquire()
            defer { word.release() }
            return try body()
        }
    }
}
