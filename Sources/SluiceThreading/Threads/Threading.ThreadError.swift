extension Threading {
    /// What was asked of a thread or a lock, and cannot be done. Python has `RuntimeError` and `ValueError` for it.
    public struct ThreadError: Swift.Error, Hashable, Sendable, CustomStringConvertible {
        /// What kind of fault it is.
        public struct Code: Hashable, Sendable {
            private let name: String
            private init(_ name: String) { self.name = name }

            /// A lock was released that nobody has, or that another thread has.
            public static let notHeld = Code("notHeld")
            /// A thread was joined before it was started.
            public static let notStarted = Code("notStarted")
            /// A thread was started twice.
            public static let alreadyStarted = Code("alreadyStarted")
            /// A thread was to join itself.
            public static let joinsItself = Code("joinsItself")
            /// The system has no more threads, or none with such a stack.
            public static let cannotStart = Code("cannotStart")
            /// A bounded semaphore was released more often than acquired.
            public static let releasedTooOften = Code("releasedTooOften")
            /// `taskDone` was called more often than items were put.
            public static let doneTooOften = Code("doneTooOften")
            /// The time for a result is over.
            public static let timedOut = Code("timedOut")
        }

        /// What kind of fault it is.
        public let code: Code
        /// What is wrong, in a sentence.
        public let message: String

        init(_ code: Code, _ message: String) {
            self.code = code
            self.message = message
        }

        public var description: String { message }

        static func cannotStart(code: CInt, message: String) -> Self {
            Self(.cannotStart, "cannot start a thread: \(message) (errno \(code))")
        }

        static func stackSize(_ size: Int) -> Self {
            Self(
                .cannotStart,
                "cannot start a thread: a stack of \(size) bytes is too small, or too large, for this system")
        }
    }
}
