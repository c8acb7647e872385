internal import CSockets
internal import SluiceCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension SocketHandle {
    /// Sends a message out of several buffers, with control messages, in one call; says how many bytes of it were taken.
    func sendMessage(
        _ buffers: [[UInt8]], _ control: [Socket.ControlMessage], _ flags: Socket.MessageFlags,
        to address: SystemAddress?, name: SocketAddress?
    ) throws(IOFailure) -> Int {
        try enter(.send)
        defer { leave() }
        let deadline = deadline(flags)
        // One block holds all buffers: the system wants each to stay where it is.
        let joined = Array(buffers.joined())
        var address = address
        var controlBytes = Self.encode(control)
        while true {
            let (sent, code) = unsafe joined.withUnsafeBytes { bytes in
                unsafe controlBytes.withUnsafeMutableBytes { controlBytes in
                    // Safe: everything that the header points to is borrowed until the call returns.
                    var part = unsafe iovec(
                        iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count)
                    return unsafe withUnsafeMutablePointer(to: &part) { part in
                        var message = unsafe msghdr()
                        unsafe message.msg_iov = part
                        unsafe message.msg_iovlen = 1
                        if controlBytes.count > 0 {
                            unsafe message.msg_control = controlBytes.baseAddress
                            unsafe message.msg_controllen = numericCast(controlBytes.count)
                        }
                        guard address != nil else { return unsafe systemSendMessage(number, &message, flags.sending) }
                        return unsafe address!.withMutablePointer { address, length in
                            unsafe message.msg_name = UnsafeMutableRawPointer(address)
                            unsafe message.msg_namelen = length.pointee
                            return unsafe systemSendMessage(number, &message, flags.sending)
                        }
                    }
                }
            }
            if sent >= 0 { return sent }
            do { try wait(after: code, for: Int32(POLLOUT), deadline, .send) } catch {
                var failure = error
                if let name, !failure.isClosed { failure.target = name.description }
                throw failure
            }
        }
    }

    /// Receives a message into `room`, and what came with it.
    ///
    /// - Parameter controlSize: Bytes of room for control messages.
    func receiveMessage(
        into room: inout OutputSpan<UInt8>, controlSize: Int, _ flags: Socket.MessageFlags
    ) throws(IOFailure) -> (
        count: Int, control: [Socket.ControlMessage], flags: Socket.MessageFlags, address: SocketAddress?
    ) {
        try enter(.receive)
        defer { leave() }
        let deadline = deadline(flags)
        var address = SystemAddress()
        // Words, so that the headers in it lie as they must.
        var controlWords = [UInt64](repeating: 0, count: (max(controlSize, 0) + 7) / 8)
        while true {
            address = SystemAddress()
            var control: [Socket.ControlMessage] = []
            var told: Int32 = 0
            let free = room.freeCapacity
            let (got, code) = unsafe room.withUnsafeMutableBufferPointer { buffer, filled in
                var part = unsafe iovec(
                    iov_base: buffer.baseAddress.map { unsafe UnsafeMutableRawPointer($0 + filled) }, iov_len: free)
                let (got, code) = unsafe controlWords.withUnsafeMutableBytes { words in
                    unsafe withUnsafeMutablePointer(to: &part) { part in
                        unsafe address.withMutablePointer { address, length in
                            // Safe: everything that the header points to is borrowed until the call returns.
                            var message = unsafe msghdr()
                            unsafe message.msg_iov = part
                            unsafe message.msg_iovlen = 1
                            unsafe message.msg_name = UnsafeMutableRawPointer(address)
                            unsafe message.msg_namelen = length.pointee
                            if controlSize > 0 {
                                unsafe message.msg_control = words.baseAddress
                                unsafe message.msg_controllen = numericCast(controlSize)
                            }
                            let result = unsafe systemReceiveMessage(
                                number, &message, flags.receiving | sluice_msg_cmsg_cloexec)
                            unsafe length.pointee = message.msg_namelen
                            if result.0 >= 0 {
                                unsafe told = message.msg_flags
                                control = unsafe Self.decode(&message)
                            }
                            return result
                        }
                    }
                }
                filled += min(max(got, 0), free)
                return (got, code)
            }
            if got >= 0 {
                let toldFlags = Socket.MessageFlags(rawValue: told & ~sluice_msg_cmsg_cloexec)
                return (min(got, free), control, toldFlags, address.length == 0 ? nil : address.address)
            }
            try wait(after: code, for: Int32(POLLIN), deadline, .receive)
        }
    }

    private static func encode(_ control: [Socket.ControlMessage]) -> [UInt64] {
        let space = control.reduce(0) { $0 + Socket.ControlMessage.space($1.data.count) }
        var words = [UInt64](repeating: 0, count: (space + 7) / 8)
        unsafe words.withUnsafeMutableBytes { words in
            var offset = 0
            for message in control {
                unsafe message.data.withUnsafeBytes { data in
                    // Safe: the words have room for all of them.
                    unsafe offset = sluice_cmsg_put(
                        words.baseAddress, offset, message.level, message.type, data.baseAddress, data.count)
                }
            }
        }
        return words
    }

    /// Copies the control messages out; descriptors among them get their owner at once.
    private static func decode(_ message: inout msghdr) -> [Socket.ControlMessage] {
        var all: [Socket.ControlMessage] = []
        var next = unsafe sluice_cmsg_next(&message, nil)
        while let control = unsafe next {
            // Safe: the system wrote whole messages, and says how long each is; data may lie at any address.
            let data = unsafe UnsafeRawBufferPointer(
                start: sluice_cmsg_data(control), count: sluice_cmsg_count(control))
            let level = unsafe control.pointee.cmsg_level
            let type = unsafe control.pointee.cmsg_type
            var passed: Socket.PassedDescriptors?
            if level == SOL_SOCKET, type == Int32(SCM_RIGHTS) {
                let size = MemoryLayout<Int32>.size
                let numbers = (0..<data.count / size).map {
                    unsafe data.loadUnaligned(fromByteOffset: $0 * size, as: Int32.self)
                }
                #if !os(Linux)
                for number in numbers { _ = fcntl(number, F_SETFD, FD_CLOEXEC) }
                #endif
                passed = Socket.PassedDescriptors(numbers)
            }
            unsafe all.append(Socket.ControlMessage(level: level, type: type, data: Array(data), descriptors: passed))
            unsafe next = sluice_cmsg_next(&message, control)
        }
        return all
    }

    /// Closes a descriptor that nobody took.
    static func closePassed(_ number: Int32) {
        #if canImport(Glibc)
        _ = Glibc.close(number)
        #elseif canImport(Musl)
        _ = Musl.close(number)
        #else
        _ = Darwin.close(number)
        #endif
    }

    static func length(_ count: Int) -> Int { sluice_cmsg_length(count) }
    static func space(_ count: Int) -> Int { sluice_cmsg_space(count) }
}

private func systemSendMessage(_ number: Int32, _ message: UnsafePointer<msghdr>, _ flags: Int32) -> (Int, Int32) {
    let sent = unsafe sendmsg(number, message, flags)
    return (sent, sent < 0 ? errno : 0)
}

private func systemReceiveMessage(
    _ number: Int32, _ message: UnsafeMutablePointer<msghdr>, _ flags: Int32
) -> (Int, Int32) {
    let got = unsafe recvmsg(number, message, flags)
    return (got, got < 0 ? errno : 0)
}
