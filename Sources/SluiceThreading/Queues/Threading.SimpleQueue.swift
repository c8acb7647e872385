#if Services
extension Threading {
    /// A queue without bound, and without an end: the first item in is the first out.
    ///
    /// It has less than a `Queue`, and is not faster.
    public final class SimpleQueue<Element: Sendable>: Sendable {
        @usableFromInline let queue = Queue<Element>()

        /// An empty queue.
        public init() {}

        /// Puts an item. It never waits.
        @inlinable public func put(_ item: Element) {
            // There is no bound and no end, so it cannot be refused.
            try? queue.putNowait(item)
        }

        /// As ``put(_:)``.
        @inlinable public func putNowait(_ item: Element) { put(item) }

        /// Takes the next item; waits while there is none.
        ///
        /// - Parameter block: With `false` it does not wait, whatever the timeout.
        /// - Parameter timeout: How long to wait at most; for ever without one.
        /// - Throws: ``QueueError`` (`empty`) when the time is over.
        @available(*, noasync, message: "waits with the thread; in a task: try await queue.get()")
        @inlinable public func get(block: Bool = true, timeout: Duration? = nil) throws(QueueError) -> Element {
            try queue.get(block: block, timeout: timeout)
        }

        /// Takes the next item; waits, without a thread, while there is none.
        ///
        /// - Throws: `CancellationError` where the task is cancelled, and no item is taken.
        public func get() async throws -> Element { try await queue.get() }

        /// Takes the next item if there is one.
        ///
        /// - Throws: ``QueueError`` (`empty`).
        @inlinable public func getNowait() throws(QueueError) -> Element { try queue.getNowait() }

        /// How many items there are, at this moment.
        @inlinable public var qsize: Int { queue.qsize }

        /// Whether there is no item, at this moment.
        @inlinable public var isEmpty: Bool { qsize == 0 }
    }
}
#endif
