#if Services
extension Threading {
    /// A fixed number of threads that do what is submitted, in that order.
    ///
    ///     let pool = try Threading.ThreadPool(threads: 4, maxWaiting: 100)
    ///     let sum = try pool.submit { numbers.reduce(0, +) }
    ///     print(try sum.result())
    ///     pool.shutdown()
    ///
    /// Work that waits for other work of the same pool may wait for ever: all threads may do so. A pool that goes away
    /// takes nothing more, and its threads end when they have done what it has.
    public final class ThreadPool: Sendable {
        private typealias Jobs = Queue<any PoolJob>

        /// The threads, named `NAME-1` and so on.
        public let threads: [Thread]
        /// How much may wait for a thread; 0 for any number.
        public var maxWaiting: Int { jobs.maxsize }
        private let jobs: Jobs

        /// Starts the threads.
        ///
        /// - Parameter threads: How many, 1 or more.
        /// - Parameter maxWaiting: How much may wait for a thread before ``submit(block:timeout:_:)`` waits itself, or
        ///   refuses; 0 for any number.
        /// - Parameter daemon: Whether the process may end without them: see ``Threading/joinAll(timeout:)``.
        /// - Throws: ``ThreadError`` (`cannotStart`); then none is left.
        public init(
            threads: Int, maxWaiting: Int = 0, name: String = "ThreadPool", daemon: Bool = true, stackSize: Int? = nil
        ) throws(ThreadError) {
            precondition(threads >= 1, "a pool has 1 thread or more, and not \(threads)")
            let jobs = Jobs(maxsize: maxWaiting)
            self.jobs = jobs
            self.threads = (1...threads).map { number in
                Thread(name: "\(name)-\(number)", daemon: daemon, stackSize: stackSize) { Self.serve(jobs) }
            }
            do throws(ThreadError) {
                for thread in self.threads { try thread.start() }
            } catch {
                jobs.shutdown()
                throw error
            }
        }

        deinit { jobs.shutdown() }

        /// Hands in work; waits while as much waits as may.
        ///
        /// - Parameter block: With `false` it does not wait, whatever the timeout.
        /// - Parameter timeout: How long to wait at most; for ever without one.
        /// - Throws: ``QueueError``: `full` when the time is over, `shutDown`. What the work throws is for the future.
        @available(*, noasync, message: "may wait with the thread; in a task: try await pool.submit { }")
        @discardableResult public func submit<Value: Sendable>(
            block: Bool = true, timeout: Duration? = nil, _ work: @escaping @Sendable () throws -> Value
        ) throws(QueueError) -> Future<Value> {
            let job = Job(work)
            try jobs.put(job, block: block, timeout: timeout)
            return job.future
        }

        /// Hands in work, unless as much waits as may.
        ///
        /// - Throws: ``QueueError``: `full`, `shutDown`. What the work throws is for the future.
        @discardableResult public func submitNowait<Value: Sendable>(
            _ work: @escaping @Sendable () throws -> Value
        ) throws(QueueError) -> Future<Value> {
            let job = Job(work)
            try jobs.putNowait(job)
            return job.future
        }

        /// Hands in work; waits, without a thread, while as much waits as may.
        ///
        /// - Throws: ``QueueError`` (`shutDown`); `CancellationError`, and the work is not handed in.
        @discardableResult public func submit<Value: Sendable>(
            _ work: @escaping @Sendable () throws -> Value
        ) async throws -> Future<Value> {
            let job = Job(work)
            try await jobs.put(job)
            return job.future
        }

        /// What `body` makes of each input, in the order of the inputs; waits for all of it.
        ///
        /// - Throws: What `body` throws first, in the order of the inputs; then what has not begun is not done.
        ///   ``QueueError`` (`shutDown`).
        @available(*, noasync, message: "waits with the thread; a task would keep others from running")
        public func map<Inputs: Sequence, Value: Sendable>(
            _ inputs: Inputs, _ body: @escaping @Sendable (Inputs.Element) throws -> Value
        ) throws -> [Value] where Inputs.Element: Sendable {
            var futures: [Future<Value>] = []
            do {
                for input in inputs { futures.append(try submit { try body(input) }) }
                return try futures.map { try $0.result() }
            } catch {
                for future in futures { future.cancel() }
                throw error
            }
        }

        /// How many threads are at work, at this moment.
        public var busyCount: Int { jobs.counts.taken }

        /// How much waits for a thread, at this moment.
        public var waitingCount: Int { jobs.qsize }

        /// Ends the pool: it takes nothing more, and its threads end when they have done what it has.
        ///
        /// - Parameter wait: Whether to wait until the threads have ended. A thread of the pool does not wait for itself.
        /// - Parameter cancelPending: Whether to cancel what has not begun.
        /// - Parameter timeout: How long to wait at most; for ever without one. What the threads do then goes on.
        /// - Returns: Whether all threads have ended.
        @available(*, noasync, message: "waits with the thread; in a task: wait: false")
        @discardableResult public func shutdown(
            wait: Bool = true, cancelPending: Bool = false, timeout: Duration? = nil
        ) -> Bool {
            close(cancelPending: cancelPending)
            guard wait else { return threads.allSatisfy { !$0.isAlive } }
            let deadline = Deadline(after: timeout)
            let current = ThreadSlot.current
            for thread in threads where thread !== current {
                // They throw nothing.
                _ = try? thread.join(timeout: deadline?.timeLeft)
            }
            return threads.allSatisfy { !$0.isAlive }
        }

        /// Ends the pool and waits, without a thread, until its threads have ended.
        ///
        /// - Throws: `CancellationError`, and no longer waits.
        public func shutdown(cancelPending: Bool = false) async throws {
            close(cancelPending: cancelPending)
            for thread in threads { try await thread.join() }
        }

        private func close(cancelPending: Bool) {
            jobs.shutdown()
            while cancelPending, let job = try? jobs.getNowait() {
                job.cancel()
                try? jobs.taskDone()
            }
        }

        /// What a thread does until the pool is shut down.
        private static func serve(_ jobs: Jobs) {
            for job in jobs {
                job.run()
                // Never too often: each was put.
                try? jobs.taskDone()
            }
        }
    }
}

/// Work, and whom to tell of it.
private protocol PoolJob: Sendable {
    func run()
    func cancel()
}

private struct Job<Value: Sendable>: PoolJob {
    let future = Threading.Future<Value>()
    private let work: @Sendable () throws -> Value

    init(_ work: @escaping @Sendable () throws -> Value) { self.work = work }

    func run() {
        if future.begin() { future.finish(Result { try work() }) }
    }

    func cancel() { future.cancel() }
}
#endif
