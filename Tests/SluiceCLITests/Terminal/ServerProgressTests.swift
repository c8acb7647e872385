#if Services
import SluiceStreaming
import Testing

@testable import SluiceStreamCLI

@Suite struct ServerProgressTests {
    @Test func `A line says what goes on, another what there was`() {
        let statistics = StreamStatistics()
        var before = statistics.snapshot()
        before.uptime = .seconds(1)
        statistics.connectionOpened()
        statistics.received(records: 1_234_567, bytes: 1_210_000_000)
        var now = statistics.snapshot()
        now.uptime = .seconds(3)
        #expect(
            ServerProgress.line(now, since: before) == "1 connection  1,234,567 records  1.21 GB  605 MB/s")
        #expect(
            ServerProgress.summary(now).hasPrefix(
                "1 connection, 1,234,567 records, 1.21 GB in 3.00 s, 0 errors, peak memory "))
    }
}
#endif
