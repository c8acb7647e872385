#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Memory of this process.
public enum MemoryUse {
    /// The most that has been resident so far, in bytes.
    public static var peak: Int {
        var usage = rusage()
        #if canImport(Darwin)
        let (who, unit) = (RUSAGE_SELF, 1)
        #elseif canImport(Musl)
        let (who, unit) = (RUSAGE_SELF, 1024)
        #else
        let (who, unit) = (RUSAGE_SELF.rawValue, 1024)
        #endif
        guard unsafe getrusage(numericCast(who), &usage) == 0 else { return 0 }
        return Int(usage.ru_maxrss) * unit
    }
}
