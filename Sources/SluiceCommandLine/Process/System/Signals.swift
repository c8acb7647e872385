#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// How the process answers to the reader of its output going away, and to Ctrl-C.
package enum Signals {
    /// A closed pipe becomes an error of `write`; Ctrl-C leaves the terminal clean and ends with 130.
    package static func prepare() {
        signal(SIGPIPE, SIG_IGN)
        // Whoever starts us in the background has it ignored, and so it stays.
        let former = signal(SIGINT, onInterrupt)
        if unsafe unsafeBitCast(former, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
            signal(SIGINT, SIG_IGN)
        }
        // A server's threads block signals, and hand that on to what they start.
        var interrupt = sigset_t()
        unsafe sigemptyset(&interrupt)
        unsafe sigaddset(&interrupt, SIGINT)
        unsafe sigprocmask(SIG_UNBLOCK, &interrupt, nil)
    }
}

/// The handler of SIGINT. Safe: it calls nothing that POSIX does not allow in a signal handler.
private func onInterrupt(_: CInt) {
    if isatty(STDERR_FILENO) == 1 {
        // Back to the first column, and clear the progress bar.
        var clear: (UInt8, UInt8, UInt8, UInt8) = (0x0D, 0x1B, 0x5B, 0x4B)
        _ = unsafe write(STDERR_FILENO, &clear, 4)
    }
    _exit(130)
}
