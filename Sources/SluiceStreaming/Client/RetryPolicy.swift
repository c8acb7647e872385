#if Services
/// How often, and after which pauses, a client tries again to connect.
///
/// The pauses double from ``first`` to ``longest``; each is shortened at random by up to half, so that clients that lost one
/// server do not come back all at once.
public struct RetryPolicy: Sendable, Hashable {
    /// How often it is tried in all. 1: once, and never again.
    public var attempts: Int
    /// The pause after the first attempt.
    public var first: Duration
    /// No pause is longer.
    public var longest: Duration

    public init(attempts: Int, first: Duration = .milliseconds(100), longest: Duration = .seconds(10)) {
        self.attempts = attempts
        self.first = first
        self.longest = longest
    }

    /// One attempt.
    public static let never = RetryPolicy(attempts: 1)
    /// Again and again, until the task is cancelled.
    public static let forever = RetryPolicy(attempts: .max)

    /// The pause after an attempt, counted from 0: between half of it and all.
    func pause(after attempt: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        var pause = first
        for _ in 0..<min(attempt, 62) where pause < longest { pause *= 2 }
        pause = min(pause, longest)
        return pause / 2 + pause * Double.random(in: 0...0.5, using: &generator)
    }
}
#endif
