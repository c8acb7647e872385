internal import Synchronization

/// A thread or a task that waits for its turn in a ``WaiterList``.
///
/// What it holds is touched with the lock of its list held, or by the waiter itself once it is woken.
@usableFromInline final class Waiter<Payload: Sendable>: @unchecked Sendable {
    /// What has become of the wait.
    @usableFromInline enum Outcome {
        /// Nothing yet; after the wait: it was given up.
        case none
        /// The waiter has what it waited for.
        case granted
        /// It will never have it.
        case refused
    }

    @usableFromInline var outcome = Outcome.none
    /// What it brings, or what it is given.
    @usableFromInline var payload: Payload?

    fileprivate(set) var isListed = false
    /// Whether its task was cancelled, perhaps before it got into the list.
    fileprivate(set) var isWithdrawn = false
    fileprivate(set) var next: Waiter?
    fileprivate unowned var previous: Waiter?

    private let isWoken = Atomic(false)
    private let monitor: SystemMonitor?
    private var continuation: CheckedContinuation<Void, Never>?

    /// A thread, which will ``park(until:)``.
    init(thread payload: Payload? = nil) {
        self.payload = payload
        monitor = SystemMonitor()
    }

    /// A task, which will ``suspend(enlist:withdraw:)``.
    init(task payload: Payload? = nil) {
        self.payload = payload
        monitor = nil
    }

    /// Puts the thread to sleep until it is woken.
    ///
    /// - Returns: `false` when the deadline has passed first.
    func park(until deadline: Deadline?) -> Bool {
        guard let monitor else { return false }
        monitor.lock()
        defer { monitor.unlock() }
        while !isWoken.load(ordering: .acquiring) {
            if !monitor.wait(until: deadline) { return isWoken.load(ordering: .acquiring) }
        }
        return true
    }

    /// Wakes it, once it is out of its list. Without the lock of the list, so that it finds that open.
    @usableFromInline func wake() {
        guard let monitor else {
            continuation?.resume()
            return
        }
        monitor.lock()
        isWoken.store(true, ordering: .releasing)
        monitor.unlock()
        monitor.signal()
    }

    /// Suspends the task until it is woken or cancelled.
    ///
    /// - Parameter enlist: Puts this into the list; `false` where there is nothing to wait for.
    /// - Parameter withdraw: Takes this out of the list; `false` where it is not in it.
    func suspend(enlist: () -> Bool, withdraw: @Sendable () -> Bool) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Nobody else knows of it before it is in the list.
                self.continuation = continuation
                if !enlist() { continuation.resume() }
            }
        } onCancel: {
            if withdraw() { wake() }
        }
    }
}

/// Threads and tasks in the order in which they came.
///
/// A part of a state that a lock guards. Each operation takes the same time however many wait.
@usableFromInline struct WaiterList<Payload: Sendable> {
    @usableFromInline typealias Element = Waiter<Payload>

    @usableFromInline private(set) var first: Element?
    private unowned var last: Element?

    @usableFromInline init() {}

    /// Puts a waiter at the end, unless it was withdrawn.
    @discardableResult mutating func append(_ waiter: Element) -> Bool {
        guard !waiter.isWithdrawn else { return false }
        waiter.isListed = true
        if let last {
            last.next = waiter
            waiter.previous = last
        } else {
            first = waiter
        }
        last = waiter
        return true
    }

    /// Takes out who has waited longest. It is for the caller to wake it.
    @usableFromInline mutating func popFirst(_ outcome: Waiter<Payload>.Outcome = .granted) -> Element? {
        guard let waiter = first else { return nil }
        unlink(waiter)
        waiter.outcome = outcome
        return waiter
    }

    /// Takes out all. It is for the caller to wake them.
    mutating func popAll(_ outcome: Waiter<Payload>.Outcome = .granted) -> [Element] {
        var all: [Element] = []
        while let waiter = popFirst(outcome) { all.append(waiter) }
        return all
    }

    /// Takes out a waiter that gives up, and lets it in no more.
    ///
    /// - Returns: `false` where it is not here: it has been taken out to be woken, or was never put in.
    @discardableResult mutating func withdraw(_ waiter: Element) -> Bool {
        waiter.isWithdrawn = true
        guard waiter.isListed else { return false }
        unlink(waiter)
        return true
    }

    private mutating func unlink(_ waiter: Element) {
        let (previous, next) = (waiter.previous, waiter.next)
        if let previous { previous.next = next } else { first = next }
        if let next { next.previous = previous } else { last = previous }
        waiter.next = nil
        waiter.previous = nil
        waiter.isListed = false
    }
}
