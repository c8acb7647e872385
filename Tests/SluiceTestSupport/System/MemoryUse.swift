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

    /// What is resident now, in bytes; `nil` where the system does not tell.
    public static var resident: Int? {
        guard let file = unsafe fopen("/proc/self/statm", "r") else { return nil }
        defer { unsafe fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard unsafe fgets(&line, 256, file) != nil else { return nil }
        let words = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            .split(separator: " ")
        return words.count > 1 ? Int(words[1]).map { $0 * Int(getpagesize()) } : nil
    }
}
