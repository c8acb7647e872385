import SluiceCore
import Testing

@Suite struct MonitorTests {
    @Test func `Changes made on many threads all count`() {
        let monitor = Monitor(0)
        let threads = (0..<4).compactMap { _ in
            WorkerThread { for _ in 0..<1000 { monitor.update { $0 += 1 } } }
        }
        for thread in threads { thread.join() }
        #expect(monitor.update { $0 } == 1000 * threads.count)
    }

    @Test func `Waiting ends with the change that is waited for`() throws {
        let monitor = Monitor([Int]())
        let thread = try #require(WorkerThread { for i in 1...100 { monitor.update { $0.append(i) } } })
        let sum = monitor.wait { $0.count == 100 ? $0.reduce(0, +) : nil }
        #expect(sum == 5050)
        thread.join()
    }
}
