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
    /// An option that is a number, of a descriptor whoever has it.
    static func option(_ level: Int32, _ name: Int32, of number: Int32) throws(IOFailure) -> Int32 {
        var value: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        // Safe: the system writes at most `length` bytes.
        let result = unsafe getsockopt(number, level, name, &value, &length)
        if result < 0 { throw IOFailure(current: .option, "descriptor \(number)") }
        // Some options are a byte.
        return length == 1 ? Int32(truncatingIfNeeded: value & 0xFF) : value
    }

    func option(_ level: Int32, _ name: Int32) throws(IOFailure) -> Int32 {
        try enter(.option)
        defer { leave() }
        do { return try Self.option(level, name, of: number) } catch { throw failure(.option, error.errno) }
    }

    /// An option of any kind, as the system's bytes; at most `count`.
    func option(_ level: Int32, _ name: Int32, count: Int) throws(IOFailure) -> [UInt8] {
        try enter(.option)
        defer { leave() }
        leaveTimesAlone(level, name)
        var bytes = [UInt8](repeating: 0, count: max(count, 0))
        var length = socklen_t(bytes.count)
        // Safe: the system writes at most `length` bytes.
        let result = unsafe bytes.withUnsafeMutableBytes {
            unsafe getsockopt(number, level, name, $0.baseAddress, &length)
        }
        let code = errno
        if result < 0 { throw failure(.option, code) }
        return Array(bytes.prefix(Int(length)))
    }

    /// Whoever asks for the system's own timeouts has them to himself.
    private func leaveTimesAlone(_ level: Int32, _ name: Int32) {
        if level == SOL_SOCKET, name == SO_RCVTIMEO || name == SO_SNDTIMEO { sleeping.share() }
    }

    func setOption(_ level: Int32, _ name: Int32, _ value: Int32) throws(IOFailure) {
        try enter(.option)
        defer { leave() }
        var value = value
        let result = unsafe setsockopt(number, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
        let code = errno
        if result < 0 { throw failure(.option, code) }
    }

    func setOption(_ level: Int32, _ name: Int32, _ value: Span<UInt8>) throws(IOFailure) {
        try enter(.option)
        defer { leave() }
        leaveTimesAlone(level, name)
        let result = unsafe value.withUnsafeBytes {
            unsafe setsockopt(number, level, name, $0.baseAddress, socklen_t($0.count))
        }
        let code = errno
        if result < 0 { throw failure(.option, code) }
    }

    /// No value, and a length: what a few options of Linux want.
    func setOption(_ level: Int32, _ name: Int32, length: Int) throws(IOFailure) {
        try enter(.option)
        defer { leave() }
        let result = setsockopt(number, level, name, nil, socklen_t(clamping: length))
        let code = errno
        if result < 0 { throw failure(.option, code) }
    }

    /// `nil` where closing does not wait for what is still to be sent; zero where it drops it and resets the connection.
    func lingering() throws(IOFailure) -> Int32? {
        try enter(.option)
        defer { leave() }
        var value = linger()
        var length = socklen_t(MemoryLayout<linger>.size)
        let result = unsafe getsockopt(number, SOL_SOCKET, SO_LINGER, &value, &length)
        let code = errno
        if result < 0 { throw failure(.option, code) }
        return value.l_onoff == 0 ? nil : value.l_linger
    }

    func setLingering(_ seconds: Int32?) throws(IOFailure) {
        try enter(.option)
        defer { leave() }
        var value = linger(l_onoff: seconds == nil ? 0 : 1, l_linger: seconds ?? 0)
        let result = unsafe setsockopt(number, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size))
        let code = errno
        if result < 0 { throw failure(.option, code) }
    }

    func peerCredentials() throws(IOFailure) -> (process: Int32, user: UInt32, group: UInt32) {
        try enter(.option)
        defer { leave() }
        var (process, user, group): (Int32, UInt32, UInt32) = (0, 0, 0)
        let result = unsafe sluice_peer_credentials(number, &process, &user, &group)
        let code = errno
        if result < 0 { throw failure(.option, code) }
        return (process, user, group)
    }

    var isInheritable: Bool {
        get throws(IOFailure) {
            try enter(.option)
            defer { leave() }
            return fcntl(number, F_GETFD) & FD_CLOEXEC == 0
        }
    }

    func setInheritable(_ isInheritable: Bool) throws(IOFailure) {
        try enter(.option)
        defer { leave() }
        if isInheritable { sleeping.share() }
        _ = fcntl(number, F_SETFD, isInheritable ? 0 : FD_CLOEXEC)
    }
}
