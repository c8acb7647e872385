#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What this process has used of the machine.
public enum ResourceUse {
    /// Processor time of the calling thread, in seconds: what other tests do meanwhile does not count.
    public static var threadSeconds: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Processor time of this process, in milliseconds.
    public static var processMilliseconds: Int {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }

    /// Descriptors that this process has open, but for what counting them takes; `nil` where the system does not tell.
    public static var openDescriptors: Int? {
        guard let folder = unsafe opendir("/dev/fd") else { return nil }
        defer { unsafe closedir(folder) }
        var count = -1
        while let entry = unsafe readdir(folder) {
            if unsafe entry.pointee.d_name.0 != CChar(bitPattern: UInt8(ascii: ".")) { count += 1 }
        }
        return count
    }

    /// Whether this process may have so many descriptors open: the system's limit is raised to that where it can be.
    public static func allowDescriptors(_ count: Int) -> Bool {
        #if canImport(Glibc)
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
        let resource = RLIMIT_NOFILE
        #endif
        var limit = rlimit()
        guard unsafe getrlimit(resource, &limit) == 0 else { return false }
        if Int(clamping: limit.rlim_cur) >= count { return true }
        guard Int(clamping: limit.rlim_max) >= count else { return false }
        limit.rlim_cur = rlim_t(count)
        return unsafe setrlimit(resource, &limit) == 0
    }

    /// The number of this process.
    public static var process: Int { Int(getpid()) }
}
