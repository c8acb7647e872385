internal import SluiceThreading

/// When a call must give up; `nil` is never.
extension Deadline? {
    /// Whether nothing is to be waited for at all.
    var isNow: Bool { self?.isNow ?? false }

    var hasPassed: Bool { self?.hasPassed ?? false }

    /// As `poll` wants it: rounded up, -1 for ever.
    var milliseconds: Int32 {
        guard let self else { return -1 }
        let (seconds, rest) = self.timeLeft.components
        return seconds > 1_000_000
            ? 1_000_000_000 : Int32(seconds * 1000 + (rest + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
