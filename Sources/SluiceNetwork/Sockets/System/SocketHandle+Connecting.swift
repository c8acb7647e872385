internal import CSockets
internal import SluiceCore
internal import SluiceThreading

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension SocketHandle {
    static func make(
        _ family: Socket.Family, _ type: Socket.Kind, _ protocolNumber: Int32, timeout: Duration?
    ) throws(IOFailure) -> SocketHandle {
        let number = sluice_socket(family.rawValue, type.rawValue, protocolNumber)
        if number < 0 { throw IOFailure(current: .makeSocket, "\(family) \(type)") }
        return SocketHandle(number, timeout: timeout, isAlone: type == .stream)
    }

    static func makePair(
        _ family: Socket.Family, _ type: Socket.Kind, _ protocolNumber: Int32, timeout: Duration?
    ) throws(IOFailure) -> (SocketHandle, SocketHandle) {
        var ends: (Int32, Int32) = (-1, -1)
        let result = unsafe withUnsafeMutableBytes(of: &ends) {
            // Safe: room for the two numbers that the call writes.
            unsafe sluice_socketpair(
                family.rawValue, type.rawValue, protocolNumber,
                $0.baseAddress!.assumingMemoryBound(to: Int32.self))
        }
        if result < 0 { throw IOFailure(current: .makeSocket, "a pair of \(family) \(type)") }
        let isAlone = type == .stream
        return (
            SocketHandle(ends.0, timeout: timeout, isAlone: isAlone),
            SocketHandle(ends.1, timeout: timeout, isAlone: isAlone)
        )
    }

    /// Looks at a descriptor that someone else made: its family, type and protocol. It is closed on exec from now on.
    static func adopt(
        _ number: Int32, timeout: Duration?
    ) throws(IOFailure) -> (SocketHandle, Socket.Family, Socket.Kind, Int32) {
        var own = SystemAddress()
        let result = unsafe own.withMutablePointer { unsafe getsockname(number, $0, $1) }
        if result < 0 { throw IOFailure(current: .open, "descriptor \(number)") }
        let type = try option(SOL_SOCKET, SO_TYPE, of: number)
        #if os(Linux)
        let protocolNumber = (try? option(SOL_SOCKET, SO_PROTOCOL, of: number)) ?? 0
        let family = try option(SOL_SOCKET, SO_DOMAIN, of: number)
        #else
        let protocolNumber: Int32 = 0
        let family = own.address.family.rawValue
        #endif
        let handle = SocketHandle(number, timeout: timeout)
        _ = fcntl(number, F_SETFD, FD_CLOEXEC)
        if (try? option(SOL_SOCKET, SO_ACCEPTCONN, of: number)) ?? 0 != 0 { handle.noteListening() }
        return (handle, Socket.Family(rawValue: family), Socket.Kind(rawValue: type), protocolNumber)
    }

    /// The same of a duplicate.
    static func adoptDuplicate(
        _ number: Int32, timeout: Duration?
    ) throws(IOFailure) -> (SocketHandle, Socket.Family, Socket.Kind, Int32) {
        let copy = sluice_duplicate(number, 0)
        if copy < 0 { throw IOFailure(current: .duplicate, "descriptor \(number)") }
        do { return try adopt(copy, timeout: timeout) } catch {
            closePassed(copy)
            throw error
        }
    }

    func bind(_ address: SystemAddress, name: SocketAddress) throws(IOFailure) {
        try enter(.bind)
        defer { leave() }
        let code = unsafe address.withPointer { unsafe systemBind(number, $0, $1) }
        if code != 0 { throw IOFailure(.bind, name.description, errno: code) }
    }

    func listen(backlog: Int) throws(IOFailure) {
        try enter(.listen)
        defer { leave() }
        let code = systemListen(number, Int32(clamping: max(backlog, 0)))
        if code != 0 { throw failure(.listen, code) }
        noteListening()
    }

    /// The next connection. One that its peer gave up before it was accepted is passed over.
    func accept(_ flags: Socket.MessageFlags = []) throws(IOFailure) -> (SocketHandle, SocketAddress) {
        try enter(.accept)
        defer { leave() }
        let deadline = deadline(flags)
        while true {
            var peer = SystemAddress()
            let number = unsafe peer.withMutablePointer { unsafe sluice_accept(self.number, $0, $1) }
            if number >= 0 {
                let address = peer.address
                let handle = SocketHandle(number, timeout: Socket.defaultTimeout, known: address, isAlone: true)
                return (handle, address)
            }
            let code = errno
            if !Self.isOfOneConnection(code) {
                try wait(after: code, for: Int32(POLLIN), deadline, .accept)
            }
        }
    }

    /// Whether an error of accepting is that of the one connection: Linux hands on what already befell it.
    static func isOfOneConnection(_ code: Int32) -> Bool {
        switch code {
        case ECONNABORTED, EPROTO, ENETDOWN, EHOSTUNREACH, ENETUNREACH: true
        default: false
        }
    }

    /// Waits until one of `events` is there, or none can come any more. With no time at all it looks once.
    func waitUntil(_ events: Int32, timeout: Duration?) throws(IOFailure) {
        let operation: IOFailure.Operation = events == Int32(POLLOUT) ? .write : .read
        try enter(operation)
        defer { leave() }
        let deadline = Deadline(after: timeout)
        if deadline.isNow, isReady(for: events) { return }
        try wait(for: events, deadline, operation)
    }

    func waitUntilReadable(timeout: Duration?) throws(IOFailure) { try waitUntil(Int32(POLLIN), timeout: timeout) }
    func waitUntilWritable(timeout: Duration?) throws(IOFailure) { try waitUntil(Int32(POLLOUT), timeout: timeout) }

    func connect(_ address: SystemAddress, name: SocketAddress) throws(IOFailure) {
        try enter(.connect)
        defer { leave() }
        let deadline = deadline()
        let flags = fcntl(number, F_GETFL)
        setNonBlocking(true)
        defer { if flags >= 0, flags & O_NONBLOCK == 0 { setNonBlocking(false) } }
        var pause: Int64 = 1_000_000
        while true {
            var code = unsafe address.withPointer { unsafe systemConnect(number, $0, $1) }
            do throws(IOFailure) {
                if code == EINPROGRESS || code == EALREADY || code == EINTR {
                    // The system goes on with it, whatever happens here. Who does not want to wait is told of it.
                    if deadline.isNow { throw IOFailure(.connect, name.description, errno: code) }
                    try wait(for: Int32(POLLOUT), deadline, .connect)
                    code = try Self.option(SOL_SOCKET, SO_ERROR, of: number)
                } else if code == EAGAIN, !deadline.isNow, name.family == .unix {
                    // The queue of a Unix listener is full, and nothing tells when it is not.
                    try rest(pause, deadline)
                    pause = min(pause * 2, 50_000_000)
                    continue
                }
            } catch {
                throw IOFailure(.connect, name.description, errno: error.errno, reason: error.reason)
            }
            guard code == 0 || code == EISCONN else { throw IOFailure(.connect, name.description, errno: code) }
            note(name)
            return
        }
    }

    /// Waits a while, unless the deadline or the end of this socket comes first.
    private func rest(_ nanoseconds: Int64, _ deadline: Deadline?) throws(IOFailure) {
        do { try wait(for: 0, Deadline(after: .nanoseconds(nanoseconds)), .connect) } catch  where error.isTimeout {
            if deadline.hasPassed { throw timeoutFailure(.connect, deadline) }
        }
    }

    func shutdown(_ direction: Socket.Direction) throws(IOFailure) {
        try enter(.shutDown)
        defer { leave() }
        let code = systemShutdown(number, direction.number)
        if code != 0 { throw failure(.shutDown, code) }
    }

    enum Which {
        case own
        case peer
    }

    /// Where it is, or whom it is connected to.
    func address(of which: Which) throws(IOFailure) -> SocketAddress {
        try enter(.stat)
        defer { leave() }
        var address = SystemAddress()
        let result = unsafe address.withMutablePointer { pointer, length in
            switch which {
            case .own: unsafe getsockname(number, pointer, length)
            case .peer: unsafe getpeername(number, pointer, length)
            }
        }
        let code = errno
        if result < 0 { throw IOFailure(.stat, knownAddress?.description ?? "socket", errno: code) }
        return address.address
    }
}

private func systemBind(_ number: Int32, _ address: UnsafePointer<sockaddr>, _ length: socklen_t) -> Int32 {
    unsafe bind(number, address, length) < 0 ? errno : 0
}

private func systemConnect(_ number: Int32, _ address: UnsafePointer<sockaddr>, _ length: socklen_t) -> Int32 {
    unsafe connect(number, address, length) < 0 ? errno : 0
}

private func systemListen(_ number: Int32, _ backlog: Int32) -> Int32 { listen(number, backlog) < 0 ? errno : 0 }

private func systemShutdown(_ number: Int32, _ how: Int32) -> Int32 { shutdown(number, how) < 0 ? errno : 0 }
