import Foundation

/// The machine that the figures come from.
enum Machine {
    /// `AMD EPYC, 2 cores, 25 GB, Linux 6.1`
    static var description: String {
        let process = ProcessInfo.processInfo
        let memory = ByteSize(bytes: Int(process.physicalMemory))
        return
            "\(processor), \(process.processorCount) cores, \(memory) of memory, \(process.operatingSystemVersionString)"
    }

    private static var processor: String {
        let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces) ?? "unknown processor"
    }
}
