#if Services
#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The descriptors that the system grants this process.
package enum DescriptorLimit {
    /// For the threads of the process, its files, and what its libraries open now and then: libdispatch ends the process where
    /// it cannot look at its own threads.
    private static let reserve = 32

    /// So many connections leave enough for the rest of the process.
    package static var connections: Int {
        var limit = rlimit()
        #if canImport(Glibc)
        let resource = RLIMIT_NOFILE.rawValue
        #else
        let resource = RLIMIT_NOFILE
        #endif
        guard unsafe getrlimit(numericCast(resource), &limit) == 0 else { return .max }
        return max(Int(clamping: limit.rlim_cur) - reserve, 1)
    }
}
#endif
