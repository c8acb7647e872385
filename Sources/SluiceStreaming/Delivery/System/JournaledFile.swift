#if Services
#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif
internal import SluiceCore

/// A file that grows, and a journal beside it that says how much of it counts.
///
/// An append reaches the disk before the line of the journal does that tells of it.
struct JournaledFile: Sendable {
    let path: String
    private let file: OwnedDescriptor
    private let log: OwnedDescriptor
    /// Bytes of the file that count.
    private(set) var length = 0
    private var logLength = 0
    /// What the journal said when it was opened.
    private(set) var journal: [UInt8] = []

    /// - Throws: `IOFailure`.
    init(_ path: String) throws(IOFailure) {
        self.path = path
        log = try OwnedDescriptor(path + ".journal")
        guard flock(log.number, LOCK_EX | LOCK_NB) == 0 else {
            throw IOFailure(.open, path, reason: "another process keeps deliveries in it")
        }
        file = try OwnedDescriptor(path)
        journal = try log.contents()
    }

    /// Bytes of the file as it is.
    var size: Int { get throws(IOFailure) { try file.size() } }

    /// Cuts off what does not count, and begins the journal anew.
    /// - Parameter length: Bytes that count; `nil`: all.
    mutating func begin(length: Int?, journal lines: [UInt8]) throws(IOFailure) {
        let size = try file.size()
        if let length, size < length {
            throw IOFailure(
                .open, path,
                reason: "it has \(size) bytes, and its journal knows of \(length): restore it, or remove both")
        }
        self.length = length ?? size
        try file.truncate(to: self.length)
        // A crash may have cut the last line short.
        let whole = (journal.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
        logLength = min(lines.count, whole)
        if whole == 0 {
            // Before the first record is written there is a line that does not know of it.
            logLength = lines.count
            try log.write(lines[...], at: 0)
        } else if lines.count < whole {
            // Until it is cut, the old lines behind the new ones say the same.
            try log.write(lines[...], at: 0)
            try log.synchronize()
        }
        try log.truncate(to: logLength)
        try log.synchronize()
        journal = []
    }

    /// Adds bytes, and a line of the journal, and returns when both will outlast a crash.
    mutating func append(_ bytes: ArraySlice<UInt8>, journal line: [UInt8]) throws(IOFailure) {
        try file.write(bytes, at: length)
        try file.synchronize()
        try log.write(line[...], at: logLength)
        try log.synchronize()
        length += bytes.count
        logLength += line.count
    }
}

/// A descriptor that is closed when nobody has it any more.
private final class OwnedDescriptor: Sendable {
    let number: Int32
    private let path: String

    init(_ path: String) throws(IOFailure) {
        number = unsafe path.withCString { unsafe open($0, O_RDWR | O_CREAT | O_CLOEXEC, 0o644) }
        self.path = path
        guard number >= 0 else { throw IOFailure(current: .open, path) }
    }

    deinit { _ = close(number) }

    func size() throws(IOFailure) -> Int {
        let end = lseek(number, 0, SEEK_END)
        guard end >= 0 else { throw IOFailure(current: .seek, path) }
        return Int(end)
    }

    func contents() throws(IOFailure) -> [UInt8] {
        let size = try size()
        var bytes = [UInt8](repeating: 0, count: size)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe pread(number, $0.baseAddress, size, 0) }
        guard count >= 0 else { throw IOFailure(current: .read, path) }
        return Array(bytes.prefix(count))
    }

    func truncate(to length: Int) throws(IOFailure) {
        guard ftruncate(number, off_t(length)) == 0 else { throw IOFailure(current: .write, path) }
    }

    func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(IOFailure) {
        var rest = bytes
        var at = offset
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe pwrite(number, $0.baseAddress, $0.count, off_t(at)) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw IOFailure(current: .write, path) }
            rest = rest.dropFirst(count)
            at += count
        }
    }

    func synchronize() throws(IOFailure) {
        guard fsync(number) == 0 else { throw IOFailure(current: .write, path) }
    }
}
#endif
