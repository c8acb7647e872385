#if Services
@testable import SluiceThreading
import Testing

@Suite struct ThreadingThreadPoolTests {
    @Test func `All that is submitted is done, by the pool's threads`() throws {
        let pool = try Threading.ThreadPool(threads: 3, name: "worker")
        let log = Log<String>()
        let futures = try (0..<100).map { i in
            try pool.submit { () -> Int in
                log.add(Threading.currentThread.name)
                return i * i
            }
        }
        #expect(try futures.map { try $0.result() } == (0..<100).map { $0 * $0 })
        #expect(pool.shutdown())
        #expect(Set(log.entries).isSubset(of: ["worker-1", "worker-2", "worker-3"]))
        #expect(pool.threads.map(\.name) == ["worker-1", "worker-2", "worker-3"])
        #expect(pool.threads.allSatisfy { $0.daemon && !$0.isAlive })
    }

    @Test func `A full pool refuses or waits, and says how busy it is`() throws {
        let pool = try Threading.ThreadPool(threads: 2, maxWaiting: 1)
        #expect(pool.maxWaiting == 1)
        let event = Threading.Event()
        for _ in 0..<2 { try pool.submit { event.wait() } }
        until { pool.busyCount == 2 }
        #expect(pool.waitingCount == 0)
        try pool.submitNowait { event.wait() }
        #expect(pool.waitingCount == 1)
        #expect(throws: Threading.QueueError.full) { try pool.submitNowait {} }
        #expect(throws: Threading.QueueError.full) { try pool.submit(block: false) {} }
        #expect(throws: Threading.QueueError.full) { try pool.submit(timeout: .milliseconds(1)) {} }
        let done = Counter()
        let thread = try Threading.Thread { try pool.submit { done.add() } }.start()
        event.set()
        try thread.join()
        pool.shutdown()
        #expect(done.value == 1)
        #expect((pool.busyCount, pool.waitingCount) == (0, 0))
    }

    @Test func `Outputs come in the order of the inputs`() throws {
        let pool = try Threading.ThreadPool(threads: 3, maxWaiting: 2)
        #expect(try pool.map(0..<200) { $0 * 2 } == (0..<200).map { $0 * 2 })
        #expect(try pool.map([Int]()) { $0 }.isEmpty)
        #expect(throws: Fault(7)) {
            try pool.map(0..<50) { i in
                if i >= 7 { throw Fault(i) }
                return i
            }
        }
        pool.shutdown()
    }

    @Test func `A pool that is shut down takes nothing, and ends what it has`() throws {
        let pool = try Threading.ThreadPool(threads: 1)
        let (event, done) = (Threading.Event(), Counter())
        try pool.submit { event.wait() }
        for _ in 0..<5 { try pool.submit { done.add() } }
        #expect(!pool.shutdown(wait: false))
        #expect(throws: Threading.QueueError.shutDown) { try pool.submit {} }
        #expect(throws: Threading.QueueError.shutDown) { try pool.submitNowait {} }
        #expect(throws: Threading.QueueError.shutDown) { try pool.map(0..<2) { $0 } }
        event.set()
        #expect(pool.shutdown(timeout: longEnough))
        #expect(done.value == 5)
    }

    @Test func `Shutting down with a deadline does not wait for what hangs`() throws {
        let pool = try Threading.ThreadPool(threads: 2)
        let (event, done) = (Threading.Event(), Counter())
        for _ in 0..<2 { try pool.submit { event.wait() } }
        until { pool.busyCount == 2 }
        let pending = try (0..<3).map { _ in try pool.submit { done.add() } }
        #expect(!pool.shutdown(cancelPending: true, timeout: .milliseconds(1)))
        #expect(pending.allSatisfy { $0.isCancelled })
        #expect((pool.busyCount, pool.waitingCount) == (2, 0))
        event.set()
        #expect(pool.shutdown(timeout: longEnough))
        #expect(done.value == 0)
    }

    @Test func `One of its own threads may shut it down`() throws {
        let pool = try Threading.ThreadPool(threads: 2)
        let future = try pool.submit { pool.shutdown() }
        #expect(try !future.result(timeout: longEnough))
        #expect(pool.shutdown(timeout: longEnough))
    }

    @Test func `A pool that nobody holds ends its threads when all is done`() throws {
        let done = Counter()
        var threads: [Threading.Thread] = []
        do {
            let pool = try Threading.ThreadPool(threads: 2)
            threads = pool.threads
            for _ in 0..<50 { try pool.submit { done.add() } }
        }
        for thread in threads { #expect(try thread.join(timeout: longEnough)) }
        #expect(done.value == 50)
    }

    @Test func `A pool without the threads it wants is an error, and leaves none`() {
        let text = "cannot start a thread: a stack of 1 bytes is too small, or too large, for this system"
        #expect(message { try Threading.ThreadPool(threads: 2, stackSize: 1) } == text)
    }

    @Test func `Tasks hand in work without keeping a thread`() async throws {
        let pool = try Threading.ThreadPool(threads: 1, maxWaiting: 1)
        let sum = try await withThrowingTaskGroup(of: Int.self) { group in
            for i in 0..<50 { group.addTask { try await pool.submit { i }.value } }
            return try await group.reduce(0, +)
        }
        #expect(sum == 1_225)
        try await pool.shutdown(cancelPending: true)
        await #expect(throws: Threading.QueueError.shutDown) { try await pool.submit {} }
    }
}
#endif
