internal import CSockets
internal import SluiceCore
internal import SluiceThreading
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// An open socket: the one owner of its descriptor.
///
/// Any thread may close it at any time. Calls under way are counted: closing wakes those that wait, and the last of them
/// to leave closes the descriptor. So no call ever meets a descriptor whose number already belongs to someone else.
///
/// The descriptor stays in the mode it came in. What would have to wait says so, and waits in `poll`, beside a ``Waker``;
/// only calls that may wait for ever sleep in the system, for a moment: ``Sleeping``.
final class SocketHandle: Sendable {
    let number: Int32
    let sleeping: Sleeping
    /// Two for each call under way, one once it is closed.
    private let state = Atomic<Int>(0)
    private let shared: Locked<Shared>
    /// Nanoseconds that a call may wait; below 0: for ever.
    private let patience: Atomic<Int64>
    /// The last read took all that there was, so the next one of a stream is likely to wait: it asks first, and saves a call
    /// that fails.
    let isDrained = Atomic<Bool>(false)
    /// A listener, which has been made non-blocking: someone else may take the connection that was there.
    private let isListening = Atomic<Bool>(false)

    private struct Shared: Sendable {
        /// The wakers of the calls that wait.
        var sleepers: [Waker] = []
        /// What errors call it once the system does not say any more.
        var known: SocketAddress?
    }

    /// Takes over a descriptor.
    ///
    /// - Parameter isAlone: Whether it is a connection's, which nobody else has.
    init(_ number: Int32, timeout: Duration?, known: SocketAddress? = nil, isAlone: Bool = false) {
        self.number = number
        sleeping = Sleeping(number, isAlone: isAlone)
        patience = Atomic(Self.nanoseconds(timeout))
        shared = Locked(Shared(known: known))
    }

    deinit {
        if state.load(ordering: .acquiring) & 1 == 0 { closeDescriptor() }
    }

    var isClosed: Bool { state.load(ordering: .acquiring) & 1 != 0 }

    // MARK: Calls under way

    /// Begins a call: until ``leave()`` the descriptor is this socket's.
    func enter(_ operation: IOFailure.Operation) throws(IOFailure) {
        var before = state.load(ordering: .relaxed)
        while before & 1 == 0 {
            let (isExchanged, original) = state.weakCompareExchange(
                expected: before, desired: before + 2, ordering: .acquiringAndReleasing)
            if isExchanged { return }
            before = original
        }
        throw closedFailure(operation)
    }

    func leave() {
        if state.wrappingSubtract(2, ordering: .acquiringAndReleasing).newValue == 1 { closeDescriptor() }
    }

    /// Closes it; calls under way fail. Once: later calls do nothing.
    func close() {
        // A call like the others, so that the descriptor stays while they are woken.
        guard (try? enter(.read)) != nil else { return }
        let before = state.bitwiseOr(1, ordering: .sequentiallyConsistent).oldValue
        if before & 1 == 0, before > 2 {
            wakeSleepers()
            sleeping.wakeAll()
        }
        leave()
    }

    /// Gives the descriptor away, or a duplicate of it where calls are under way; this socket is then closed.
    func detach() throws(IOFailure) -> Int32 {
        share()
        if isListening.load(ordering: .acquiring) { setNonBlocking(false) }
        let (isAlone, before) = state.compareExchange(
            expected: 0, desired: 1, ordering: .acquiringAndReleasing)
        if isAlone { return number }
        guard before & 1 == 0 else { throw closedFailure(.duplicate) }
        let copy = try duplicate()
        close()
        return copy
    }

    /// Another descriptor of the same socket.
    func duplicate(lowest: Int32 = 0) throws(IOFailure) -> Int32 {
        try enter(.duplicate)
        defer { leave() }
        sleeping.share()
        let copy = sluice_duplicate(number, lowest)
        if copy < 0 { throw failure(.duplicate, errno) }
        return copy
    }

    /// Says that somebody else has the descriptor from now on.
    func share() {
        guard (try? enter(.duplicate)) != nil else { return }
        sleeping.share()
        leave()
    }

    private func closeDescriptor() {
        // After EINTR the descriptor is gone on Linux: a second call could close a stranger's.
        #if canImport(Glibc)
        _ = Glibc.close(number)
        #elseif canImport(Musl)
        _ = Musl.close(number)
        #else
        _ = Darwin.close(number)
        #endif
    }

    // MARK: Waiting

    /// How long a call may wait; `nil`: for ever, zero: not at all.
    var timeout: Duration? {
        get {
            let nanoseconds = patience.load(ordering: .relaxed)
            return nanoseconds < 0 ? nil : .nanoseconds(nanoseconds)
        }
        set { patience.store(Self.nanoseconds(newValue), ordering: .relaxed) }
    }

    static func nanoseconds(_ timeout: Duration?) -> Int64 {
        guard let timeout else { return -1 }
        let (seconds, rest) = timeout.components
        // Beyond 292 years: for ever.
        guard seconds < Int64.max / 1_000_000_000 - 1 else { return -1 }
        // Rounded up, so that what is not zero does not become it.
        return max(seconds * 1_000_000_000 + (rest + 999_999_999) / 1_000_000_000, 0)
    }

    /// When a call that begins now must give up.
    func deadline(_ flags: Socket.MessageFlags = []) -> Deadline? {
        Deadline(after: flags.contains(.dontWait) ? .zero : timeout)
    }

    /// Whether the next call may sleep in the system; then `sleeping.end()` follows it.
    func mayFallAsleep(_ deadline: Deadline?) -> Bool {
        deadline == nil && sleeping.begin { state.load(ordering: .sequentiallyConsistent) & 1 != 0 }
    }

    /// Deals with a call that could not go on: returns when it is worth another try. Between `enter` and `leave`.
    func wait(
        after code: Int32, for events: Int32, _ deadline: Deadline?, _ operation: IOFailure.Operation
    ) throws(IOFailure) {
        switch code {
        case EINTR: if isClosed { throw closedFailure(operation) }
        case EAGAIN, EWOULDBLOCK: try wait(for: events, deadline, operation)
        default: throw isClosed ? closedFailure(operation) : failure(operation, code)
        }
    }

    /// Waits until one of `events` is there, or none of them can come. 0 waits for the deadline, or until it is closed.
    func wait(
        for events: Int32, _ deadline: Deadline?, _ operation: IOFailure.Operation
    ) throws(IOFailure) {
        if deadline.isNow { throw failure(operation, EAGAIN) }
        let waker = Waker.borrow()
        // Noted before the flag is looked at, raised after it is set: one of the two sees the other.
        if let waker { shared.withLock { $0.sleepers.append(waker) } }
        defer { if let waker { retire(waker) } }
        while !isClosed {
            // Without a waker, which takes a descriptor, it looks around now and then.
            let left = deadline.milliseconds
            let pause = waker == nil ? min(UInt32(bitPattern: left), 20) : UInt32(bitPattern: left)
            switch poll(events, waker, Int32(bitPattern: pause)) {
            case .ready: return
            case .failed(let code) where code != EINTR: throw failure(operation, code)
            case .failed, .woken, .nothing: break
            }
            if deadline.hasPassed, !isClosed { throw timeoutFailure(operation, deadline) }
        }
        throw closedFailure(operation)
    }

    /// Whether one of `events` is there, or none of them can come. Between `enter` and `leave`.
    func isReady(for events: Int32) -> Bool {
        if case .ready = poll(events, nil, 0) { true } else { false }
    }

    private enum Polled {
        case ready
        case woken
        case nothing
        case failed(Int32)
    }

    private func poll(_ events: Int32, _ waker: Waker?, _ milliseconds: Int32) -> Polled {
        // A negative descriptor is passed over.
        var entries = (
            pollfd(fd: waker?.readEnd ?? -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: events == 0 ? -1 : number, events: Int16(truncatingIfNeeded: events), revents: 0)
        )
        let count = unsafe withUnsafeMutableBytes(of: &entries) {
            // Safe: a tuple of two is laid out as an array of two.
            unsafe systemPoll($0.baseAddress!.assumingMemoryBound(to: pollfd.self), 2, milliseconds)
        }
        if count < 0 { return .failed(errno) }
        if entries.1.revents != 0 { return .ready }
        return entries.0.revents != 0 ? .woken : .nothing
    }

    private func retire(_ waker: Waker) {
        shared.withLock { shared in
            guard let place = shared.sleepers.firstIndex(of: waker) else { return }
            shared.sleepers.swapAt(place, shared.sleepers.count - 1)
            shared.sleepers.removeLast()
        }
        // Only closing raises, and it does so under the lock just left.
        waker.giveBack(raised: isClosed)
    }

    /// How many calls wait at this moment, of those that sleep in the system or have a waker.
    var sleeperCount: Int { shared.withLock { $0.sleepers.count } + sleeping.count }

    private func wakeSleepers() {
        shared.withLock { shared in
            for waker in shared.sleepers { waker.raise() }
        }
    }

    /// Makes the descriptor non-blocking, or blocking again.
    func setNonBlocking(_ isNonBlocking: Bool) {
        let flags = fcntl(number, F_GETFL)
        let wanted = isNonBlocking ? flags | O_NONBLOCK : flags & ~O_NONBLOCK
        if flags >= 0, wanted != flags { _ = fcntl(number, F_SETFL, wanted) }
    }

    func noteListening() {
        setNonBlocking(true)
        isListening.store(true, ordering: .releasing)
    }

    // MARK: Failures

    func note(_ address: SocketAddress) { shared.withLock { $0.known = address } }

    var knownAddress: SocketAddress? { shared.withLock { $0.known } }

    /// What errors call it: its peer, or else itself.
    var label: String {
        if let address = shared.withLock({ $0.known }) { return address.description }
        guard !isClosed else { return "socket" }
        if let address = (try? address(of: .peer)) ?? (try? address(of: .own)), address != .unix("") {
            return address.description
        }
        return "socket"
    }

    func failure(_ operation: IOFailure.Operation, _ code: Int32) -> IOFailure {
        IOFailure(operation, label, errno: code)
    }

    func closedFailure(_ operation: IOFailure.Operation) -> IOFailure {
        let target = shared.withLock { $0.known }?.description ?? "socket"
        return IOFailure(operation, target, errno: EBADF, reason: "the socket is closed")
    }

    func timeoutFailure(_ operation: IOFailure.Operation, _ deadline: Deadline?) -> IOFailure {
        IOFailure(operation, label, errno: ETIMEDOUT, reason: "timed out after \(deadline?.timeout ?? .zero)")
    }
}

private func systemPoll(_ entries: UnsafeMutablePointer<pollfd>, _ count: nfds_t, _ milliseconds: Int32) -> Int32 {
    unsafe poll(entries, count, milliseconds)
}
