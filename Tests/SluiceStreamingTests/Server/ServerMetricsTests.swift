#if Services
import Logging
import Metrics
import MetricsTestKit
import SluiceCore
@testable import SluiceStreaming
import Testing

@Suite(.timeLimit(.minutes(5))) struct ServerMetricsTests {
    /// One for the process, as the library of metrics wants it: other tests' servers count in it, too.
    private static let metrics: TestMetrics = {
        let metrics = TestMetrics()
        MetricsSystem.bootstrap(metrics)
        return metrics
    }()

    @Test func `What passes through a server is counted for the system of metrics, and for statistics`() async throws {
        let metrics = Self.metrics
        let statistics = StreamStatistics()
        let server = DocumentServer(
            .tcp(host: "127.0.0.1", port: 0), framing: .ndjson, statistics: statistics, handler: echo)
        let address = try await server.bind()
        let running = Task { try await server.run() }
        for text in ["[1]\n[2]\n", "[3]\n[oops]\n"] {
            try await RawPeer.with(address) { peer in
                try await peer.send(text)
                try await peer.finish()
                _ = try await peer.rest()
            }
        }
        running.cancel()
        try await running.value
        let found = statistics.snapshot()
        #expect(found.connectionsTotal == 2)
        #expect(found.connectionsOpen == 0)
        #expect(found.bytesReceived == 19)
        #expect(found.bytesSent == 12)
        #expect(found.recordsSent == 3)
        #expect(found.errors == 1)
        #expect(try metrics.expectCounter("sluice_server_connections_total").totalValue >= 2)
        #expect(try metrics.expectCounter("sluice_server_received_bytes_total").totalValue >= 19)
        #expect(try metrics.expectCounter("sluice_server_sent_bytes_total").totalValue >= 12)
        #expect(try metrics.expectCounter("sluice_server_records_total").totalValue >= 3)
        #expect(try metrics.expectCounter("sluice_server_replies_total").totalValue >= 3)
        #expect(try metrics.expectCounter("sluice_server_failures_total", [("reason", "syntax")]).totalValue >= 1)
        #expect(try metrics.expectGauge("sluice_server_connections").values.count >= 4)
    }

    @Test func `At its end the log tells what a connection was`() async throws {
        let log = Notes()
        try await serving(.ndjson, logger: Logger(noting: log), handler: echo) { address in
            for text in ["[1]\n[2]\n", "[3]\n[oops]\n"] {
                try await RawPeer.with(address) { peer in
                    try await peer.send(text)
                    try await peer.finish()
                    _ = try await peer.rest()
                }
            }
        }
        let ends = log.value.filter { $0.hasPrefix("debug done ") }.map { $0.split(separator: " seconds=")[0] }
        #expect(
            ends.sorted() == [
                "debug done bytes=11 bytesSent=4 records=1 replies=1",
                "debug done bytes=8 bytesSent=8 records=2 replies=2",
            ])
    }
}
#endif
