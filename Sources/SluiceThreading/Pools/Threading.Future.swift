extension Threading {
    /// What work on another thread will give: a value, or the error that it throws.
    public final class Future<Value: Sendable>: Sendable {
        private enum Phase {
            case pending
            case running
            case done(Result<Value, any Swift.Error>)
        }

        private struct State {
            var phase = Phase.pending
            var isCancelled = false
            var waiters = WaiterList<Never>()
            var callbacks: [@Sendable (Future) -> Void] = []
        }

        private let state = Guarded(State())

        init() {}

        /// Whether there is a value or an error, or it was cancelled.
        public var isDone: Bool { outcome != nil }

        /// Whether the work has begun and not ended.
        public var isRunning: Bool {
            state.withLock { state in if case .running = state.phase { true } else { false } }
        }

        /// Whether ``cancel()`` came before the work began.
        public var isCancelled: Bool { state.withLock { $0.isCancelled } }

        /// Keeps the work from being done. What has begun is not stopped.
        ///
        /// - Returns: Whether it will not be done.
        @discardableResult public func cancel() -> Bool {
            let cancels = state.withLock { state in
                guard case .pending = state.phase else { return false }
                state.isCancelled = true
                // Running, as nobody else may end it now.
                state.phase = .running
                return true
            }
            if cancels { finish(.failure(CancellationError())) }
            return cancels || isCancelled
        }

        /// The value; waits for it.
        ///
        /// - Parameter timeout: How long to wait at most; for ever without one.
        /// - Throws: What the work threw; `CancellationError` where it was cancelled; ``ThreadError`` (`timedOut`).
        @available(*, noasync, message: "waits with the thread; in a task: try await future.value")
        public func result(timeout: Duration? = nil) throws -> Value {
            let waiter = Waiter<Never>(thread: nil)
            if enlist(waiter), !waiter.park(until: Deadline(after: timeout)) {
                _ = state.withLock { $0.waiters.withdraw(waiter) }
            }
            guard let outcome else { throw ThreadError(.timedOut, "there is no result yet") }
            return try outcome.get()
        }

        /// The value; waits for it without a thread.
        ///
        /// - Throws: What the work threw; `CancellationError` where the work was cancelled, or the task that waits: then
        ///   the work goes on.
        public var value: Value {
            get async throws {
                let waiter = Waiter<Never>(task: nil)
                await waiter.suspend(
                    enlist: { enlist(waiter) }, withdraw: { state.withLock { $0.waiters.withdraw(waiter) } })
                guard let outcome else { throw CancellationError() }
                return try outcome.get()
            }
        }

        /// The value or the error, where it is done.
        public var outcome: Result<Value, any Swift.Error>? {
            state.withLock { state in if case .done(let result) = state.phase { result } else { nil } }
        }

        /// Calls `body` when it is done: on the thread that did the work or cancelled it; on this one, now, where it is
        /// done already. Several are called in order.
        public func addDoneCallback(_ body: @escaping @Sendable (Future) -> Void) {
            let isDone = state.withLock { state in
                if case .done = state.phase { return true }
                state.callbacks.append(body)
                return false
            }
            if isDone { body(self) }
        }

        /// Begins the work, unless it was cancelled.
        func begin() -> Bool {
            state.withLock { state in
                guard case .pending = state.phase else { return false }
                state.phase = .running
                return true
            }
        }

        /// Ends it. Once, by who began it.
        func finish(_ result: Result<Value, any Swift.Error>) {
            let (waiters, callbacks) = state.withLock { state in
                state.phase = .done(result)
                defer { state.callbacks = [] }
                return (state.waiters.popAll(), state.callbacks)
            }
            for waiter in waiters { waiter.wake() }
            for callback in callbacks { callback(self) }
        }

        private func enlist(_ waiter: Waiter<Never>) -> Bool {
            state.withLock { state in
                if case .done = state.phase { false } else { state.waiters.append(waiter) }
            }
        }
    }
}
