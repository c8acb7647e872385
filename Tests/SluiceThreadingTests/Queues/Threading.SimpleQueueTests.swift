#if Services
import SluiceThreading
import Testing

@Suite struct ThreadingSimpleQueueTests {
    @Test func `Items come in the order in which they were put`() throws {
        let queue = Threading.SimpleQueue<Int>()
        #expect(queue.isEmpty)
        queue.put(1)
        queue.putNowait(2)
        #expect(queue.qsize == 2)
        #expect(try queue.get() == 1)
        #expect(try queue.getNowait() == 2)
        #expect(throws: Threading.QueueError.empty) { try queue.getNowait() }
        #expect(throws: Threading.QueueError.empty) { try queue.get(block: false) }
        #expect(throws: Threading.QueueError.empty) { try queue.get(timeout: .milliseconds(1)) }
    }

    @Test func `Who waits gets what comes, thread or task`() async throws {
        let queue = Threading.SimpleQueue<Int>()
        let log = Log<Int>()
        let thread = try Threading.Thread { log.add(try queue.get()) }.start()
        async let other = queue.get()
        queue.put(1)
        queue.put(2)
        log.add(try await other)
        try await thread.join()
        #expect(log.entries.sorted() == [1, 2])
    }
}
#endif
