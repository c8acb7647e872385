public import Synchronization

/// A lock of one word, with a place of the system's to wait in. Any thread may open it; who waits is not in order.
///
/// Taken without a call to the system while nobody else has it. Only the word is part of the interface, so that the
/// thread sanitizer, which knows atomics and the system's locks, sees all of it.
@usableFromInline struct WordLock: ~Copyable, Sendable {
    /// 0 open, 1 held, 2 held and perhaps waited for.
    @usableFromInline let word = Atomic<UInt32>(0)
    private let monitor = SystemMonitor()

    @usableFromInline init() {}

    /// Takes it if it is open.
    @inlinable borrowing func tryAcquire() -> Bool {
        word.compareExchange(expected: 0, desired: 1, successOrdering: .acquiring, failureOrdering: .relaxed).exchanged
    }

    @inlinable borrowing func acquire() {
        if !tryAcquire() { waitAndAcquire() }
    }

    /// Opens it; `false` where it is open.
    @discardableResult @inlinable borrowing func release() -> Bool {
        let old = word.exchange(0, ordering: .releasing)
        if old == 2 { wakeOne() }
        return old != 0
    }

    @inlinable var isHeld: Bool { word.load(ordering: .relaxed) != 0 }

    @usableFromInline borrowing func waitAndAcquire() { _ = waitAndAcquire(until: nil) }

    /// - Returns: `false` when the deadline has passed.
    borrowing func waitAndAcquire(until deadline: Deadline?) -> Bool {
        // Who holds it for a few instructions is often done before a thread can be put to sleep.
        for _ in 0..<Self.spins where word.load(ordering: .relaxed) == 0 {
            if tryAcquire() { return true }
        }
        monitor.lock()
        defer { monitor.unlock() }
        // 2 also where it is open: others may wait besides. It is written with the monitor locked, so who opens it and
        // sees a 2 signals only when this thread waits.
        while word.exchange(2, ordering: .acquiring) != 0 {
            if !monitor.wait(until: deadline) { return word.exchange(2, ordering: .acquiring) == 0 }
        }
        return true
    }

    @usableFromInline borrowing func wakeOne() {
        monitor.lock()
        monitor.signal()
        monitor.unlock()
    }

    private static var spins: Int { 100 }
}
