internal import CSockets
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Whether calls on a connection may sleep in the system itself: one call, where `poll` beside a ``Waker`` takes three.
///
/// Nothing raises such a sleeper. Closing wakes it by shutting the connection down, which to the peer is the same; but not
/// to whoever else has the descriptor, too. So calls sleep only as long as nobody has, and no longer than a moment: who
/// fell asleep before the descriptor was shared goes on in `poll`, where it is woken.
///
///     alone ─── first sleep ──> timed ─── shared while one sleeps ──> fading
///       │                         │                                     │ the last sleeper wakes
///       └──────── shared ─────────┴───────────────> shared <────────────┘
///
/// In `timed` and `fading` the system ends calls after that moment (`SO_RCVTIMEO`, `SO_SNDTIMEO`).
struct Sleeping: ~Copyable, Sendable {
    private enum Stage {
        static let alone = 0
        static let timed = 1
        static let fading = 2
        static let shared = 3
    }

    private let stage: Atomic<Int>
    private let sleepers = Atomic<Int>(0)
    private let number: Int32

    private static let moment = timeval(tv_sec: 0, tv_usec: 100_000)

    /// - Parameter isAlone: Whether nobody else has the descriptor of this connection.
    init(_ number: Int32, isAlone: Bool) {
        self.number = number
        #if os(Linux)
        stage = Atomic(isAlone ? Stage.alone : Stage.shared)
        #else
        // Whether shutting down wakes every sleeper there is not known.
        stage = Atomic(Stage.shared)
        #endif
    }

    var count: Int { sleepers.load(ordering: .relaxed) }

    /// Whether the next call may sleep in the system; then ``end()`` follows it. `isClosed` is asked when whoever closes
    /// can see the sleeper.
    func begin(unless isClosed: () -> Bool) -> Bool {
        guard stage.load(ordering: .relaxed) <= Stage.timed else { return false }
        sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
        if !isClosed(), isTimed() { return true }
        end()
        return false
    }

    func end() {
        let left = sleepers.wrappingSubtract(1, ordering: .sequentiallyConsistent).newValue
        if left == 0, stage.load(ordering: .sequentiallyConsistent) == Stage.fading { fade() }
    }

    /// Says that somebody else has the descriptor from now on.
    func share() {
        if stage.load(ordering: .relaxed) == Stage.shared { return }
        if stage.compareExchange(expected: Stage.alone, desired: Stage.shared, ordering: .sequentiallyConsistent)
            .exchanged
        {
            return
        }
        _ = stage.compareExchange(expected: Stage.timed, desired: Stage.fading, ordering: .sequentiallyConsistent)
        if sleepers.load(ordering: .sequentiallyConsistent) == 0 { fade() }
    }

    /// Wakes those that sleep in the system, of a connection that is being closed.
    func wakeAll() {
        guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
        if stage.load(ordering: .sequentiallyConsistent) <= Stage.timed { _ = shutdown(number, Int32(SHUT_RDWR)) }
    }

    private func isTimed() -> Bool {
        switch stage.load(ordering: .sequentiallyConsistent) {
        case Stage.timed: return true
        case Stage.alone:
            guard setTimes(Self.moment) else { return false }
            let found = stage.compareExchange(
                expected: Stage.alone, desired: Stage.timed, ordering: .sequentiallyConsistent
            ).original
            // Shared meanwhile: it was not known then that there was anything to take back.
            if found == Stage.shared { _ = setTimes(timeval()) }
            return found <= Stage.timed
        default: return false
        }
    }

    private func fade() {
        if stage.compareExchange(expected: Stage.fading, desired: Stage.shared, ordering: .sequentiallyConsistent)
            .exchanged
        {
            _ = setTimes(timeval())
        }
    }

    private func setTimes(_ time: timeval) -> Bool {
        var time = time
        let length = socklen_t(MemoryLayout<timeval>.size)
        // Safe: the system reads `length` bytes.
        return unsafe setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &time, length) == 0
            && setsockopt(number, SOL_SOCKET, SO_SNDTIMEO, &time, length) == 0
    }
}
