#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A moment of the monotonic clock. The clock is not looked at for one that is at once.
package struct Deadline: Sendable {
    /// What it was made from; not less than nothing.
    package let timeout: Duration
    let time: timespec

    /// So long from now. Nothing and less is at once; more than 292 years is 292 years.
    package init(after timeout: Duration) {
        guard timeout > .zero else {
            self.timeout = .zero
            time = timespec()
            return
        }
        self.timeout = timeout
        let now = Self.now()
        let (seconds, attoseconds) = timeout.components
        // Rounded up, so that what is not nothing does not become it.
        let nanoseconds = Int(now.tv_nsec) + Int((attoseconds + 999_999_999) / 1_000_000_000)
        let whole = min(Int(clamping: seconds), Self.mostSeconds) + Int(now.tv_sec) + nanoseconds / 1_000_000_000
        time = timespec(tv_sec: .init(clamping: whole), tv_nsec: .init(nanoseconds % 1_000_000_000))
    }

    /// `nil`, which is never, for no timeout.
    package init?(after timeout: Duration?) {
        guard let timeout else { return nil }
        self.init(after: timeout)
    }

    /// Whether nothing was to be waited for at all.
    package var isNow: Bool { timeout == .zero }

    /// Whether it has come.
    package var hasPassed: Bool {
        if isNow { return true }
        let left = remaining()
        return left.tv_sec == 0 && left.tv_nsec == 0
    }

    /// What is left until then; nothing when it has passed.
    func remaining() -> timespec {
        let now = Self.now()
        var seconds = time.tv_sec - now.tv_sec
        var nanoseconds = time.tv_nsec - now.tv_nsec
        if nanoseconds < 0 {
            seconds -= 1
            nanoseconds += 1_000_000_000
        }
        return seconds < 0 ? timespec() : timespec(tv_sec: seconds, tv_nsec: nanoseconds)
    }

    /// What is left until then.
    package var timeLeft: Duration {
        if isNow { return .zero }
        let left = remaining()
        return .seconds(Int(left.tv_sec)) + .nanoseconds(Int(left.tv_nsec))
    }

    private static func now() -> timespec {
        var now = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &now)
        return now
    }

    /// As many as there are in 2^63 nanoseconds.
    private static var mostSeconds: Int { Int(min(Int64(Int.max / 2), Int64.max / 1_000_000_000)) }
}
