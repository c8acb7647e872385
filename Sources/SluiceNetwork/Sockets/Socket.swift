public import SluiceCore
internal import Synchronization

/// A socket of the system: one end of a conversation, or an ear for new ones.
///
///     let socket = try Socket.createConnection("localhost", 8080)
///     try socket.sendAll("hello\n")
///     let answer = try socket.recv(1024)
///     socket.close()
///
/// Any thread may use it at any time, several at once too, and any may close it: calls that wait then fail. It is closed
/// when the last reference to it goes. Its descriptor is closed on exec, and no signal ends the process where the peer is
/// gone. Calls go on after signals of others (EINTR); nothing depends on how many descriptors are open (`poll`, not
/// `select`).
///
/// Calls wait, unless ``timeout`` says how long. A socket is a source and a sink of bytes: parsers read it, values are
/// written to it.
///
/// - Throws: ``IOFailure`` with the address, everywhere. ``IOFailure/isTimeout`` tells a timeout.
public final class Socket: Sendable {
    let handle: SocketHandle
    /// What kind of addresses it has.
    public let family: Family
    /// How it carries bytes.
    public let type: Kind
    /// The number of its protocol; 0 for the family's own.
    public let protocolNumber: Int32

    /// A new socket, neither bound nor connected.
    public convenience init(
        family: Family = .inet, type: Kind = .stream, protocol: Int32 = 0
    ) throws(IOFailure) {
        let handle = try SocketHandle.make(family, type, `protocol`, timeout: Self.defaultTimeout)
        self.init(handle, family, type, `protocol`)
    }

    /// Takes over an open socket of someone else's: a parent's, one that was passed. Its family, type and protocol are
    /// looked up; it is closed on exec from now on.
    ///
    /// - Throws: ``IOFailure`` where it is no socket; it then stays open, and the caller's.
    public convenience init(fileDescriptor: Int32) throws(IOFailure) {
        let (handle, family, type, protocolNumber) = try SocketHandle.adopt(
            fileDescriptor, timeout: Self.defaultTimeout)
        self.init(handle, family, type, protocolNumber)
    }

    init(_ handle: SocketHandle, _ family: Family, _ type: Kind, _ protocolNumber: Int32) {
        self.handle = handle
        self.family = family
        self.type = type
        self.protocolNumber = protocolNumber
    }

    // MARK: The descriptor

    /// The number of the descriptor, to be looked at, polled, or passed; -1 once it is closed.
    public var fileno: Int32 {
        handle.share()
        return descriptor
    }

    /// The same for those who keep it to themselves.
    var descriptor: Int32 { handle.isClosed ? -1 : handle.number }

    /// Whether it has been closed or detached.
    public var isClosed: Bool { handle.isClosed }

    /// Closes it. Calls of other threads that wait fail at once, with ``IOFailure/isClosed``. Once: later calls do nothing.
    ///
    /// What was sent still arrives, unless ``SocketOption/linger`` says otherwise.
    public func close() { handle.close() }

    /// Gives the descriptor to the caller, who closes it; this socket is then closed. Where other threads are in the middle
    /// of calls, it is a duplicate.
    public func detach() throws(IOFailure) -> Int32 { try handle.detach() }

    /// Another socket of its own on the same conversation. Closing one leaves the other open.
    ///
    /// - Parameter lowest: The number of its descriptor is not below this.
    public func dup(lowest: Int32 = 0) throws(IOFailure) -> Socket {
        let copy = SocketHandle(
            try handle.duplicate(lowest: lowest), timeout: handle.timeout, known: handle.knownAddress)
        return Socket(copy, family, type, protocolNumber)
    }

    /// Whether programs that this process starts get the descriptor, too.
    public var isInheritable: Bool { get throws(IOFailure) { try handle.isInheritable } }

    public func setInheritable(_ isInheritable: Bool) throws(IOFailure) { try handle.setInheritable(isInheritable) }

    // MARK: Waiting

    /// How long a call may wait: `nil` for ever, zero not at all. One of ``sendAll(_:)`` and its like counts as a whole.
    ///
    /// A call that has to wait longer fails with ``IOFailure/isTimeout``; at zero, with ``IOFailure/wouldBlock``. Calls that
    /// are already waiting go on as they began.
    public var timeout: Duration? {
        get { handle.timeout }
        set { handle.timeout = newValue }
    }

    /// Whether calls wait: ``timeout`` of `nil` or zero, in Python's words.
    public func setBlocking(_ isBlocking: Bool) { handle.timeout = isBlocking ? nil : .zero }

    /// Whether calls wait at all.
    public var isBlocking: Bool { handle.timeout != .zero }

    /// Waits until there is something to receive, or to accept, or the end; reads nothing. Without any time it looks
    /// once.
    public func waitUntilReadable() throws(IOFailure) { try handle.waitUntilReadable(timeout: timeout) }

    /// Waits until there is room to send, or a connection is made.
    public func waitUntilWritable() throws(IOFailure) { try handle.waitUntilWritable(timeout: timeout) }

    /// The timeout that sockets made from now on begin with.
    public static var defaultTimeout: Duration? {
        get {
            let nanoseconds = initialTimeout.load(ordering: .relaxed)
            return nanoseconds < 0 ? nil : .nanoseconds(nanoseconds)
        }
        set { initialTimeout.store(SocketHandle.nanoseconds(newValue), ordering: .relaxed) }
    }

    /// How many calls wait at this moment.
    package var waitingCalls: Int { handle.sleeperCount }

    private static let initialTimeout = Atomic<Int64>(-1)

    // MARK: Addresses

    /// Where it is bound.
    public var sockName: SocketAddress { get throws(IOFailure) { try handle.address(of: .own) } }

    /// Whom it is connected to.
    public var peerName: SocketAddress { get throws(IOFailure) { try handle.address(of: .peer) } }
}

extension Socket: CustomStringConvertible {
    /// `socket 7, inet stream, 127.0.0.1:5000 to 127.0.0.1:80`
    public var description: String {
        if isClosed { return "closed socket, \(family) \(type)" }
        var text = "socket \(descriptor), \(family) \(type)"
        if let own = try? sockName { text += ", \(own)" }
        if let peer = try? peerName { text += " to \(peer)" }
        return text
    }
}

/// The bytes that arrive, and those to be sent, for parsers and writers.
extension Socket: ByteSource, ByteSink {
    /// What errors call it: its peer.
    public var name: String? { handle.label }

    /// Appends what there is, waiting for the first byte; nothing means that the peer sends no more.
    ///
    /// Straight into the caller's memory. What has arrived is never held back.
    /// - Throws: ``IOFailure`` of ``IOFailure/Operation/read``.
    public func read(into chunk: inout OutputSpan<UInt8>) throws(IOFailure) {
        guard chunk.freeCapacity > 0 else { return }
        _ = try handle.receive(into: &chunk, atMost: .max, [], .read)
    }

    /// Sends all of `bytes`, waiting for room where it must.
    /// - Throws: ``IOFailure`` of ``IOFailure/Operation/write``.
    public func write(_ bytes: Span<UInt8>) throws(IOFailure) {
        guard !bytes.isEmpty else { return }
        try handle.sendAll(bytes, [], .write)
    }
}
