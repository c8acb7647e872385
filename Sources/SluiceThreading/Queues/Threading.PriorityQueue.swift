#if Services
public import HeapModule

extension Threading {
    /// The smallest item comes first, and of equal ones the one that was put first.
    public struct PriorityStorage<Element: Comparable & Sendable>: QueueStorage {
        @usableFromInline var items = Heap<Entry>()
        @usableFromInline var lastNumber: UInt64 = 0

        /// An item, and how many were put before it.
        @usableFromInline struct Entry: Comparable {
            @usableFromInline let item: Element
            @usableFromInline let number: UInt64

            @inlinable init(_ item: Element, _ number: UInt64) {
                self.item = item
                self.number = number
            }

            @inlinable static func < (a: Self, b: Self) -> Bool {
                if a.item < b.item { return true }
                return a.number < b.number && !(b.item < a.item)
            }

            @inlinable static func == (a: Self, b: Self) -> Bool { a.number == b.number }
        }

        public init() {}

        @inlinable public var count: Int { items.count }

        @inlinable public mutating func append(_ item: Element) {
            lastNumber += 1
            items.insert(Entry(item, lastNumber))
        }

        @inlinable public mutating func removeNext() -> Element { items.removeMin().item }
    }

    /// A queue that gives the smallest item first, and equal ones in the order in which they were put. Putting and getting
    /// cost in proportion to the logarithm of its size.
    ///
    /// For items that are not compared themselves there is ``PrioritizedItem``.
    public typealias PriorityQueue<Element: Comparable & Sendable> = BlockingQueue<PriorityStorage<Element>>
}
#endif
