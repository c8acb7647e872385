#if Services
internal import Logging
internal import Metrics
internal import Synchronization

/// The figures of a server, for whatever system of metrics the process has.
///
/// | Name | Kind |
/// |---|---|
/// | `sluice_server_connections` | gauge: open now |
/// | `sluice_server_connections_total` | counter |
/// | `sluice_server_records_total`, `…_received_bytes_total`, `…_sent_bytes_total`, `…_replies_total` | counters |
/// | `sluice_server_failures_total` | counter, by the dimension `reason` |
final class ServerMetrics: Sendable {
    private let open = Atomic(0)
    private let openGauge = Gauge(label: "sluice_server_connections")
    private let total = Counter(label: "sluice_server_connections_total")
    private let records = Counter(label: "sluice_server_records_total")
    private let received = Counter(label: "sluice_server_received_bytes_total")
    private let replies = Counter(label: "sluice_server_replies_total")
    private let sent = Counter(label: "sluice_server_sent_bytes_total")
    private let statistics: StreamStatistics

    init(_ statistics: StreamStatistics) { self.statistics = statistics }

    func opened() {
        statistics.connectionOpened()
        total.increment()
        openGauge.record(open.add(1, ordering: .relaxed).newValue)
    }

    func closed() {
        statistics.connectionClosed()
        openGauge.record(open.subtract(1, ordering: .relaxed).newValue)
    }

    func count(_ tally: ConnectionTally) {
        statistics.count(tally)
        switch tally {
        case .received(let bytes, let count):
            received.increment(by: bytes)
            if count > 0 { records.increment(by: count) }
        case .sent(let bytes, let count):
            sent.increment(by: bytes)
            if count > 0 { replies.increment(by: count) }
        }
    }

    func failed(_ reason: String) {
        statistics.failed()
        Counter(label: "sluice_server_failures_total", dimensions: [("reason", reason)]).increment()
    }
}

extension StreamStatistics {
    func count(_ tally: ConnectionTally) {
        switch tally {
        case .received(let bytes, let records): received(records: records, bytes: bytes)
        case .sent(let bytes, let records): sent(records: records, bytes: bytes)
        }
    }
}

extension StreamStatistics.Snapshot {
    /// For the log of one connection.
    var metadata: Logger.Metadata {
        [
            "records": "\(recordsReceived)", "replies": "\(recordsSent)", "bytes": "\(bytesReceived)",
            "bytesSent": "\(bytesSent)", "seconds": "\(uptime / .seconds(1))",
        ]
    }
}
#endif
