internal import CSockets
internal import SluiceCore

/// What a thread that waits in `poll` looks at besides its socket: another thread raises it.
///
/// A thread borrows one for as long as it waits. So there are as many as threads that ever waited at once, however many
/// sockets there are.
struct Waker: Sendable, Equatable {
    /// Polled.
    let readEnd: Int32
    /// Written to.
    let writeEnd: Int32

    private static let idle = Locked<[Waker]>([])

    /// One that is not raised; `nil` where the process has no descriptor left.
    static func borrow() -> Waker? {
        if let waker = idle.withLock({ $0.popLast() }) { return waker }
        var ends: (Int32, Int32) = (-1, -1)
        let isOpen = unsafe withUnsafeMutableBytes(of: &ends) {
            // Safe: room for the two numbers that the call writes.
            unsafe sluice_waker_open($0.baseAddress!.assumingMemoryBound(to: Int32.self)) >= 0
        }
        return isOpen ? Waker(readEnd: ends.0, writeEnd: ends.1) : nil
    }

    /// Gives it back. Nobody may raise it any more.
    func giveBack(raised: Bool) {
        if raised { sluice_waker_lower(readEnd) }
        Self.idle.withLock { $0.append(self) }
    }

    func raise() { sluice_waker_raise(writeEnd) }
}
