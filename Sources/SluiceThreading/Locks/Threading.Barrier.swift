extension Threading {
    /// Where a fixed number of threads wait until all have come; then all go on, and it serves again.
    ///
    /// A barrier is broken when one of them waits too long, ``abort()`` is called or its action throws: then all who
    /// wait, and all who come, get ``BrokenBarrierError`` until ``reset()`` is called.
    public final class Barrier: Sendable {
        /// How many threads it takes.
        public let parties: Int

        private struct State {
            var isBroken = false
            /// Those who have come and wait for others.
            var waiters = WaiterList<Int>()
            var count = 0

            /// Takes out all who are here. The next ones to come begin anew.
            mutating func leave(_ outcome: Waiter<Int>.Outcome) -> [Waiter<Int>] {
                count = 0
                return waiters.popAll(outcome)
            }

            mutating func breakDown() -> [Waiter<Int>] {
                isBroken = true
                return leave(.refused)
            }
        }

        private enum Arrival {
            case broken
            case waits(Waiter<Int>)
            /// The last one, with those who came before.
            case last([Waiter<Int>])
        }

        private let state = Guarded(State())
        private let timeout: Duration?
        private let action: (@Sendable () throws -> Void)?

        /// - Parameter parties: How many threads it takes, 1 or more.
        /// - Parameter timeout: How long each waits at most, unless it says so itself; for ever without one.
        /// - Parameter action: What the last one to come does while the others still wait.
        public init(_ parties: Int, timeout: Duration? = nil, action: (@Sendable () throws -> Void)? = nil) {
            precondition(parties >= 1, "a barrier takes 1 thread or more, and not \(parties)")
            self.parties = parties
            self.timeout = timeout
            self.action = action
        }

        /// Waits until all have come.
        ///
        /// - Parameter timeout: How long to wait at most; as long as the barrier says without one.
        /// - Returns: A number from 0, another one for each thread: the one that gets 0 came first.
        /// - Throws: ``BrokenBarrierError``, also when the time is over; in the last thread, what the action throws.
        @available(*, noasync, message: "waits with the thread; a task would keep others from running")
        @discardableResult public func wait(timeout: Duration? = nil) throws -> Int {
            let deadline = Deadline(after: timeout ?? self.timeout)
            switch arrive() {
            case .broken: throw BrokenBarrierError()
            case .last(let others):
                try complete(others)
                return parties - 1
            case .waits(let waiter):
                if !waiter.park(until: deadline) {
                    let others = state.withLock { $0.waiters.withdraw(waiter) ? $0.breakDown() : nil }
                    if let others {
                        for other in others { other.wake() }
                        throw BrokenBarrierError()
                    }
                    // All have come, and the last one runs the action: that is waited for.
                    _ = waiter.park(until: nil)
                }
                guard waiter.outcome == .granted, let number = waiter.payload else { throw BrokenBarrierError() }
                return number
            }
        }

        /// Makes it as new: who waits gets ``BrokenBarrierError``.
        public func reset() {
            let woken = state.withLock { state in
                state.isBroken = false
                return state.leave(.refused)
            }
            for waiter in woken { waiter.wake() }
        }

        /// Breaks it: who waits, and who comes, gets ``BrokenBarrierError``.
        public func abort() {
            for waiter in state.withLock({ $0.breakDown() }) { waiter.wake() }
        }

        /// How many have come and wait for others.
        public var waitingCount: Int { state.withLock { $0.count } }

        /// Whether it is broken.
        public var broken: Bool { state.withLock { $0.isBroken } }

        private func arrive() -> Arrival {
            state.withLock { state in
                guard !state.isBroken else { return .broken }
                guard state.count < parties - 1 else { return .last(state.leave(.granted)) }
                let waiter = Waiter<Int>(thread: state.count)
                state.count += 1
                state.waiters.append(waiter)
                return .waits(waiter)
            }
        }

        /// Runs the action, and lets those go who wait for it.
        private func complete(_ others: [Waiter<Int>]) throws {
            defer { for other in others { other.wake() } }
            do { try action?() } catch {
                // They are out of the list, and not woken: nobody else touches them.
                for other in others { other.outcome = .refused }
                abort()
                throw error
            }
        }
    }

    /// The barrier is broken, or was reset while the thread waited.
    public struct BrokenBarrierError: Swift.Error, Hashable, Sendable, CustomStringConvertible {
        public init() {}

        public var description: String { "the barrier is broken" }
    }
}
