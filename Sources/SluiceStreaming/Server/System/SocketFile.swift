#if Services
#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The place of a Unix socket in the file system.
enum SocketFile {
    /// Removes what a server leaves behind: the next could not listen there.
    static func remove(_ path: String) { _ = unsafe path.withCString { unsafe unlink($0) } }
}
#endif
