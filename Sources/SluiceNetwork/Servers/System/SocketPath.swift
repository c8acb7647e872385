#if Services
internal import SluiceCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The file that a Unix socket leaves in its directory: which one it is, and how to be rid of it.
struct SocketPath: Sendable {
    private let path: String
    private let device: UInt64
    private let inode: UInt64

    /// The socket that is at `path` now; `nil` where there is none.
    init?(_ path: String) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
        self.path = path
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
    }

    /// Removes it, unless something else has its place by now.
    func remove() {
        if let now = SocketPath(path), now.device == device, now.inode == inode { _ = unsafe unlink(path) }
    }

    /// Removes whatever is there, unless it is a directory.
    static func removeAnything(at path: String) { _ = unsafe unlink(path) }
}
#endif
