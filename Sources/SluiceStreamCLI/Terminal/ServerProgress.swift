#if Services
import SluiceCommandLine
import SluiceStreaming
import Synchronization

/// What a server does at the moment, on one line of standard error that is drawn over and over: on a terminal only.
final class ServerProgress: Sendable {
    private let statistics: StreamStatistics
    private let isDrawn = Atomic(false)

    init(_ statistics: StreamStatistics) { self.statistics = statistics }

    /// Draws until the task is cancelled.
    func run() async {
        guard Terminal.isWatched, !Terminal.showsOutput else { return }
        var last = statistics.snapshot()
        while (try? await Task.sleep(for: .milliseconds(500))) != nil {
            let now = statistics.snapshot()
            guard now.connectionsTotal > 0 else { continue }
            Terminal.say("\r" + Self.line(now, since: last) + "\u{1B}[K")
            isDrawn.store(true, ordering: .relaxed)
            last = now
        }
        clear()
    }

    /// Takes the line away, so that what follows stands alone.
    func clear() {
        if isDrawn.exchange(false, ordering: .relaxed) { Terminal.say("\r\u{1B}[K") }
    }

    /// `3 connections  1,234,567 records  1.21 GB  312 MB/s`
    static func line(_ now: StreamStatistics.Snapshot, since last: StreamStatistics.Snapshot) -> String {
        let seconds = max((now.uptime - last.uptime).seconds, 0.001)
        let rate = Double(now.bytesReceived - last.bytesReceived) / seconds
        return "\(now.connectionsOpen) connection\(now.connectionsOpen == 1 ? "" : "s")  "
            + "\(Progress.grouped(now.recordsReceived)) records  \(ByteCount(now.bytesReceived))  \(ByteCount(Int(rate)))/s"
    }

    /// `12 connections, 1,234 records, 1.21 GB in 12.30 s, 0 errors, peak memory 40.1 MB`
    static func summary(_ all: StreamStatistics.Snapshot) -> String {
        "\(Progress.grouped(all.connectionsTotal)) connection\(all.connectionsTotal == 1 ? "" : "s"), "
            + "\(Progress.grouped(all.recordsReceived)) records, \(ByteCount(all.bytesReceived)) "
            + "in \(Progress.hundredths(all.uptime.seconds)) s, \(all.errors) error\(all.errors == 1 ? "" : "s"), "
            + "peak memory \(ByteCount(peakMemory()))"
    }
}
#endif
