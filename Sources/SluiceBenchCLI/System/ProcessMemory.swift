import Foundation

/// The memory of this process that is in the machine's, in bytes.
enum ProcessMemory {
    /// Right now.
    static var now: Int { figure("VmRSS:") }
    /// The most so far.
    static var peak: Int { figure("VmHWM:") }

    private static func figure(_ name: String) -> Int {
        #if os(Linux)
        // Not getrusage: there the peak of the process that started this one counts too.
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix(name) }) else { return 0 }
        return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) }
            .map { $0 * 1024 } ?? 0
        #else
        var usage = rusage()
        unsafe getrusage(RUSAGE_SELF, &usage)
        return usage.ru_maxrss
        #endif
    }
}
