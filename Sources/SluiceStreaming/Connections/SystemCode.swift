#if Services
#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The system's error numbers that connections meet.
package enum SystemCode {
    static let refused = ECONNREFUSED
    static let missing = ENOENT
    package static let inUse = EADDRINUSE
    static let notAvailable = EADDRNOTAVAIL
    static let denied = EACCES
    static let reset = ECONNRESET
    static let pipe = EPIPE
    static let timedOut = ETIMEDOUT
    static let aborted = ECONNABORTED
    static let noNetwork = ENETUNREACH
    static let noHost = EHOSTUNREACH
    /// Of the process, and of the system.
    static let noDescriptor = EMFILE
    static let noDescriptors = ENFILE
}
#endif
