import Testing

@testable import SluiceThreading

/// On the queue that needs no package: the order of the items is another matter.
@Suite struct ThreadingBlockingQueueTests {
    typealias Queue = Threading.LifoQueue<Int>

    @Test func `It says how many items there are, and how many there may be`() throws {
        let queue = Queue(maxsize: 2)
        #expect((queue.qsize, queue.isEmpty, queue.isFull, queue.maxsize) == (0, true, false, 2))
        try queue.put(1)
        #expect((queue.qsize, queue.isEmpty, queue.isFull) == (1, false, false))
        try queue.putNowait(2)
        #expect((queue.qsize, queue.isEmpty, queue.isFull) == (2, false, true))
        #expect(Queue(maxsize: -1).maxsize == 0)
        #expect(!Queue().isFull)
    }

    @Test func `A full queue takes nothing, and an empty one gives nothing`() throws {
        let queue = Queue(maxsize: 1)
        try queue.put(1)
        #expect(throws: Threading.QueueError.full) { try queue.putNowait(2) }
        #expect(throws: Threading.QueueError.full) { try queue.put(2, block: false) }
        #expect(throws: Threading.QueueError.full) { try queue.put(2, timeout: .milliseconds(1)) }
        #expect(throws: Threading.QueueError.full) { try queue.put(2, timeout: .seconds(-1)) }
        #expect(try queue.get() == 1)
        #expect(throws: Threading.QueueError.empty) { try queue.getNowait() }
        #expect(throws: Threading.QueueError.empty) { try queue.get(block: false) }
        #expect(throws: Threading.QueueError.empty) { try queue.get(timeout: .milliseconds(1)) }
        #expect(throws: Threading.QueueError.empty) { try queue.get(timeout: .seconds(-1)) }
        // Those who gave up are gone: what comes now stays.
        try queue.put(3)
        #expect(queue.qsize == 1)
        #expect(try queue.get() == 3)
        #expect(queue.isEmpty)
    }

    @Test(arguments: [1, 3, 0]) func `Every item comes to one, once, whoever waits for whom`(maxsize: Int) throws {
        let queue = Queue(maxsize: maxsize)
        let log = Log<Int>()
        let getters = (0..<3).map { _ in Threading.Thread { for item in queue { log.add(item) } } }
        for getter in getters { try getter.start() }
        try onThreads(3) { number in for i in 0..<500 { try queue.put(number * 500 + i) } }
        queue.shutdown()
        for getter in getters { try getter.join() }
        #expect(log.entries.sorted() == Array(0..<1_500))
    }

    @Test func `Who has waited longest gets the first item`() throws {
        let queue = Queue()
        let log = Log<[Int]>()
        var threads: [Threading.Thread] = []
        for number in 0..<4 {
            threads.append(try Threading.Thread { log.add([number, try queue.get()]) }.start())
            until { queue.waitingGetters == number + 1 }
        }
        for item in 0..<4 { try queue.put(item) }
        for thread in threads { try thread.join() }
        #expect(log.entries.sorted { $0[0] < $1[0] } == [[0, 0], [1, 1], [2, 2], [3, 3]])
    }

    @Test func `Who has waited longest puts the next item`() throws {
        let queue = Queue(maxsize: 1)
        try queue.put(-1)
        var threads: [Threading.Thread] = []
        for number in 0..<4 {
            threads.append(try Threading.Thread { try queue.put(number) }.start())
            until { queue.waitingPutters == number + 1 }
        }
        #expect(try (0..<5).map { _ in try queue.get() } == [-1, 0, 1, 2, 3])
        for thread in threads { try thread.join() }
    }

    @Test func `Joining waits until all is told done`() throws {
        let queue = Queue()
        queue.join()
        for i in 0..<20 { try queue.put(i) }
        let done = Counter()
        let worker = try Threading.Thread {
            for _ in queue {
                done.add()
                try queue.taskDone()
            }
        }.start()
        queue.join()
        #expect(done.value == 20)
        #expect(queue.unfinishedTasks == 0)
        queue.shutdown()
        try worker.join()
    }

    @Test func `Telling it done too often is an error`() throws {
        let queue = Queue()
        #expect(message { try queue.taskDone() } == "taskDone() called too many times")
        try queue.put(1)
        try queue.taskDone()
        #expect(message { try queue.taskDone() } == "taskDone() called too many times")
        #expect(try queue.get() == 1)
    }

    @Test func `A queue that is shut down takes nothing, and gives what it has`() throws {
        let queue = Queue()
        try queue.put(1)
        #expect(!queue.isShutDown)
        queue.shutdown()
        #expect(queue.isShutDown)
        #expect(throws: Threading.QueueError.shutDown) { try queue.put(2) }
        #expect(throws: Threading.QueueError.shutDown) { try queue.putNowait(2) }
        #expect(try queue.get() == 1)
        #expect(throws: Threading.QueueError.shutDown) { try queue.get() }
        #expect(throws: Threading.QueueError.shutDown) { try queue.getNowait() }
        #expect(queue.unfinishedTasks == 1)
        queue.shutdown()
    }

    @Test func `Shut down at once, it drops what it has, which counts as done`() throws {
        let queue = Queue()
        for i in 0..<3 { try queue.put(i) }
        #expect(try queue.get() == 2)
        let joiner = try Threading.Thread { queue.join() }.start()
        queue.shutdown(immediate: true)
        #expect(queue.isEmpty)
        #expect(throws: Threading.QueueError.shutDown) { try queue.get() }
        // One is still at work.
        #expect(queue.unfinishedTasks == 1)
        #expect(joiner.isAlive)
        try queue.taskDone()
        #expect(try joiner.join(timeout: longEnough))
    }

    @Test func `Shutting down wakes all who wait`() throws {
        let queue = Queue(maxsize: 1)
        let log = Log<String>()
        var threads = (0..<2).map { _ in Threading.Thread { log.add(message { try queue.get() } ?? "none") } }
        for thread in threads { try thread.start() }
        until { queue.waitingGetters == 2 }
        queue.shutdown()
        for thread in threads { try thread.join() }

        let full = Queue(maxsize: 1)
        try full.put(1)
        threads = (0..<2).map { _ in Threading.Thread { log.add(message { try full.put(2) } ?? "none") } }
        threads.append(Threading.Thread { full.join() })
        for thread in threads { try thread.start() }
        until { full.waitingPutters == 2 }
        full.shutdown(immediate: true)
        for thread in threads { try thread.join() }
        #expect(log.entries == Array(repeating: "the queue was shut down", count: 4))
        #expect(full.isEmpty && full.unfinishedTasks == 0)
    }

    @Test func `Iteration ends when the queue is shut down and empty`() throws {
        let queue = Queue()
        let thread = try Threading.Thread {
            for i in 1...100 { try queue.put(i) }
            queue.shutdown()
        }.start()
        #expect(queue.reduce(0, +) == 5_050)
        try thread.join()
        #expect(Array(queue).isEmpty)
    }

    @Test func `Timeouts that end while items come lose none, and double none`() throws {
        let queue = Queue(maxsize: 2)
        let (put, gotten) = (Log<Int>(), Log<Int>())
        try onThreads(4) { number in
            for i in 0..<300 {
                let timeout = Duration.microseconds((i * 13 + number) % 60)
                do {
                    if number % 2 == 0 {
                        try queue.put(number * 1_000 + i, timeout: timeout)
                        put.add(number * 1_000 + i)
                    } else {
                        gotten.add(try queue.get(timeout: timeout))
                    }
                } catch {
                    #expect(error as? Threading.QueueError == (number % 2 == 0 ? .full : .empty))
                }
            }
        }
        queue.shutdown()
        #expect((gotten.entries + Array(queue)).sorted() == put.entries.sorted())
        #expect(queue.unfinishedTasks == put.entries.count)
    }

    @Test func `What is in it goes with it`() throws {
        weak var item: Counter?
        do {
            let queue = Threading.LifoQueue<Counter>()
            let counter = Counter()
            item = counter
            try queue.put(counter)
        }
        #expect(item == nil)
    }
}

extension Threading.BlockingQueue {
    var waitingGetters: Int { state.withLock { $0.getters.count } }
    var waitingPutters: Int { state.withLock { $0.putters.count } }
}

extension WaiterList {
    var count: Int {
        Array(
            sequence(state: first) { waiter in
                defer { waiter = waiter?.next }
                return waiter
            }
        ).count
    }
}
