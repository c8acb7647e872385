// What waits, with a thread.
extension Threading.BlockingQueue {
    @usableFromInline func waitAndPut(
        _ item: Element, block: Bool, timeout: Duration?
    ) throws(Threading.QueueError) {
        guard block else { throw .full }
        let waiter = Waiter<Element>(thread: item)
        if enlistPutter(waiter), !waiter.park(until: Deadline(after: timeout)),
            state.withLock({ $0.putters.withdraw(waiter) })
        {
            throw .full
        }
        if waiter.outcome == .refused { throw .shutDown }
    }

    @usableFromInline func waitAndGet(block: Bool, timeout: Duration?) throws(Threading.QueueError) -> Element {
        guard block else { throw .empty }
        let waiter = Waiter<Element>(thread: nil)
        if enlistGetter(waiter), !waiter.park(until: Deadline(after: timeout)),
            state.withLock({ $0.getters.withdraw(waiter) })
        {
            throw .empty
        }
        guard let item = waiter.payload else { throw .shutDown }
        return item
    }

    /// Puts who brings an item into the list, unless the item is taken or refused at once.
    ///
    /// - Returns: Whether there is something to wait for; else the waiter has its outcome.
    func enlistPutter(_ waiter: Waiter<Element>) -> Bool {
        guard let item = waiter.payload else { return false }
        let (waits, getter) = state.withLock { state -> (Bool, Waiter<Element>?) in
            if waiter.isWithdrawn { return (false, nil) }
            let (result, getter) = state.put(item, maxsize: maxsize)
            if result == false { return (state.putters.append(waiter), nil) }
            waiter.outcome = result == nil ? .refused : .granted
            return (false, getter)
        }
        getter?.wake()
        return waits
    }

    /// Puts who wants an item into the list, unless there is one, or there will be none.
    ///
    /// - Returns: Whether there is something to wait for; else the waiter has its item or its outcome.
    func enlistGetter(_ waiter: Waiter<Element>) -> Bool {
        let (waits, putter) = state.withLock { state -> (Bool, Waiter<Element>?) in
            if waiter.isWithdrawn { return (false, nil) }
            let (item, isShutDown, putter) = state.get()
            if item == nil, !isShutDown { return (state.getters.append(waiter), nil) }
            waiter.payload = item
            waiter.outcome = item == nil ? .refused : .granted
            return (false, putter)
        }
        putter?.wake()
        return waits
    }

    /// Puts who waits for the end of all work into the list; `false` where all is done.
    func enlistJoiner(_ waiter: Waiter<Never>) -> Bool {
        state.withLock { $0.unfinished > 0 && $0.joiners.append(waiter) }
    }
}

/// Takes items until the queue is shut down and empty; waits for each with the thread.
extension Threading.BlockingQueue: Sequence {
    public struct Iterator: IteratorProtocol {
        @usableFromInline let queue: Threading.BlockingQueue<Storage>

        @inlinable init(_ queue: Threading.BlockingQueue<Storage>) { self.queue = queue }

        /// The next item; waits while there is none. `nil` when the queue is shut down and empty.
        @inlinable public mutating func next() -> Storage.Element? { queue.nextOrEnd() }
    }

    @inlinable public func makeIterator() -> Iterator { Iterator(self) }

    @inlinable func nextOrEnd() -> Element? {
        do throws(Threading.QueueError) {
            if let item = try getNow() { return item }
            return try waitAndGet(block: true, timeout: nil)
        } catch {
            return nil
        }
    }
}
