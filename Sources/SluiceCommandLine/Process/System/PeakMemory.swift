#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// The most memory that this process has had resident, in bytes.
package func peakMemory() -> Int {
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
