extension Threading {
    /// Why a queue has nothing to give, or takes nothing. Python has the exceptions `Empty`, `Full` and `ShutDown`.
    public enum QueueError: Swift.Error, Hashable, Sendable, CustomStringConvertible {
        /// There is nothing in the queue, and has been nothing for as long as the timeout.
        case empty
        /// The queue is full, and has been for as long as the timeout.
        case full
        /// The queue was shut down: it takes nothing more, and when it is empty it gives nothing more.
        case shutDown

        public var description: String {
            switch self {
            case .empty: "the queue is empty"
            case .full: "the queue is full"
            case .shutDown: "the queue was shut down"
            }
        }
    }
}
