extension Threading {
    /// An item that is compared by its priority alone: for a `PriorityQueue` of items that have no order.
    ///
    ///     try queue.put(.init(priority: 2, item: "second"))
    public struct PrioritizedItem<Priority: Comparable, Item>: Comparable {
        /// What it is compared by.
        public let priority: Priority
        public let item: Item

        public init(priority: Priority, item: Item) {
            self.priority = priority
            self.item = item
        }

        @inlinable public static func < (a: Self, b: Self) -> Bool { a.priority < b.priority }

        /// Whether the priorities are equal, whatever the items.
        @inlinable public static func == (a: Self, b: Self) -> Bool { a.priority == b.priority }
    }
}

extension Threading.PrioritizedItem: Sendable where Priority: Sendable, Item: Sendable {}
