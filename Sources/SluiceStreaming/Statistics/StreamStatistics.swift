internal import Synchronization

/// Counts what passes through a server: one object for all its connections, shared by as many servers as it is given to.
///
/// Any thread may count and read, and nobody waits: each number is an atomic of its own, in no order with the others. A
/// server counts once a chunk, not once a record.
public final class StreamStatistics: Sendable {
    private let connectionsOpened = Atomic(0)
    private let connectionsClosed = Atomic(0)
    private let recordsReceived = Atomic(0)
    private let recordsSent = Atomic(0)
    private let bytesReceived = Atomic(0)
    private let bytesSent = Atomic(0)
    private let errors = Atomic(0)
    private let start = ContinuousClock.now

    public init() {}

    /// A connection was accepted.
    public func connectionOpened() { connectionsOpened.wrappingAdd(1, ordering: .relaxed) }

    /// A connection has ended, for whatever reason.
    public func connectionClosed() { connectionsClosed.wrappingAdd(1, ordering: .relaxed) }

    /// Records came in, and bytes: those of documents as they arrived, compressed or not.
    public func received(records: Int = 0, bytes: Int = 0) {
        if records != 0 { recordsReceived.wrappingAdd(records, ordering: .relaxed) }
        if bytes != 0 { bytesReceived.wrappingAdd(bytes, ordering: .relaxed) }
    }

    /// Records went out, and bytes.
    public func sent(records: Int = 0, bytes: Int = 0) {
        if records != 0 { recordsSent.wrappingAdd(records, ordering: .relaxed) }
        if bytes != 0 { bytesSent.wrappingAdd(bytes, ordering: .relaxed) }
    }

    /// Something was refused, or broke off: a bad record, a limit that was passed, a peer that went away.
    public func failed() { errors.wrappingAdd(1, ordering: .relaxed) }

    /// The numbers as they are now. Read one after the other: a record may be in them whose bytes are not yet.
    public func snapshot() -> Snapshot {
        // Closed before opened: of a connection that comes and goes in between, never the end without the beginning.
        let closed = connectionsClosed.load(ordering: .acquiring)
        let opened = connectionsOpened.load(ordering: .relaxed)
        return Snapshot(
            uptime: ContinuousClock.now - start,
            connectionsOpen: max(opened - closed, 0), connectionsTotal: opened,
            recordsReceived: recordsReceived.load(ordering: .relaxed),
            recordsSent: recordsSent.load(ordering: .relaxed),
            bytesReceived: bytesReceived.load(ordering: .relaxed), bytesSent: bytesSent.load(ordering: .relaxed),
            errors: errors.load(ordering: .relaxed))
    }

    /// What was counted up to a moment. All numbers but the open connections only grow; the difference of two snapshots by
    /// that of their ``uptime`` is a rate.
    public struct Snapshot: Sendable, Hashable {
        /// Time since the counting began.
        public var uptime: Duration
        public var connectionsOpen: Int
        public var connectionsTotal: Int
        public var recordsReceived: Int
        public var recordsSent: Int
        public var bytesReceived: Int
        public var bytesSent: Int
        public var errors: Int
    }
}
