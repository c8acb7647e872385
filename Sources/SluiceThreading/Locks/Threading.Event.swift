internal import Synchronization

extension Threading {
    /// A flag that threads wait for.
    public final class Event: Sendable {
        private let flag = Atomic(false)
        private let waiters = Guarded(WaiterList<Never>())

        /// An event whose flag is not set.
        public init() {}

        /// Whether the flag is set, at this moment.
        public var isSet: Bool { flag.load(ordering: .acquiring) }

        /// Sets the flag, and wakes all who wait.
        public func set() {
            let woken = waiters.withLock { waiters in
                flag.store(true, ordering: .releasing)
                return waiters.popAll()
            }
            for waiter in woken { waiter.wake() }
        }

        /// Takes the flag back: who comes now waits.
        public func clear() { waiters.withLock { _ in flag.store(false, ordering: .releasing) } }

        /// Waits until the flag is set, unless it is.
        ///
        /// - Parameter timeout: How long to wait at most; for ever without one.
        /// - Returns: `false` when the time was over.
        @available(*, noasync, message: "waits with the thread; a task would keep others from running")
        @discardableResult public func wait(timeout: Duration? = nil) -> Bool {
            if isSet { return true }
            let waiter = Waiter<Never>(thread: nil)
            let waits = waiters.withLock { waiters in !flag.load(ordering: .acquiring) && waiters.append(waiter) }
            guard waits, !waiter.park(until: Deadline(after: timeout)) else { return true }
            // Who is out of the list already was woken at the last moment.
            return !waiters.withLock { $0.withdraw(waiter) }
        }
    }
}
