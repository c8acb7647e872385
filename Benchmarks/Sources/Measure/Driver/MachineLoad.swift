import Foundation

/// How busy the machine is while something is measured: a reader of the figures must know who else was at work.
struct MachineLoad {
    private let start = ContinuousClock.now
    private let busyAtStart = Self.busySeconds

    /// How many processors have been busy since, on average: the measuring itself keeps one busy, or as many as a
    /// contestant has threads.
    var busyProcessors: Double {
        guard let busyAtStart, let busy = Self.busySeconds else {
            var averages = [0.0]
            getloadavg(&averages, 1)
            return averages[0]
        }
        return (busy - busyAtStart) / max((ContinuousClock.now - start).seconds, 1e-3)
    }

    /// The time that all processors have been at work since the machine started; `nil` where the system does not say.
    private static var busySeconds: Double? {
        // cpu  user nice system idle iowait irq softirq steal ..., in hundredths of a second
        guard let text = FileManager.default.contents(atPath: "/proc/stat"),
            let line = String(decoding: text, as: UTF8.self).split(separator: "\n").first
        else { return nil }
        let ticks = line.split(separator: " ").dropFirst().prefix(8).compactMap { Double($0) }
        guard ticks.count == 8 else { return nil }
        return (ticks.reduce(0, +) - ticks[3] - ticks[4]) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
