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

extension SocketHandle {
    /// What every system moves in one call: Linux stops at 2 GiB, Darwin refuses more.
    private static let largestTransfer = 1 << 30

    /// Appends to `room` what there is, waiting for the first byte; none means the end.
    ///
    /// - Parameter address: Where to write the sender's address, of a datagram.
    func receive(
        into room: inout OutputSpan<UInt8>, atMost limit: Int, _ flags: Socket.MessageFlags,
        _ operation: IOFailure.Operation
    ) throws(IOFailure) -> Int {
        try enter(operation)
        defer { leave() }
        let deadline = deadline(flags)
        var received = 0
        while true {
            let sleeps = mayFallAsleep(deadline)
            if !sleeps { try waitIfDrained(deadline, operation) }
            let system = sleeps ? flags.sleeping : flags.receiving
            let count = min(room.freeCapacity, limit - received, Self.largestTransfer)
            let (got, code) = unsafe room.withUnsafeMutableBufferPointer { buffer, filled in
                // Safe: `count` bytes are free after those filled, and the system says how many it wrote.
                // Room for nothing has no address; the call wants one all the same.
                var nothing: UInt8 = 0
                let (got, code) =
                    if let base = buffer.baseAddress {
                        unsafe systemReceive(number, base + filled, count, system)
                    } else {
                        unsafe systemReceive(number, &nothing, 0, system)
                    }
                // Of a datagram too long Linux may say its whole length.
                filled += min(max(got, 0), count)
                return (got, code)
            }
            if sleeps { sleeping.end() }
            if got == 0, sleeps, isClosed { throw closedFailure(operation) }
            if got >= 0 {
                received += min(got, count)
                isDrained.store(got > 0 && got < count, ordering: .relaxed)
                guard flags.contains(.waitAll), got > 0, received < limit, room.freeCapacity > 0 else {
                    return received
                }
            } else {
                try wait(after: code, for: Int32(POLLIN), deadline, operation)
            }
        }
    }

    /// The same into bytes that are there already, from the first on.
    func receive(
        into bytes: inout MutableSpan<UInt8>, _ flags: Socket.MessageFlags
    ) throws(IOFailure) -> Int {
        try enter(.receive)
        defer { leave() }
        let deadline = deadline(flags)
        var received = 0
        while true {
            let sleeps = mayFallAsleep(deadline)
            if !sleeps { try waitIfDrained(deadline, .receive) }
            let system = sleeps ? flags.sleeping : flags.receiving
            let room = min(bytes.count - received, Self.largestTransfer)
            let (got, code) = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
                // Safe: `room` bytes of the buffer are left after those received.
                var nothing: UInt8 = 0
                return if let base = buffer.baseAddress {
                    unsafe systemReceive(number, base + received, room, system)
                } else {
                    unsafe systemReceive(number, &nothing, 0, system)
                }
            }
            if sleeps { sleeping.end() }
            if got == 0, sleeps, isClosed { throw closedFailure(.receive) }
            if got >= 0 {
                received += min(got, room)
                isDrained.store(got > 0 && got < room, ordering: .relaxed)
                guard flags.contains(.waitAll), got > 0, received < bytes.count else { return received }
            } else {
                try wait(after: code, for: Int32(POLLIN), deadline, .receive)
            }
        }
    }

    private func waitIfDrained(
        _ deadline: Deadline?, _ operation: IOFailure.Operation
    ) throws(IOFailure) {
        guard isDrained.load(ordering: .relaxed), !deadline.isNow else { return }
        isDrained.store(false, ordering: .relaxed)
        try wait(for: Int32(POLLIN), deadline, operation)
    }

    /// Appends a datagram to `room`, and says whose it is.
    func receive(
        from address: inout SystemAddress, into room: inout OutputSpan<UInt8>, atMost limit: Int,
        _ flags: Socket.MessageFlags
    ) throws(IOFailure) -> Int {
        try enter(.receive)
        defer { leave() }
        let deadline = deadline(flags)
        while true {
            let count = min(room.freeCapacity, limit, Self.largestTransfer)
            address = SystemAddress()
            let (got, code) = unsafe room.withUnsafeMutableBufferPointer { buffer, filled in
                let base = buffer.baseAddress
                let start = filled
                var nothing: UInt8 = 0
                let (got, code) = unsafe address.withMutablePointer { address, length in
                    // Safe: as above, and the address has room for any.
                    if let base = unsafe base {
                        unsafe systemReceiveFrom(number, base + start, count, flags.receiving, address, length)
                    } else {
                        unsafe systemReceiveFrom(number, &nothing, 0, flags.receiving, address, length)
                    }
                }
                filled += min(max(got, 0), count)
                return (got, code)
            }
            if got >= 0 { return min(got, count) }
            try wait(after: code, for: Int32(POLLIN), deadline, .receive)
        }
    }

    /// Sends as much of `bytes` as the system takes at once, waiting until that is something, and says how much.
    func send(
        _ bytes: Span<UInt8>, _ flags: Socket.MessageFlags, _ operation: IOFailure.Operation
    ) throws(IOFailure) -> Int {
        try enter(operation)
        defer { leave() }
        return try sendSome(bytes, flags, deadline(flags), operation)
    }

    /// Sends all of `bytes`; the deadline is one for all.
    func sendAll(
        _ bytes: Span<UInt8>, _ flags: Socket.MessageFlags, _ operation: IOFailure.Operation
    ) throws(IOFailure) {
        try enter(operation)
        defer { leave() }
        let deadline = deadline(flags)
        var sent = 0
        repeat {
            sent += try sendSome(bytes.extracting(droppingFirst: sent), flags, deadline, operation, isAll: true)
        } while sent < bytes.count
    }

    private func sendSome(
        _ bytes: Span<UInt8>, _ flags: Socket.MessageFlags, _ deadline: Deadline?,
        _ operation: IOFailure.Operation, isAll: Bool = false
    ) throws(IOFailure) -> Int {
        let part = bytes.extracting(first: Self.largestTransfer)
        while true {
            let sleeps = isAll && mayFallAsleep(deadline)
            let system = sleeps ? flags.sleepingToSend : flags.sending
            let (sent, code) = unsafe part.withUnsafeBufferPointer { buffer in
                // Safe: the buffer is borrowed until the call returns; one of nothing needs no address.
                unsafe systemSend(number, buffer.baseAddress, buffer.count, system)
            }
            if sleeps { sleeping.end() }
            if sent >= 0 { return sent }
            try wait(after: code, for: Int32(POLLOUT), deadline, operation)
        }
    }

    /// Sends a datagram to an address.
    func send(
        _ bytes: Span<UInt8>, _ flags: Socket.MessageFlags, to address: SystemAddress, name: SocketAddress
    ) throws(IOFailure) -> Int {
        try enter(.send)
        defer { leave() }
        let deadline = deadline(flags)
        while true {
            let (sent, code) = unsafe bytes.withUnsafeBufferPointer { buffer in
                unsafe address.withPointer { address, length in
                    // Safe: both are borrowed until the call returns.
                    unsafe systemSendTo(number, buffer.baseAddress, buffer.count, flags.sending, address, length)
                }
            }
            if sent >= 0 { return sent }
            do { try wait(after: code, for: Int32(POLLOUT), deadline, .send) } catch {
                var failure = error
                if !failure.isClosed { failure.target = name.description }
                throw failure
            }
        }
    }

    /// Sends bytes of an open file without taking them into this process; says how many. The file ends where it ends.
    func sendFile(_ file: Int32, from offset: Int, count: Int) throws(IOFailure) -> Int {
        try enter(.send)
        defer { leave() }
        let deadline = deadline()
        // The call has no flag that keeps it from sleeping in the system. Others who use the socket wait in `poll`.
        let flags = fcntl(number, F_GETFL)
        setNonBlocking(true)
        defer { if flags >= 0, flags & O_NONBLOCK == 0 { setNonBlocking(false) } }
        var sent = 0
        while sent < count {
            let (part, code) = withoutSignal(number) {
                let part = sluice_sendfile(number, file, off_t(offset + sent), min(count - sent, Self.largestTransfer))
                return (part, part < 0 ? errno : 0)
            }
            if part == 0 { break }
            if part > 0 {
                sent += part
            } else {
                try wait(after: code, for: Int32(POLLOUT), deadline, .send)
            }
        }
        return sent
    }
}

private func systemReceive(
    _ number: Int32, _ buffer: UnsafeMutablePointer<UInt8>, _ count: Int, _ flags: Int32
) -> (Int, Int32) {
    let got = unsafe recv(number, buffer, count, flags)
    return (got, got < 0 ? errno : 0)
}

private func systemReceiveFrom(
    _ number: Int32, _ buffer: UnsafeMutablePointer<UInt8>, _ count: Int, _ flags: Int32,
    _ address: UnsafeMutablePointer<sockaddr>, _ length: UnsafeMutablePointer<socklen_t>
) -> (Int, Int32) {
    let got = unsafe recvfrom(number, buffer, count, flags, address, length)
    return (got, got < 0 ? errno : 0)
}

private func systemSend(
    _ number: Int32, _ buffer: UnsafePointer<UInt8>?, _ count: Int, _ flags: Int32
) -> (Int, Int32) {
    let sent = unsafe send(number, buffer, count, flags)
    return (sent, sent < 0 ? errno : 0)
}

private func systemSendTo(
    _ number: Int32, _ buffer: UnsafePointer<UInt8>?, _ count: Int, _ flags: Int32, _ address: UnsafePointer<sockaddr>,
    _ length: socklen_t
) -> (Int, Int32) {
    let sent = unsafe sendto(number, buffer, count, flags, address, length)
    return (sent, sent < 0 ? errno : 0)
}
