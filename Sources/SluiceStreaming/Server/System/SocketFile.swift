#if Services
#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The place of a Unix socket in the file system.
package enum SocketFile {
    /// Removes what a server leaves behind: the next could not listen there.
    package static func remove(_ path: String) { _ = unsafe path.withCString { unsafe unlink($0) } }

    /// Whether there is a socket, and no file of another kind.
    package static func exists(_ path: String) -> Bool {
        var status = stat()
        return unsafe path.withCString { unsafe lstat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFSOCK
    }
}
#endif
