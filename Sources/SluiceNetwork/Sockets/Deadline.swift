/// When a call must give up. The clock is looked at only where there is a limit.
struct Deadline: ~Copyable {
    private let limit: Int64
    private let instant: ContinuousClock.Instant?

    /// From now on. Below 0: never.
    init(nanoseconds: Int64) {
        limit = nanoseconds
        instant = nanoseconds > 0 ? ContinuousClock.now + .nanoseconds(nanoseconds) : nil
    }

    init(_ timeout: Duration?) { self.init(nanoseconds: SocketHandle.nanoseconds(timeout)) }

    /// What it was made from.
    var timeout: Duration { .nanoseconds(max(limit, 0)) }

    /// Whether nothing is to be waited for at all.
    var isNow: Bool { limit == 0 }

    var hasPassed: Bool { limit == 0 || (instant.map { ContinuousClock.now >= $0 } ?? false) }

    /// As `poll` wants it: rounded up, -1 for ever.
    var milliseconds: Int32 {
        guard let instant else { return limit < 0 ? -1 : 0 }
        let (seconds, rest) = (instant - ContinuousClock.now).components
        guard seconds >= 0, rest >= 0 else { return 0 }
        return seconds > 1_000_000
            ? 1_000_000_000 : Int32(seconds * 1000 + (rest + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
