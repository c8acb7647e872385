internal import Synchronization

extension Threading {
    /// The thread that asks. One that was not made here, such as those that run tasks, gets an object when it first
    /// asks: a daemon that ``enumerate()`` lists until it ends.
    public static var currentThread: Thread { ThreadRegistry.current }

    /// The thread that the process began with.
    public static var mainThread: Thread { ThreadRegistry.main }

    /// The threads that live, in no order: those that were started here, the main thread, and such others as have asked
    /// for ``currentThread``.
    public static func enumerate() -> [Thread] { ThreadRegistry.all }

    /// How many threads ``enumerate()`` lists.
    public static var activeCount: Int { ThreadRegistry.all.count }

    /// A number of the thread that asks, which no other living thread has. One that has ended may have had it.
    public static func getIdent() -> UInt { SystemThread.current.identifier }

    /// The number that the kernel has for the thread that asks.
    public static func getNativeID() -> Int { SystemThread.currentNativeID }

    /// Starts a daemon that runs `body`. Python has `_thread.start_new_thread` for it.
    ///
    /// - Throws: ``ThreadError`` (`cannotStart`) where the system has no more threads.
    @discardableResult public static func startNewThread(
        _ body: @escaping @Sendable () throws -> Void
    ) throws(ThreadError) -> Thread {
        try Thread(daemon: true, target: body).start()
    }

    /// Bytes of stack that a new thread has unless it is told otherwise: 8 MiB at first, whatever the system's default.
    /// What the system cannot give is an error of ``Thread/start()``.
    public static var stackSize: Int {
        get { defaultStackSize.load(ordering: .relaxed) }
        set { defaultStackSize.store(newValue, ordering: .relaxed) }
    }

    private static let defaultStackSize = Atomic(8 << 20)

    /// The longest timeout, 292 years. A longer one is as long as this.
    public static let timeoutMax = Duration.nanoseconds(Int64.max)

    /// What is called, on the thread, with what a thread's `run()` threw. There is none at first: nothing is printed, and
    /// the error is told to those who join the thread.
    public static var exceptionHook: (@Sendable (ExceptionHookArguments) -> Void)? {
        get { hook.withLock { $0 } }
        set { hook.withLock { $0 = newValue } }
    }

    private static let hook = Guarded<(@Sendable (ExceptionHookArguments) -> Void)?>(nil)

    /// What ``Threading/exceptionHook`` is told.
    public struct ExceptionHookArguments: Sendable {
        /// What was thrown.
        public let error: any Swift.Error
        /// The thread that threw it.
        public let thread: Thread
    }

    /// Waits until all threads have ended that are no daemons: what Python does before a process ends. The main thread
    /// and the one that asks are not waited for; what threads threw is not thrown here.
    ///
    /// Nothing calls it by itself: a library cannot know that a process may still wait when it ends.
    ///
    /// - Parameter timeout: How long to wait at most; for ever without one.
    /// - Returns: `false` when the time was over.
    @available(*, noasync, message: "waits with the thread; a task would keep others from running")
    @discardableResult public static func joinAll(timeout: Duration? = nil) -> Bool {
        let deadline = Deadline(after: timeout)
        let (main, current) = (mainThread, ThreadSlot.current)
        // Those that end may have started others.
        while let thread = enumerate().first(where: { !$0.daemon && $0 !== main && $0 !== current }) {
            let hasEnded = (try? thread.join(timeout: deadline?.timeLeft)) ?? true
            if !hasEnded { return false }
        }
        return true
    }
}
