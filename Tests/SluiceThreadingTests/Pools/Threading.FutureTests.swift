#if Services
@testable import SluiceThreading
import Testing

@Suite struct ThreadingFutureTests {
    @Test func `A future gives the value as often as it is asked, or the error`() throws {
        let pool = try Threading.ThreadPool(threads: 1)
        let value = try pool.submit { 42 }
        #expect(try value.result() == 42)
        #expect(try value.result(timeout: .zero) == 42)
        #expect(value.isDone && !value.isRunning && !value.isCancelled)
        let error = try pool.submit { () throws -> Int in throw Fault(1) }
        #expect(throws: Fault(1)) { try error.result() }
        #expect(throws: Fault(1)) { try error.result() }
        #expect(error.isDone)
        pool.shutdown()
    }

    @Test func `Waiting gives up when its time is over`() throws {
        let pool = try Threading.ThreadPool(threads: 1)
        let event = Threading.Event()
        let future = try pool.submit { event.wait() }
        #expect(message { try future.result(timeout: .milliseconds(1)) } == "there is no result yet")
        until { future.isRunning }
        #expect(!future.isDone && future.outcome == nil)
        #expect(!future.cancel())
        event.set()
        #expect(try future.result(timeout: longEnough))
        pool.shutdown()
    }

    @Test func `What has not begun is cancelled, and is not done`() throws {
        let pool = try Threading.ThreadPool(threads: 1)
        let (event, counter) = (Threading.Event(), Counter())
        try pool.submit { event.wait() }
        let future = try pool.submit { counter.add() }
        let log = Log<Bool>()
        future.addDoneCallback { log.add($0.isCancelled) }
        #expect(future.cancel())
        #expect(future.cancel())
        #expect(future.isCancelled && future.isDone)
        #expect(log.entries == [true])
        #expect(throws: CancellationError.self) { try future.result() }
        event.set()
        pool.shutdown()
        #expect(counter.value == 0)
    }

    @Test func `Callbacks are called in order when it is done, and at once afterwards`() throws {
        let pool = try Threading.ThreadPool(threads: 1)
        let (event, log) = (Threading.Event(), Log<Int>())
        let future = try pool.submit { event.wait() }
        future.addDoneCallback { _ in log.add(1) }
        future.addDoneCallback { future in log.add(future.isDone ? 2 : 0) }
        #expect(log.entries.isEmpty)
        event.set()
        pool.shutdown()
        #expect(log.entries == [1, 2])
        future.addDoneCallback { _ in log.add(3) }
        #expect(log.entries == [1, 2, 3])
    }

    @Test func `Tasks wait for it without a thread`() async throws {
        let pool = try Threading.ThreadPool(threads: 1)
        let event = Threading.Event()
        let future = try await pool.submit { () -> Int in
            event.wait()
            return 5
        }
        let tasks = (0..<20).map { _ in Task { try await future.value } }
        let cancelled = Task { try await future.value }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        event.set()
        for task in tasks { #expect(try await task.value == 5) }
        let error = try await pool.submit { () throws -> Int in throw Fault(2) }
        await #expect(throws: Fault(2)) { try await error.value }
        try await pool.shutdown()
    }
}
#endif
