extension Threading {
    /// A thread that does something once, after some time.
    ///
    ///     let timer = try Threading.Timer(after: .seconds(30)) { close() }.start()
    ///     timer.cancel()
    public final class Timer: Thread, @unchecked Sendable {
        /// How long after its start.
        public let interval: Duration
        /// Set when it is cancelled, or done.
        private let finished = Event()
        private let function: @Sendable () throws -> Void

        /// - Parameter interval: How long after its start; nothing and less is at once.
        /// - Parameter function: What it does. What that throws is as what a thread's `run()` throws.
        public init(
            after interval: Duration, name: String? = nil, daemon: Bool? = nil,
            _ function: @escaping @Sendable () throws -> Void
        ) {
            self.interval = interval
            self.function = function
            super.init(name: name, daemon: daemon)
        }

        /// Ends it before its time. What it does already is not stopped.
        public func cancel() { finished.set() }

        override public func run() throws {
            defer { finished.set() }
            if !finished.wait(timeout: interval) { try function() }
        }
    }
}
