#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A thread of the system, with a stack of 8 MiB whatever the system's default.
package struct WorkerThread: Sendable {
    private let handle: Handle

    /// Starts it; `nil` where the system has no more threads.
    package init?(_ body: @escaping @Sendable () -> Void) {
        var attributes = pthread_attr_t()
        guard unsafe pthread_attr_init(&attributes) == 0 else { return nil }
        defer { unsafe pthread_attr_destroy(&attributes) }
        unsafe pthread_attr_setstacksize(&attributes, 8 << 20)

        // Retained here; `runBody` releases it on the thread, or this does where there is none.
        let body = unsafe Unmanaged.passRetained(Body(body))
        var thread: Handle.Started = Handle.none
        guard unsafe pthread_create(&thread, &attributes, runBody, body.toOpaque()) == 0 else {
            unsafe body.release()
            return nil
        }
        handle = Handle(thread)
    }

    /// Waits until it has ended. Once.
    package func join() { handle.join() }
}

private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

#if canImport(Darwin)
private func runBody(_ body: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    unsafe Unmanaged<Body>.fromOpaque(body).takeRetainedValue().run()
    return nil
}
#else
private func runBody(_ body: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let body = unsafe body { unsafe Unmanaged<Body>.fromOpaque(body).takeRetainedValue().run() }
    return nil
}
#endif

/// What names a thread differs from system to system: a number or a pointer.
@safe private struct Handle: @unchecked Sendable {
    #if canImport(Glibc)
    typealias Started = pthread_t
    static var none: Started { 0 }
    #else
    typealias Started = pthread_t?
    static var none: Started { nil }
    #endif
    private let thread: Started

    init(_ thread: Started) { self.thread = thread }

    func join() {
        #if canImport(Glibc)
        _ = pthread_join(thread, nil)
        #else
        if let thread = unsafe thread { unsafe pthread_join(thread, nil) }
        #endif
    }
}
