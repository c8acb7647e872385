extension Threading {
    /// Something that threads wait for, and the lock that guards it.
    ///
    ///     let changed = Threading.Condition()
    ///     // One thread:
    ///     try changed.withLock {
    ///         try changed.waitFor { !items.isEmpty }
    ///         use(items.removeFirst())
    ///     }
    ///     // Another:
    ///     try changed.withLock {
    ///         items.append(item)
    ///         try changed.notify()
    ///     }
    ///
    /// Who has waited longest is notified first. A wait ends only when it is notified or its time is over.
    public final class Condition: Sendable {
        private enum Base: Sendable {
            case lock(Lock)
            case rlock(RLock)
        }

        private let base: Base
        private let waiters = Guarded(WaiterList<Never>())

        /// A condition with an ``RLock`` of its own.
        public convenience init() { self.init(RLock()) }

        /// A condition of a lock that others may use, too.
        public init(_ lock: Lock) { base = .lock(lock) }

        /// A condition of a lock that others may use, too.
        public init(_ lock: RLock) { base = .rlock(lock) }

        /// Takes the lock, as ``RLock/acquire(blocking:timeout:)``.
        @available(*, noasync, message: "waits with the thread; a task would keep others from running")
        @discardableResult public func acquire(blocking: Bool = true, timeout: Duration? = nil) -> Bool {
            switch base {
            case .lock(let lock): lock.acquire(blocking: blocking, timeout: timeout)
            case .rlock(let lock): lock.acquire(blocking: blocking, timeout: timeout)
            }
        }

        /// Releases the lock.
        ///
        /// - Throws: ``ThreadError`` (`notHeld`) where the lock is open, or an ``RLock`` of another thread.
        @available(*, noasync, message: "use withLock")
        public func release() throws(ThreadError) {
            switch base {
            case .lock(let lock): try lock.release()
            case .rlock(let lock): try lock.release()
            }
        }

        /// Calls `body` with the lock, and releases it whether `body` throws or not: Python's `with condition:`.
        public func withLock<Result, Failure: Swift.Error>(
            _ body: () throws(Failure) -> Result
        ) throws(Failure) -> Result {
            switch base {
            case .lock(let lock): try lock.withLock(body)
            case .rlock(let lock): try lock.withLock(body)
            }
        }

        /// Opens the lock, waits until it is notified, and takes the lock again, as often as it was taken before.
        ///
        /// - Parameter timeout: How long to wait at most; for ever without one. The lock is taken again in any case.
        /// - Returns: `false` when the time was over.
        /// - Throws: ``ThreadError`` (`notHeld`) where the lock is open, or an ``RLock`` of another thread.
        @available(*, noasync, message: "waits with the thread; a task would keep others from running")
        @discardableResult public func wait(timeout: Duration? = nil) throws(ThreadError) -> Bool {
            try wait(until: Deadline(after: timeout))
        }

        /// Waits until `predicate` is true. It is called with the lock held, now and after each notification.
        ///
        /// - Parameter timeout: How long to wait at most; for ever without one.
        /// - Returns: What `predicate` said last: `false` only when the time was over.
        /// - Throws: ``ThreadError`` (`notHeld`) where the lock is open, or an ``RLock`` of another thread; what
        ///   `predicate` throws.
        @available(*, noasync, message: "waits with the thread; a task would keep others from running")
        @discardableResult public func waitFor(
            timeout: Duration? = nil, _ predicate: () throws -> Bool
        ) throws -> Bool {
            try checkIsHeld("wait")
            let deadline = Deadline(after: timeout)
            while try !predicate() {
                if try !wait(until: deadline) { return try predicate() }
            }
            return true
        }

        /// Wakes as many of those who wait, in the order in which they came. They go on once they have the lock.
        ///
        /// - Throws: ``ThreadError`` (`notHeld`) where the lock is open, or an ``RLock`` of another thread.
        public func notify(_ count: Int = 1) throws(ThreadError) {
            try checkIsHeld("notify")
            for _ in 0..<max(count, 0) {
                guard let waiter = waiters.withLock({ $0.popFirst() }) else { return }
                waiter.wake()
            }
        }

        /// Wakes all who wait. They go on, one by one, once they have the lock.
        ///
        /// - Throws: ``ThreadError`` (`notHeld`) where the lock is open, or an ``RLock`` of another thread.
        public func notifyAll() throws(ThreadError) {
            try checkIsHeld("notify")
            for waiter in waiters.withLock({ $0.popAll() }) { waiter.wake() }
        }

        private func wait(until deadline: Deadline?) throws(ThreadError) -> Bool {
            try checkIsHeld("wait")
            let waiter = Waiter<Never>(thread: nil)
            waiters.withLock { _ = $0.append(waiter) }
            switch base {
            case .lock(let lock):
                lock.word.release()
                defer { lock.word.acquire() }
                return park(waiter, until: deadline)
            case .rlock(let lock):
                let depth = lock.releaseAll()
                defer { lock.acquire(depth: depth) }
                return park(waiter, until: deadline)
            }
        }

        private func park(_ waiter: Waiter<Never>, until deadline: Deadline?) -> Bool {
            // Who is out of the list already was notified at the last moment.
            waiter.park(until: deadline) || !waiters.withLock { $0.withdraw(waiter) }
        }

        private func checkIsHeld(_ operation: String) throws(ThreadError) {
            switch base {
            case .lock(let lock) where !lock.locked:
                throw ThreadError(.notHeld, "\(operation) on a condition whose lock is open")
            case .rlock(let lock) where !lock.isOwned:
                throw ThreadError(.notHeld, "\(operation) on a condition whose lock this thread does not have")
            default: return
            }
        }
    }
}
