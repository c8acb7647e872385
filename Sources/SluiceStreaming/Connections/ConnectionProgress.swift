#if Services
internal import SluiceCore
internal import Synchronization

/// What a connection's task tells its channel's timers, and the other way about.
final class ConnectionProgress: Sendable {
    private let partOfRecord = Atomic(false)
    private let ordinal = Atomic(0)
    private let waiting = Atomic(false)
    private let draining = Atomic(false)
    private let ended = Atomic(false)
    private let failure = Locked<(any Error)?>(nil)

    /// Before the task waits for bytes: how many records have come, and whether part of the next one is there.
    func waits(records: Int, isMidRecord: Bool) {
        ordinal.store(records, ordering: .relaxed)
        partOfRecord.store(isMidRecord, ordering: .relaxed)
        waiting.store(true, ordering: .relaxed)
    }

    /// When the task has bytes to work on.
    func works() { waiting.store(false, ordering: .relaxed) }

    /// Whether the task waits for bytes: it is the peer's turn.
    var isWaiting: Bool { waiting.load(ordering: .relaxed) }

    /// The record that has begun; `nil` between records.
    var record: Int? {
        partOfRecord.load(ordering: .relaxed) ? ordinal.load(ordering: .relaxed) : nil
    }

    /// Why the connection was ended, where that was not in order. The first reason stays: what follows comes of it.
    var fault: (any Error)? { failure.withLock { $0 } }

    func fails(_ error: any Error) { failure.withLock { $0 = $0 ?? error } }

    /// Whether the server ends, and no more is read.
    var isDraining: Bool {
        get { draining.load(ordering: .acquiring) }
        set { draining.store(newValue, ordering: .releasing) }
    }

    /// Whether the peer has ended its side in order, and all that came before has been passed on. Not where it broke off:
    /// then there is no more to read, either.
    var hasEnded: Bool { ended.load(ordering: .acquiring) }

    func ends() { if !isDraining { ended.store(true, ordering: .releasing) } }
}
#endif
