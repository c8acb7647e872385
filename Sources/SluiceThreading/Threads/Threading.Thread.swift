extension Threading {
    /// A thread of the system, which runs a closure, or `run()` of a subclass.
    ///
    ///     let thread = try Threading.Thread(name: "reader") { try read() }.start()
    ///     try thread.join()
    ///
    /// What `run()` throws ends the thread, is told to ``Threading/exceptionHook``, and thrown by each
    /// ``join(timeout:)``. A thread that was started lives until `run()` returns, also when nobody holds this object.
    ///
    /// A process ends when `main` returns or `exit` is called, whatever its threads do. Python waits for those that are
    /// not daemons; here ``Threading/joinAll(timeout:)`` does, where a program ends with it.
    open class Thread: @unchecked Sendable, CustomStringConvertible {
        /// Whether the process may end without it: ``Threading/joinAll(timeout:)`` does not wait for it.
        public final let daemon: Bool
        /// Bytes of stack that it has; for a thread that was not made here, 0.
        public final let stackSize: Int

        private enum Phase {
            case new
            case running
            case ended
        }

        private struct State {
            var name: String
            var phase = Phase.new
            var target: (@Sendable () throws -> Void)?
            var error: (any Swift.Error)?
            var system: SystemThread?
            var identifier: UInt?
            var nativeID: Int?
            var joiners = WaiterList<Never>()
        }

        private let state: Guarded<State>
        /// Whether it was not made here: the main thread, or one of some other library.
        private let isForeign: Bool
        /// Touched by the thread itself only.
        final var locals = LocalValues()

        /// A thread that is not started.
        ///
        /// - Parameter name: What it is called; `Thread-1` and so on unless given.
        /// - Parameter daemon: Whether the process may end without it; as the thread that makes it unless given.
        /// - Parameter stackSize: Bytes of stack, rounded up to 16 KiB; ``Threading/stackSize`` unless given.
        /// - Parameter target: What it does; a subclass that has a `run()` of its own gives none.
        public init(
            name: String? = nil, daemon: Bool? = nil, stackSize: Int? = nil,
            target: (@Sendable () throws -> Void)? = nil
        ) {
            self.daemon = daemon ?? Self.currentIsDaemon
            self.stackSize = stackSize ?? Threading.stackSize
            isForeign = false
            state = Guarded(State(name: name ?? ThreadRegistry.nextName(), target: target))
        }

        /// The one that asks, which was not made here.
        init(foreign name: String, isMain: Bool) {
            daemon = !isMain
            stackSize = 0
            isForeign = true
            state = Guarded(State(name: name, phase: .running))
        }

        /// What the thread does: calls the target. A subclass may do something else.
        open func run() throws {
            let target = state.withLock { $0.target }
            try target?()
        }

        /// Starts it. Once.
        ///
        /// - Throws: ``ThreadError``: `alreadyStarted`; `cannotStart` where the system has no more threads, or refuses
        ///   the stack. Then it may be tried again.
        @discardableResult public final func start() throws(ThreadError) -> Self {
            let isNew = state.withLock { state in
                defer { if state.phase == .new { state.phase = .running } }
                return state.phase == .new
            }
            guard isNew else { throw ThreadError(.alreadyStarted, "threads can only be started once") }
            ThreadRegistry.add(self)
            let started = Waiter<Never>(thread: nil)
            do throws(ThreadError) {
                try SystemThread.start(stackSize: stackSize) { self.live(started) }
            } catch {
                ThreadRegistry.remove(self)
                state.withLock { $0.phase = .new }
                throw error
            }
            // As in Python, it has its identifiers when this returns.
            _ = started.park(until: nil)
            return self
        }

        /// Waits until it has ended.
        ///
        /// - Parameter timeout: How long to wait at most; for ever without one.
        /// - Returns: `false` when the time was over.
        /// - Throws: What `run()` threw, each time; ``ThreadError``: `notStarted`, and `joinsItself`, which would last
        ///   for ever.
        @available(*, noasync, message: "waits with the thread; in a task: try await thread.join()")
        @discardableResult public final func join(timeout: Duration? = nil) throws -> Bool {
            try checkJoin()
            let waiter = Waiter<Never>(thread: nil)
            if enlist(waiter), !waiter.park(until: Deadline(after: timeout)),
                state.withLock({ $0.joiners.withdraw(waiter) })
            {
                return false
            }
            if let error = state.withLock({ $0.error }) { throw error }
            return true
        }

        /// Waits until it has ended, without a thread.
        ///
        /// - Throws: What `run()` threw, each time; `CancellationError` where the task is cancelled; ``ThreadError``
        ///   (`notStarted`).
        public final func join() async throws {
            try checkJoin()
            let waiter = Waiter<Never>(task: nil)
            await waiter.suspend(
                enlist: { enlist(waiter) }, withdraw: { state.withLock { $0.joiners.withdraw(waiter) } })
            let (phase, error) = state.withLock { ($0.phase, $0.error) }
            if phase != .ended { throw CancellationError() }
            if let error { throw error }
        }

        /// Whether it has been started and has not ended.
        public final var isAlive: Bool { state.withLock { $0.phase == .running } }

        /// What it is called. The system gets the name, too, for debuggers and `ps`: its first 15 bytes (63 on Darwin,
        /// where only a thread itself can change it).
        public final var name: String {
            get { state.withLock { $0.name } }
            set {
                state.withLock { state in
                    state.name = newValue
                    // Safe: with the lock held it cannot end.
                    if state.phase == .running { state.system?.setName(newValue) }
                }
            }
        }

        /// A number that no other living thread has; `nil` before it is started, and of the main thread as long as
        /// that has not called into this module.
        public final var ident: UInt? { state.withLock { $0.identifier } }

        /// The number that the kernel has for it, which tools show; `nil` before it is started.
        public final var nativeID: Int? { state.withLock { $0.nativeID } }

        /// As Python shows it, and why it ended: `Thread(reader, running)`.
        public final var description: String {
            let (name, phase) = state.withLock { ($0.name, $0.phase) }
            let kind = daemon ? " daemon" : ""
            return switch phase {
            case .new: "Thread(\(name), initial\(kind))"
            case .running: "Thread(\(name), started\(kind))"
            case .ended: "Thread(\(name), stopped\(kind))"
            }
        }

        /// What the system calls it, as long as it lives.
        final var systemName: String? {
            state.withLock { $0.phase == .running ? $0.system?.systemName : nil }
        }

        private static var currentIsDaemon: Bool { ThreadSlot.current?.daemon ?? !SystemThread.isMain }

        private func checkJoin() throws(ThreadError) {
            if state.withLock({ $0.phase == .new }) {
                throw ThreadError(.notStarted, "cannot join a thread before it is started")
            }
            if ThreadSlot.current === self { throw ThreadError(.joinsItself, "a thread cannot join itself") }
        }

        private func enlist(_ waiter: Waiter<Never>) -> Bool {
            state.withLock { $0.phase != .ended && $0.joiners.append(waiter) }
        }
    }
}

// What the thread itself does.
extension Threading.Thread {
    /// Its whole life.
    private func live(_ started: Waiter<Never>) {
        ThreadSlot.set(self)
        adoptSystemThread()
        started.wake()
        do { try run() } catch {
            state.withLock { $0.error = error }
            Threading.exceptionHook?(Threading.ExceptionHookArguments(error: error, thread: self))
        }
        end()
    }

    /// Takes the numbers of the thread that asks.
    func adoptSystemThread() {
        state.withLock { state in
            let system = SystemThread.current
            state.system = system
            state.identifier = system.identifier
            state.nativeID = SystemThread.currentNativeID
            if !isForeign { system.setName(state.name) }
        }
    }

    /// The numbers of the main thread, as far as another thread can know them.
    func adoptMainThread() { state.withLock { $0.nativeID = SystemThread.mainNativeID } }

    /// Called by the system when the thread ends, however it was made.
    func systemThreadEnds() { if isForeign { end() } }

    private func end() {
        // Who joins it finds it gone, and all that it held.
        dropLocals()
        dropTarget()
        let joiners = state.withLock { state in
            state.phase = .ended
            state.system = nil
            return state.joiners.popAll()
        }
        ThreadRegistry.remove(self)
        for joiner in joiners { joiner.wake() }
    }

    /// Some times over, as a value that goes may make others: as often as the system does it with its own.
    @inline(never) private func dropLocals() {
        for _ in 0..<4 where !locals.isEmpty {
            let old = locals.removeAll()
            withExtendedLifetime(old) {}
        }
    }

    /// What the target holds goes without the lock, as it may come back here.
    @inline(never) private func dropTarget() {
        _ = state.withLock { state in
            defer { state.target = nil }
            return state.target
        }
    }
}
