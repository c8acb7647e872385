// What waits, without a thread.
extension Threading.BlockingQueue {
    /// Puts an item; waits while the queue is full.
    ///
    /// - Throws: ``Threading/QueueError`` (`shutDown`); `CancellationError` where the task is cancelled, and the item is
    ///   not put.
    public func put(_ item: Element) async throws {
        try Task.checkCancellation()
        if try putNow(item) { return }
        let waiter = Waiter<Element>(task: item)
        await waiter.suspend(
            enlist: { enlistPutter(waiter) }, withdraw: { state.withLock { $0.putters.withdraw(waiter) } })
        switch waiter.outcome {
        case .granted: return
        case .refused: throw Threading.QueueError.shutDown
        case .none: throw CancellationError()
        }
    }

    /// Takes the next item; waits while there is none.
    ///
    /// - Throws: ``Threading/QueueError`` (`shutDown`) when there is nothing and never will be; `CancellationError` where
    ///   the task is cancelled, and no item is taken.
    public func get() async throws -> Element {
        try Task.checkCancellation()
        if let item = try getNow() { return item }
        let waiter = Waiter<Element>(task: nil)
        await waiter.suspend(
            enlist: { enlistGetter(waiter) }, withdraw: { state.withLock { $0.getters.withdraw(waiter) } })
        if let item = waiter.payload { return item }
        if waiter.outcome == .refused { throw Threading.QueueError.shutDown }
        throw CancellationError()
    }

    /// Waits until `taskDone` has been called for every item that was put.
    ///
    /// - Throws: `CancellationError` where the task is cancelled.
    public func join() async throws {
        let waiter = Waiter<Never>(task: nil)
        await waiter.suspend(
            enlist: { enlistJoiner(waiter) }, withdraw: { state.withLock { $0.joiners.withdraw(waiter) } })
        if waiter.outcome != .granted { try Task.checkCancellation() }
    }

    /// The items as an asynchronous sequence, which takes each from the queue. It ends when the queue is shut down and
    /// empty, or the task is cancelled. Several tasks may take from it, and threads besides: each item goes to one.
    public var values: Values { Values(self) }

    /// What ``values`` gives.
    public struct Values: AsyncSequence, AsyncIteratorProtocol, Sendable {
        private let queue: Threading.BlockingQueue<Storage>

        init(_ queue: Threading.BlockingQueue<Storage>) { self.queue = queue }

        public func makeAsyncIterator() -> Self { self }

        /// The next item; waits while there is none.
        public mutating func next() async -> Storage.Element? { try? await queue.get() }

        /// The next item, with the task kept where it is.
        public mutating func next(isolation: isolated (any Actor)?) async throws(Never) -> Storage.Element? {
            try? await queue.get()
        }
    }
}
