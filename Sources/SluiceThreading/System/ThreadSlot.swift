#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The place that each thread of the process has for its `Thread`, which lives as long as the thread at least.
enum ThreadSlot {
    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        let code = unsafe pthread_key_create(&key, endThread)
        precondition(code == 0, "the system has no more places for values of threads")
        return key
    }()

    /// The one of the thread that asks; `nil` until it is set.
    static var current: Threading.Thread? {
        guard let pointer = unsafe pthread_getspecific(key) else { return nil }
        // Safe: only `set` puts something there, which is retained until `endThread`, on this thread.
        return unsafe Unmanaged<Threading.Thread>.fromOpaque(pointer).takeUnretainedValue()
    }

    /// Once a thread. Retained here, released by `endThread`.
    static func set(_ thread: Threading.Thread) {
        unsafe pthread_setspecific(key, Unmanaged.passRetained(thread).toOpaque())
    }
}

/// The destructor of the key: called on the thread, when it ends.
#if canImport(Darwin)
private func endThread(_ thread: UnsafeMutableRawPointer) {
    unsafe Unmanaged<Threading.Thread>.fromOpaque(thread).takeRetainedValue().systemThreadEnds()
}
#else
private func endThread(_ thread: UnsafeMutableRawPointer?) {
    if let thread = unsafe thread {
        unsafe Unmanaged<Threading.Thread>.fromOpaque(thread).takeRetainedValue().systemThreadEnds()
    }
}
#endif
