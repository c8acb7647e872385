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
    /// How long it is tried in all; `nil`: as long as there are attempts.
    public var total: Duration?

    public init(
        attempts: Int, first: Duration = .milliseconds(100), longest: Duration = .seconds(10), total: Duration? = nil
    ) {
        self.attempts = attempts
        self.first = first
        self.longest = longest
        self.total = total
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

/// The attempts of one policy, one after the other.
struct Attempts {
    private let policy: RetryPolicy
    private var made = 0
    private var start = ContinuousClock.now

    init(_ policy: RetryPolicy) { self.policy = policy }

    /// Begins anew, since something was achieved.
    mutating func reset() {
        made = 0
        start = .now
    }

    /// Waits before the next attempt.
    /// - Throws: The error, where there is to be none, or where it would come to the same.
    mutating func wait(after error: any Error) async throws {
        made += 1
        guard made < policy.attempts, Self.mayPass(error) else { throw error }
        var generator = SystemRandomNumberGenerator()
        let pause = policy.pause(after: made - 1, using: &generator)
        if let total = policy.total, start.duration(to: .now) + pause > total { throw error }
        try await Task.sleep(for: pause)
    }

    /// Whether the same may go well another time.
    private static func mayPass(_ error: any Error) -> Bool {
        switch (error as? ConnectionError)?.code {
        case .refused, .timeout, .reset, .closed, .idle, .unread, .unavailable: true
        // A stream that was cut: its closing message did not come.
        case .tls: (error as? ConnectionError)?.isCut ?? false
        default: false
        }
    }
}
#endif
