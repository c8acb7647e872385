#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// State that threads share, as ``Locked``: and any may wait until it has changed.
@safe package final class Monitor<State>: @unchecked Sendable {
    private let shared: Locked<State>
    // Made in init, destroyed in deinit. C needs it to stay where it is, which a property does not promise.
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    package init(_ state: consuming sending State) {
        shared = Locked(state)
        unsafe changed.initialize(to: pthread_cond_t())
        let code = unsafe pthread_cond_init(changed, nil)
        precondition(code == 0, "the system has no more locks")
    }

    deinit {
        unsafe pthread_cond_destroy(changed)
        unsafe changed.deallocate()
    }

    /// Changes the state, and wakes those who wait.
    package func update<Result>(_ body: (inout State) -> sending Result) -> sending Result {
        shared.lock()
        defer {
            unsafe pthread_cond_broadcast(changed)
            shared.unlock()
        }
        let state = unsafe shared.state
        return unsafe body(&state.pointee)
    }

    /// Waits until `body` has a result; it is asked now and after every change.
    package func wait<Result>(_ body: (inout State) -> sending Result?) -> sending Result {
        shared.lock()
        defer { shared.unlock() }
        let state = unsafe shared.state
        while true {
            // Looked at anew each time: others change it while this waits.
            if let result = unsafe body(&state.pointee) { return result }
            unsafe pthread_cond_wait(changed, shared.mutex)
        }
    }
}
