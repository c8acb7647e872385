#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Makes a call that writes to a pipe or socket whose reader may be gone, so that EPIPE comes back and no signal ends the
/// process.
///
/// A library must not change what the whole process does on SIGPIPE: the signal is held back on this thread alone, and
/// the one that the call raised is taken off again.
/// - Parameters:
///   - number: The descriptor that is written to.
///   - call: Gives what the system returned, and the errno where that is below 0.
package func withoutSignal(_ number: Int32, _ call: () -> (Int, Int32)) -> (Int, Int32) {
    #if canImport(Darwin)
    _ = fcntl(number, F_SETNOSIGPIPE, 1)
    return call()
    #else
    var pipe = sigset_t()
    var before = sigset_t()
    var pending = sigset_t()
    unsafe sigemptyset(&pipe)
    unsafe sigaddset(&pipe, SIGPIPE)
    unsafe sigpending(&pending)
    unsafe pthread_sigmask(SIG_BLOCK, &pipe, &before)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }

    let (result, code) = call()
    if result < 0, code == EPIPE, unsafe sigismember(&pending, SIGPIPE) == 0 {
        var now = timespec()
        while unsafe sigtimedwait(&pipe, nil, &now) < 0, errno == EINTR {}
    }
    return (result, code)
    #endif
}
