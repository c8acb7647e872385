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

    @Test func `Many threads put and get, and each item goes to one of them, once and in order`() throws {
        let queue = Threading.SimpleQueue<(thread: Int, number: Int)>()
        let log = Log<[(thread: Int, number: Int)]>()
        try onThreads(8) { thread in
            if thread < 4 {
                for number in 0..<2_000 { queue.put((thread, number)) }
            } else {
                log.add(try (0..<2_000).map { _ in try queue.get(timeout: longEnough) })
            }
        }
        #expect(queue.isEmpty)
        for thread in 0..<4 {
            let taken = log.entries.map { items in items.filter { $0.thread == thread }.map(\.number) }
            #expect(taken.joined().sorted() == Array(0..<2_000))
            #expect(taken.allSatisfy { $0 == $0.sorted() })
        }
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
