/// The threads that live and are known here.
enum ThreadRegistry {
    private struct State {
        var threads: [ObjectIdentifier: Threading.Thread] = [:]
        var main: Threading.Thread?
        var lastNumber = 0
    }

    private static let state = Guarded(State())

    /// `Thread-1`, `Thread-2` and so on.
    static func nextName(_ kind: String = "Thread") -> String {
        state.withLock { state in
            state.lastNumber += 1
            return "\(kind)-\(state.lastNumber)"
        }
    }

    static func add(_ thread: Threading.Thread) { state.withLock { $0.threads[ObjectIdentifier(thread)] = thread } }

    static func remove(_ thread: Threading.Thread) {
        // Let go of outside the lock.
        _ = state.withLock { $0.threads.removeValue(forKey: ObjectIdentifier(thread)) }
    }

    static var all: [Threading.Thread] {
        _ = main
        // One that ends is taken out a little later.
        return state.withLock { Array($0.threads.values) }.filter { $0.isAlive }
    }

    static var main: Threading.Thread {
        let (thread, isNew) = state.withLock { state -> (Threading.Thread, Bool) in
            if let main = state.main { return (main, false) }
            let thread = Threading.Thread(foreign: "MainThread", isMain: true)
            state.main = thread
            state.threads[ObjectIdentifier(thread)] = thread
            return (thread, true)
        }
        if isNew { thread.adoptMainThread() }
        return thread
    }

    /// The thread that asks: one of ours, the main thread, or one of some other library.
    static var current: Threading.Thread {
        if let thread = ThreadSlot.current { return thread }
        let isMain = SystemThread.isMain
        let thread = isMain ? main : Threading.Thread(foreign: nextName("Dummy"), isMain: false)
        thread.adoptSystemThread()
        ThreadSlot.set(thread)
        if !isMain { add(thread) }
        return thread
    }
}
