#if Services
#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif
import SluiceCore

/// What tells one file from another, and from itself after it was changed.
enum FileIdentity {
    /// A name for the records of a file: its path, its size and when it was changed. And its size.
    /// - Throws: `IOFailure` where there is no such file.
    static func name(of path: String) throws(IOFailure) -> (name: String, size: Int) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw IOFailure(current: .open, path) }
        let real = unsafe realpath(path, nil)
        defer { unsafe free(real) }
        let whole = unsafe real.map { unsafe String(cString: $0) } ?? path
        #if canImport(Darwin)
        let time = status.st_mtimespec
        #else
        let time = status.st_mtim
        #endif
        return ("\(whole) \(status.st_size) \(time.tv_sec).\(time.tv_nsec)", Int(status.st_size))
    }
}
#endif
