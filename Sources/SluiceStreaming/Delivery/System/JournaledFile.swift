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
/// An append reaches the disk before the line of the journal does that tells of it. A journal is never changed but at its
/// end: a shorter one is written beside it, and takes its place when it is on the disk.
struct JournaledFile: Sendable {
    let path: String
    private let file: OwnedDescriptor
    private var log: OwnedDescriptor
    /// Bytes of the file that count.
    private(set) var length = 0
    /// Bytes of the journal that count.
    private(set) var journalLength = 0

    /// Takes the file, or makes it, for this process alone.
    /// - Throws: `IOFailure`.
    init(_ path: String) throws(IOFailure) {
        self.path = path
        file = try OwnedDescriptor(path)
        guard file.lock() else { throw IOFailure(.open, path, reason: "another process keeps deliveries in it") }
        log = try OwnedDescriptor(path + ".journal")
    }

    /// What the journal says. A crash may have cut its last line short.
    func journal() throws(IOFailure) -> [UInt8] { try log.contents() }

    /// Bytes of the file as it is.
    func size() throws(IOFailure) -> Int { try file.size() }

    /// Ends the last line of a file that others have written, if they have not: what is added is to stand on lines of its own.
    /// - Returns: Bytes of the file then.
    func endLastLine() throws(IOFailure) -> Int {
        let size = try file.size()
        guard size > 0, try file.byte(at: size - 1) != UInt8(ascii: "\n") else { return size }
        try file.write([UInt8(ascii: "\n")], at: size)
        try file.synchronize()
        return size + 1
    }

    /// Cuts off what does not count, and begins the journal anew.
    mutating func begin(length: Int, journal lines: [UInt8]) throws(IOFailure) {
        let size = try file.size()
        guard size >= length else {
            throw IOFailure(
                .open, path,
                reason: "it has \(size) bytes, and its journal knows of \(length): restore it, or remove both")
        }
        try file.truncate(to: length)
        self.length = length
        try replaceJournal(by: lines)
    }

    /// Puts a journal that says the same in the place of the one that there is.
    mutating func replaceJournal(by lines: [UInt8]) throws(IOFailure) {
        let name = path + ".journal"
        let next = try OwnedDescriptor(name + ".new")
        try next.truncate(to: 0)
        try next.write(lines[...], at: 0)
        try next.synchronize()
        guard unsafe rename(name + ".new", name) == 0 else { throw IOFailure(current: .write, name) }
        // At once: where the folder cannot be written, the old one has no name any more all the same.
        log = next
        journalLength = lines.count
        try OwnedDescriptor.synchronizeFolder(of: path)
    }

    /// Adds bytes, and a line of the journal, and returns when both will outlast a crash. After an error nobody knows what reached
    /// the disk: the file is to be let go, and opened again.
    mutating func append(_ bytes: ArraySlice<UInt8>, journal line: [UInt8]) throws(IOFailure) {
        try file.write(bytes, at: length)
        try file.synchronize()
        try log.write(line[...], at: journalLength)
        try log.synchronize()
        length += bytes.count
        journalLength += line.count
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

    deinit {
        // Programs that are started at this moment have it, too, until they begin.
        _ = flock(number, LOCK_UN)
        _ = close(number)
    }

    /// Takes the file for itself; `false` where somebody has it.
    func lock() -> Bool { flock(number, LOCK_EX | LOCK_NB) == 0 }

    /// Waits until the names in a file's folder are on the disk.
    static func synchronizeFolder(of path: String) throws(IOFailure) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let number = unsafe open(folder, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { throw IOFailure(current: .open, folder) }
        defer { _ = close(number) }
        guard flush(number) else { throw IOFailure(current: .write, folder) }
    }

    /// Waits until the disk has what was written.
    private static func flush(_ number: Int32) -> Bool {
        #if canImport(Darwin)
        // There, fsync returns when the drive has it, which may keep it in a memory of its own. Not every file system has better.
        if fcntl(number, F_FULLFSYNC) == 0 { return true }
        #endif
        return fsync(number) == 0
    }

    func size() throws(IOFailure) -> Int {
        let end = lseek(number, 0, SEEK_END)
        guard end >= 0 else { throw IOFailure(current: .seek, path) }
        return Int(end)
    }

    func contents() throws(IOFailure) -> [UInt8] {
        try read(from: 0, count: try size())
    }

    func byte(at offset: Int) throws(IOFailure) -> UInt8? { try read(from: offset, count: 1).first }

    /// So many bytes, or fewer where the file ends.
    private func read(from offset: Int, count: Int) throws(IOFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let more = unsafe bytes.withUnsafeMutableBytes {
                unsafe pread(number, $0.baseAddress.map { unsafe $0 + filled }, count - filled, off_t(offset + filled))
            }
            if more < 0, errno == EINTR { continue }
            guard more >= 0 else { throw IOFailure(current: .read, path) }
            if more == 0 { break }
            filled += more
        }
        return Array(bytes.prefix(filled))
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
        guard Self.flush(number) else { throw IOFailure(current: .write, path) }
    }
}
#endif
