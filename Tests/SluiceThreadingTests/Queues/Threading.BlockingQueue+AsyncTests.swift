import Testing

@testable import SluiceThreading

@Suite struct ThreadingBlockingQueueAsyncTests {
    typealias Queue = Threading.LifoQueue<Int>

    @Test func `Items pass between threads and tasks, each once`() async throws {
        let queue = Queue(maxsize: 2)
        let log = Log<Int>()
        let threads = (0..<2).map { number in
            Threading.Thread { for i in 0..<200 { try queue.put(number * 200 + i) } }
        }
        let getter = Threading.Thread { for item in queue { log.add(item) } }
        for thread in threads + [getter] { try thread.start() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 2..<4 {
                group.addTask { for i in 0..<200 { try await queue.put(number * 200 + i) } }
            }
            // More tasks than the pool that runs them has threads: none of them keeps one.
            let getters = (0..<20).map { _ in Task { for await item in queue.values { log.add(item) } } }
            try await group.waitForAll()
            for thread in threads { try await thread.join() }
            queue.shutdown()
            for task in getters { await task.value }
        }
        try await getter.join()
        #expect(log.entries.sorted() == Array(0..<800))
    }

    @Test func `Threads and tasks are served in the order in which they came`() async throws {
        let queue = Queue()
        let log = Log<[Int]>()
        var (threads, tasks): ([Threading.Thread], [Task<Void, any Error>]) = ([], [])
        for number in 0..<6 {
            if number % 2 == 0 {
                threads.append(try Threading.Thread { log.add([number, try queue.get()]) }.start())
            } else {
                tasks.append(Task { log.add([number, try await queue.get()]) })
            }
            await until { queue.waitingGetters == number + 1 }
        }
        for item in 0..<6 { try await queue.put(item) }
        for thread in threads { try await thread.join() }
        for task in tasks { try await task.value }
        #expect(log.entries.sorted { $0[0] < $1[0] } == (0..<6).map { [$0, $0] })
    }

    @Test func `A task that is cancelled takes nothing, and puts nothing`() async throws {
        let queue = Queue(maxsize: 1)
        let getter = Task { try await queue.get() }
        await until { queue.waitingGetters == 1 }
        getter.cancel()
        await #expect(throws: CancellationError.self) { try await getter.value }
        try await queue.put(1)

        let putter = Task { try await queue.put(2) }
        await until { queue.waitingPutters == 1 }
        putter.cancel()
        await #expect(throws: CancellationError.self) { try await putter.value }
        #expect(queue.qsize == 1)
        #expect(try await queue.get() == 1)
        #expect(queue.isEmpty && queue.unfinishedTasks == 1)
    }

    @Test func `Cancelled before it waits, a task does not begin to`() async throws {
        let queue = Queue(maxsize: 1)
        await withTaskGroup(of: Void.self) { group in
            group.cancelAll()
            group.addTask {
                var values = queue.values
                #expect(await values.next() == nil)
                await #expect(throws: CancellationError.self) { try await queue.put(1) }
                await #expect(throws: CancellationError.self) { try await queue.get() }
            }
        }
        #expect(queue.isEmpty)
    }

    @Test func `Cancellation at the moment of the item loses none`() async throws {
        let queue = Queue()
        let gotten = Counter()
        let count = 300
        for i in 0..<count {
            let task = Task { if (try? await queue.get()) != nil { gotten.add() } }
            if i % 2 == 0 { await Task.yield() }
            let canceller = Task { task.cancel() }
            try await queue.put(i)
            await canceller.value
            await task.value
        }
        #expect(gotten.value + queue.qsize == count)
        #expect(queue.waitingGetters == 0)
    }

    @Test func `Shutting down ends the waits of tasks`() async throws {
        let (queue, full) = (Queue(), Queue(maxsize: 1))
        try await full.put(1)
        let getter = Task { try await queue.get() }
        let putter = Task { try await full.put(2) }
        let loop = Task { for await _ in queue.values {} }
        await until { queue.waitingGetters == 2 && full.waitingPutters == 1 }
        queue.shutdown()
        full.shutdown()
        await #expect(throws: Threading.QueueError.shutDown) { try await getter.value }
        await #expect(throws: Threading.QueueError.shutDown) { try await putter.value }
        await #expect(throws: Threading.QueueError.shutDown) { try await full.put(3) }
        #expect(try await full.get() == 1)
        await #expect(throws: Threading.QueueError.shutDown) { try await full.get() }
        await loop.value
    }

    @Test func `A task waits for the end of all work without a thread`() async throws {
        let queue = Queue()
        try await queue.join()
        try await queue.put(1)
        let joiner = Task { try await queue.join() }
        let other = Task { try await queue.join() }
        other.cancel()
        await #expect(throws: CancellationError.self) { try await other.value }
        #expect(try queue.getNowait() == 1)
        try queue.taskDone()
        try await joiner.value
    }
}
