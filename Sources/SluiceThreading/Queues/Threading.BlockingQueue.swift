extension Threading {
    /// Items that threads and tasks hand to each other, in the order of its storage: a `Queue`, a ``LifoQueue`` or a
    /// `PriorityQueue`.
    ///
    ///     let queue = Threading.Queue<Job>(maxsize: 100)
    ///     // One thread:
    ///     try queue.put(job)
    ///     queue.shutdown()
    ///     // Others:
    ///     for job in queue { work(job) }
    ///
    /// Who has waited longest is served first, be it a thread or a task: an item that is put while somebody waits is
    /// theirs, and an item that waits to be put goes in before a later one. Each item goes to one of them, once; a wait
    /// that ends without one, by its timeout or by cancellation, takes none. Calls with `await` hold no thread while they
    /// wait.
    public final class BlockingQueue<Storage: QueueStorage>: Sendable {
        public typealias Element = Storage.Element

        /// How many items there may be at most; 0 for any number.
        public let maxsize: Int

        @usableFromInline struct State {
            @usableFromInline var items = Storage()
            /// Items that were put and not told done.
            @usableFromInline var unfinished = 0
            @usableFromInline var isShutDown = false
            /// Who waits for an item, which there are only while there is none.
            @usableFromInline var getters = WaiterList<Element>()
            /// Who waits with an item, which there are only while the queue is full.
            @usableFromInline var putters = WaiterList<Element>()
            var joiners = WaiterList<Never>()
        }

        @usableFromInline let state = Guarded(State())

        /// An empty queue.
        ///
        /// - Parameter maxsize: How many items there may be at most; 0, or less, for any number.
        public init(maxsize: Int = 0) { self.maxsize = maxsize < 0 ? 0 : maxsize }

        /// Puts an item; waits while the queue is full.
        ///
        /// - Parameter block: With `false` it does not wait, whatever the timeout.
        /// - Parameter timeout: How long to wait at most; for ever without one. Less than nothing is nothing.
        /// - Throws: ``QueueError``: `full` when the time is over, `shutDown`.
        @available(*, noasync, message: "waits with the thread; in a task: try await queue.put(item)")
        @inlinable public func put(_ item: Element, block: Bool = true, timeout: Duration? = nil) throws(QueueError) {
            if try !putNow(item) { try waitAndPut(item, block: block, timeout: timeout) }
        }

        /// Puts an item if the queue is not full.
        ///
        /// - Throws: ``QueueError``: `full`, `shutDown`.
        @inlinable public func putNowait(_ item: Element) throws(QueueError) {
            if try !putNow(item) { throw .full }
        }

        /// Takes the next item; waits while there is none.
        ///
        /// - Parameter block: With `false` it does not wait, whatever the timeout.
        /// - Parameter timeout: How long to wait at most; for ever without one. Less than nothing is nothing.
        /// - Throws: ``QueueError``: `empty` when the time is over, `shutDown` when there is nothing and never will be.
        @available(*, noasync, message: "waits with the thread; in a task: try await queue.get()")
        @inlinable public func get(block: Bool = true, timeout: Duration? = nil) throws(QueueError) -> Element {
            if let item = try getNow() { return item }
            return try waitAndGet(block: block, timeout: timeout)
        }

        /// Takes the next item if there is one.
        ///
        /// - Throws: ``QueueError``: `empty`; `shutDown` when there is nothing and never will be.
        @inlinable public func getNowait() throws(QueueError) -> Element {
            guard let item = try getNow() else { throw .empty }
            return item
        }

        /// How many items there are, at this moment.
        @inlinable public var qsize: Int { state.withLock { $0.items.count } }

        /// Whether there is no item, at this moment.
        @inlinable public var isEmpty: Bool { qsize == 0 }

        /// Whether it holds as many as it may, at this moment.
        @inlinable public var isFull: Bool { maxsize > 0 && qsize >= maxsize }

        /// Whether ``shutdown(immediate:)`` has been called.
        public var isShutDown: Bool { state.withLock { $0.isShutDown } }

        /// Items that were put and not told done by ``taskDone()``.
        public var unfinishedTasks: Int { state.withLock { $0.unfinished } }

        /// Items that wait, and items that were taken and not told done, at one moment.
        var counts: (waiting: Int, taken: Int) {
            state.withLock { state in
                let waiting = state.items.count
                return (waiting, state.unfinished - waiting)
            }
        }

        /// Tells that the work on one item is done, for those who ``join()``.
        ///
        /// - Throws: ``ThreadError`` (`doneTooOften`) where it is told more often than items were put.
        public func taskDone() throws(ThreadError) {
            let joiners = state.withLock { state -> [Waiter<Never>]? in
                guard state.unfinished > 0 else { return nil }
                state.unfinished -= 1
                return state.unfinished == 0 ? state.joiners.popAll() : []
            }
            guard let joiners else { throw ThreadError(.doneTooOften, "taskDone() called too many times") }
            for joiner in joiners { joiner.wake() }
        }

        /// Waits until ``taskDone()`` has been called for every item that was put.
        @available(*, noasync, message: "waits with the thread; in a task: try await queue.join()")
        public func join() {
            let waiter = Waiter<Never>(thread: nil)
            if enlistJoiner(waiter) { _ = waiter.park(until: nil) }
        }

        /// Ends the queue: it takes nothing more. Who waits to put gets `shutDown`; who gets has what there is, and then
        /// `shutDown`.
        ///
        /// - Parameter immediate: Whether to drop what there is. Those items count as done.
        public func shutdown(immediate: Bool = false) {
            let (dropped, waiters, joiners) = state.withLock { state in
                state.isShutDown = true
                var dropped: [Element] = []
                while immediate, state.items.count > 0 {
                    dropped.append(state.items.removeNext())
                    // Fewer where some were told done before they were taken.
                    if state.unfinished > 0 { state.unfinished -= 1 }
                }
                let waiters = state.getters.popAll(.refused) + state.putters.popAll(.refused)
                return (dropped, waiters, state.unfinished == 0 ? state.joiners.popAll() : [])
            }
            // They go without the lock: what they hold may come back here.
            withExtendedLifetime(dropped) {}
            for waiter in waiters { waiter.wake() }
            for joiner in joiners { joiner.wake() }
        }
    }
}

// What does not wait. In the caller's module, where the types are known.
extension Threading.BlockingQueue {
    /// `false` where it is full.
    @inlinable func putNow(_ item: Element) throws(Threading.QueueError) -> Bool {
        let (result, getter) = state.withLock { $0.put(item, maxsize: maxsize) }
        getter?.wake()
        if let result { return result }
        throw .shutDown
    }

    /// `nil` where there is none.
    @inlinable func getNow() throws(Threading.QueueError) -> Element? {
        let (item, isShutDown, putter) = state.withLock { $0.get() }
        putter?.wake()
        if item == nil, isShutDown { throw .shutDown }
        return item
    }
}

extension Threading.BlockingQueue.State {
    /// - Returns: Whether the item was taken, `nil` where the queue is shut down; and who is to be woken for it.
    @inlinable mutating func put(_ item: Storage.Element, maxsize: Int) -> (Bool?, Waiter<Storage.Element>?) {
        if isShutDown { return (nil, nil) }
        if getters.first != nil, let getter = getters.popFirst() {
            getter.payload = item
            unfinished += 1
            return (true, getter)
        }
        if maxsize > 0, items.count >= maxsize { return (false, nil) }
        items.append(item)
        unfinished += 1
        return (true, nil)
    }

    /// - Returns: The next item, whether the queue is shut down, and who is to be woken because there is room.
    @inlinable mutating func get() -> (Storage.Element?, Bool, Waiter<Storage.Element>?) {
        if items.count == 0 { return (nil, isShutDown, nil) }
        let item = items.removeNext()
        guard putters.first != nil, let putter = putters.popFirst(), let next = putter.payload else {
            return (item, isShutDown, nil)
        }
        putter.payload = nil
        items.append(next)
        unfinished += 1
        return (item, isShutDown, putter)
    }
}
