import SluiceStreaming
import Testing

@Suite struct StreamStatisticsTests {
    @Test func `Everything is counted, from as many tasks as there are`() async {
        let statistics = StreamStatistics()
        #expect(statistics.snapshot().connectionsTotal == 0)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1000 {
                        statistics.connectionOpened()
                        statistics.received(records: 2, bytes: 30)
                        statistics.received(bytes: 1)
                        statistics.sent(records: 1, bytes: 5)
                        statistics.failed()
                        statistics.connectionClosed()
                    }
                }
            }
        }
        statistics.connectionOpened()
        let snapshot = statistics.snapshot()
        #expect(snapshot.connectionsOpen == 1)
        #expect(snapshot.connectionsTotal == 8001)
        #expect(snapshot.recordsReceived == 16_000)
        #expect(snapshot.recordsSent == 8000)
        #expect(snapshot.bytesReceived == 248_000)
        #expect(snapshot.bytesSent == 40_000)
        #expect(snapshot.errors == 8000)
        #expect(snapshot.uptime > .zero)
    }
}
