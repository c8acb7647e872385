#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// An open file descriptor: the one owner of it, or a borrower that leaves it open.
struct Descriptor: ~Copyable, Sendable {
    /// What errors call it.
    let name: String
    private var number: Int32
    private let closes: Bool
    /// Whether a write may raise SIGPIPE: only pipes and sockets do.
    private let maySignal: Bool

    /// Takes over a descriptor that is open, or borrows it.
    init(_ number: Int32, name: String, closes: Bool) {
        self.number = number
        self.name = name
        self.closes = closes
        maySignal = Self.kind(of: number).map { $0 == S_IFIFO || $0 == S_IFSOCK } ?? false
    }

    /// Opens a file to read. A directory is refused here, where the reason is plain.
    static func reading(_ path: String) throws(IOFailure) -> Descriptor {
        let descriptor = Descriptor(try open(path, O_RDONLY), name: path, closes: true)
        if kind(of: descriptor.number) == S_IFDIR { throw IOFailure(.open, path, errno: EISDIR) }
        return descriptor
    }

    /// Creates a file, or empties the one that is there.
    static func writing(_ path: String) throws(IOFailure) -> Descriptor {
        Descriptor(try open(path, O_WRONLY | O_CREAT | O_TRUNC), name: path, closes: true)
    }

    deinit {
        if closes, number >= 0 { _ = close(number) }
    }

    /// Bytes from here to the end of a regular file; `nil` where that cannot be known.
    func bytesAhead() -> Int? {
        var status = stat()
        let place = lseek(number, 0, SEEK_CUR)
        // A file of /proc says 0 and has more.
        guard place >= 0, unsafe fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0
        else { return nil }
        return max(Int(status.st_size) - Int(place), 0)
    }

    /// Whether the file's first bytes are gzip's magic; `false` where they cannot be looked at without reading on.
    func startsWithGzip() -> Bool {
        var magic: (UInt8, UInt8) = (0, 0)
        // Safe: two bytes of room, for two bytes.
        let got = unsafe withUnsafeMutableBytes(of: &magic) { unsafe pread(number, $0.baseAddress!, 2, 0) }
        return got == 2 && magic == (0x1F, 0x8B)
    }

    /// Moves to a byte of the file.
    func seek(to offset: Int) throws(IOFailure) {
        guard lseek(number, off_t(offset), SEEK_SET) >= 0 else { throw IOFailure(current: .seek, name) }
    }

    /// Tells the system that the file is about to be read from front to back.
    func adviseSequential() {
        #if !canImport(Darwin)
        // Advice only: a pipe refuses it and loses nothing.
        _ = posix_fadvise(number, 0, 0, POSIX_FADV_SEQUENTIAL)
        #endif
    }

    /// Appends at most `limit` bytes to `chunk`, as many as one call brings; none means the end.
    func read(into chunk: inout OutputSpan<UInt8>, limit: Int) throws(IOFailure) -> Int {
        let room = min(chunk.freeCapacity, limit, Self.largestTransfer)
        guard room > 0 else { return 0 }
        while true {
            let (got, code) = unsafe chunk.withUnsafeMutableBufferPointer { buffer, count in
                // Safe: `room` bytes are free after the first `count`, and the system says how many it wrote.
                let (got, code) = unsafe readPlainly(number, buffer.baseAddress! + count, room)
                count += max(got, 0)
                return (got, code)
            }
            if got >= 0 { return got }
            try wait(after: code, for: Int16(POLLIN), .read)
        }
    }

    /// Writes all of `bytes`.
    func write(_ bytes: Span<UInt8>) throws(IOFailure) {
        var written = 0
        while written < bytes.count {
            let part = bytes.extracting(written...).extracting(first: Self.largestTransfer)
            let (count, code) = unsafe part.withUnsafeBufferPointer { buffer in
                // Safe: the buffer is borrowed until the call returns.
                maySignal
                    ? withoutSignal(number) { unsafe writePlainly(number, buffer.baseAddress!, buffer.count) }
                    : unsafe writePlainly(number, buffer.baseAddress!, buffer.count)
            }
            if count >= 0 {
                written += count
            } else {
                try wait(after: code, for: Int16(POLLOUT), .write)
            }
        }
    }

    /// Closes it, if it is owned, and reports what the system says then (a quota, a full network disk). Once only.
    mutating func closeReporting() throws(IOFailure) {
        let open = number
        number = -1
        guard closes, open >= 0 else { return }
        // After EINTR the descriptor is gone on Linux: a second call could close a stranger's.
        if close(open) != 0, errno != EINTR { throw IOFailure(current: .close, name) }
    }

    /// Deals with a call that could not go on: returns when it is worth another try.
    private func wait(after code: Int32, for event: Int16, _ operation: IOFailure.Operation) throws(IOFailure) {
        switch code {
        case EINTR: return
        case EAGAIN, EWOULDBLOCK:
            // Someone else made the descriptor non-blocking; it may be shared, so it is left so.
            var entry = pollfd(fd: number, events: event, revents: 0)
            if unsafe poll(&entry, 1, -1) < 0, errno != EINTR { throw IOFailure(current: operation, name) }
        default: throw IOFailure(operation, name, errno: code)
        }
    }

    private static func open(_ path: String, _ flags: Int32) throws(IOFailure) -> Int32 {
        // C would open the path before the NUL.
        if path.utf8.contains(0) { throw IOFailure(.open, path, errno: EINVAL) }
        while true {
            let number = systemOpen(path, flags | O_CLOEXEC, 0o666)
            if number >= 0 { return number }
            if errno != EINTR { throw IOFailure(current: .open, path) }
        }
    }

    private static func kind(of number: Int32) -> mode_t? {
        var status = stat()
        return unsafe fstat(number, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    /// What every system moves in one call: Linux stops at 2 GiB, Darwin refuses more.
    private static let largestTransfer = 1 << 30
}

private func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
    unsafe open(path, flags, mode)
}

private func readPlainly(_ number: Int32, _ buffer: UnsafeMutablePointer<UInt8>, _ count: Int) -> (Int, Int32) {
    let got = unsafe read(number, buffer, count)
    return (got, got < 0 ? errno : 0)
}

private func writePlainly(_ number: Int32, _ buffer: UnsafePointer<UInt8>, _ count: Int) -> (Int, Int32) {
    let written = unsafe write(number, buffer, count)
    return (written, written < 0 ? errno : 0)
}
