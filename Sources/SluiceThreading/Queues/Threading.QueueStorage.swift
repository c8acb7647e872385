extension Threading {
    /// What a ``BlockingQueue`` keeps its items in, and which of them comes next.
    ///
    /// Called with the queue's lock held, by one thread at a time: an order of your own needs nothing but this. Python
    /// has `_init`, `_qsize`, `_put` and `_get` of a subclass for it.
    public protocol QueueStorage<Element>: SendableMetatype {
        associatedtype Element: Sendable

        /// A storage without items.
        init()

        /// How many items there are.
        var count: Int { get }

        /// Takes an item in.
        mutating func append(_ item: Element)

        /// Takes the next item out. There is one.
        mutating func removeNext() -> Element
    }

    /// The last item in is the first out.
    public struct LifoStorage<Element: Sendable>: QueueStorage {
        @usableFromInline var items: [Element] = []

        public init() {}

        @inlinable public var count: Int { items.count }

        @inlinable public mutating func append(_ item: Element) { items.append(item) }

        @inlinable public mutating func removeNext() -> Element { items.removeLast() }
    }

    /// A queue that gives the last item first: a stack that threads share.
    public typealias LifoQueue<Element: Sendable> = BlockingQueue<LifoStorage<Element>>
}
