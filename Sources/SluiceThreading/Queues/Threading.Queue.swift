#if Services
public import DequeModule

extension Threading {
    /// The first item in is the first out.
    public struct FifoStorage<Element: Sendable>: QueueStorage {
        @usableFromInline var items = Deque<Element>()

        public init() {}

        @inlinable public var count: Int { items.count }

        @inlinable public mutating func append(_ item: Element) { items.append(item) }

        @inlinable public mutating func removeNext() -> Element { items.removeFirst() }
    }

    /// A queue that gives items in the order in which they were put.
    public typealias Queue<Element: Sendable> = BlockingQueue<FifoStorage<Element>>
}
#endif
