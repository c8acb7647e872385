#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A mutex of the system and a condition to wait on, by the clock that nobody sets.
@safe final class SystemMonitor: @unchecked Sendable {
    // Made in init, destroyed in deinit. C needs both to stay where they are, which a property does not promise.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe condition.initialize(to: pthread_cond_t())
        var attributes = pthread_condattr_t()
        unsafe pthread_condattr_init(&attributes)
        defer { unsafe pthread_condattr_destroy(&attributes) }
        #if !canImport(Darwin)
        // Darwin has no such attribute; there the wait is told how long, and not until when.
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        #endif
        let codes = unsafe (pthread_mutex_init(mutex, nil), pthread_cond_init(condition, &attributes))
        precondition(codes == (0, 0), "the system has no more locks")
    }

    deinit {
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    func lock() { unsafe pthread_mutex_lock(mutex) }

    func unlock() { unsafe pthread_mutex_unlock(mutex) }

    /// Wakes one that waits.
    func signal() { unsafe pthread_cond_signal(condition) }

    /// Waits for a signal, with the mutex open meanwhile; it may end without one. The caller has the mutex.
    ///
    /// - Returns: `false` when the deadline has passed.
    func wait(until deadline: Deadline?) -> Bool {
        guard let deadline else {
            unsafe pthread_cond_wait(condition, mutex)
            return true
        }
        #if canImport(Darwin)
        var time = deadline.remaining()
        guard time.tv_sec > 0 || time.tv_nsec > 0 else { return false }
        return unsafe pthread_cond_timedwait_relative_np(condition, mutex, &time) != ETIMEDOUT
        #else
        var time = deadline.time
        return unsafe pthread_cond_timedwait(condition, mutex, &time) != ETIMEDOUT
        #endif
    }
}
