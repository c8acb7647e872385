extension Threading {
    /// A number of permits: each ``acquire(blocking:timeout:)`` takes one, and waits while there is none.
    ///
    /// Who has waited longest gets the next one.
    public class Semaphore: @unchecked Sendable {
        fileprivate struct State {
            var value: Int
            var waiters = WaiterList<Never>()
        }

        fileprivate let state: Guarded<State>
        fileprivate let initial: Int
        fileprivate var mostPermits: Int { .max }

        /// - Parameter value: How many permits there are at first; not less than 0.
        public init(_ value: Int = 1) {
            precondition(value >= 0, "a semaphore cannot begin with \(value) permits")
            initial = value
            state = Guarded(State(value: value))
        }

        /// Takes a permit; waits until there is one.
        ///
        /// - Parameter blocking: With `false` it does not wait, whatever the timeout.
        /// - Parameter timeout: How long to wait at most; for ever without one. Less than nothing is nothing.
        /// - Returns: Whether it has a permit now.
        @available(*, noasync, message: "waits with the thread; a task would keep others from running")
        @discardableResult public final func acquire(blocking: Bool = true, timeout: Duration? = nil) -> Bool {
            if state.withLock({ $0.take() }) { return true }
            guard blocking else { return false }
            let waiter = Waiter<Never>(thread: nil)
            let waits = state.withLock { state in !state.take() && state.waiters.append(waiter) }
            guard waits, !waiter.park(until: Deadline(after: timeout)) else { return true }
            // Who is out of the list already was given one at the last moment.
            return !state.withLock { $0.waiters.withdraw(waiter) }
        }

        /// Gives back a permit, or several, also such as were never taken.
        ///
        /// - Parameter count: How many, 1 or more.
        /// - Throws: ``ThreadError`` (`releasedTooOften`) where it is a ``BoundedSemaphore`` and has them all; then
        ///   nothing is changed.
        public final func release(_ count: Int = 1) throws(ThreadError) {
            precondition(count >= 1, "a semaphore cannot be released \(count) times")
            let most = mostPermits
            let woken = state.withLock { (state) -> [Waiter<Never>]? in
                guard count <= most - state.value else { return nil }
                state.value += count
                var woken: [Waiter<Never>] = []
                while state.value > 0, let waiter = state.waiters.popFirst() {
                    state.value -= 1
                    woken.append(waiter)
                }
                return woken
            }
            guard let woken else {
                throw ThreadError(.releasedTooOften, "release of a semaphore that has all of its \(most) permits")
            }
            for waiter in woken { waiter.wake() }
        }

        /// Calls `body` with a permit, and gives it back whether `body` throws or not: Python's `with semaphore:`.
        ///
        /// - Throws: What `body` throws; ``ThreadError`` (`releasedTooOften`) where `body` has released the permit.
        @available(*, noasync, message: "waits with the thread; a task would keep others from running")
        public final func withPermit<Result>(_ body: () throws -> Result) throws -> Result {
            acquire()
            let result: Result
            do { result = try body() } catch {
                try release()
                throw error
            }
            try release()
            return result
        }

        /// How many permits there are, at this moment.
        public final var value: Int { state.withLock { $0.value } }
    }

    /// A semaphore that never has more permits than at first: what gives back too many is told so.
    public final class BoundedSemaphore: Semaphore, @unchecked Sendable {
        override fileprivate var mostPermits: Int { initial }
    }
}

extension Threading.Semaphore.State {
    fileprivate mutating func take() -> Bool {
        guard value > 0 else { return false }
        value -= 1
        return true
    }
}
