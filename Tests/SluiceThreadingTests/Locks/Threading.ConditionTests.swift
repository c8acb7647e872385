import Testing

@testable import SluiceThreading

@Suite struct ThreadingConditionTests {
    /// A condition of each kind.
    private static let makers: [@Sendable () -> Threading.Condition] = [
        { Threading.Condition() }, { Threading.Condition(Threading.Lock()) },
        { Threading.Condition(Threading.RLock()) },
    ]

    private final class Items: @unchecked Sendable {
        var list: [Int] = []
    }

    @Test(arguments: 0..<makers.count) func `Items pass from one thread to another`(maker: Int) throws {
        let condition = Self.makers[maker]()
        let items = Items()
        let thread = try Threading.Thread {
            for i in 0..<200 {
                try condition.withLock {
                    try condition.waitFor { items.list.count < 3 }
                    items.list.append(i)
                    try condition.notify()
                }
            }
        }.start()
        for i in 0..<200 {
            try condition.withLock {
                #expect(try condition.waitFor(timeout: longEnough) { !items.list.isEmpty })
                #expect(items.list.removeFirst() == i)
                try condition.notify()
            }
        }
        try thread.join()
    }

    @Test(arguments: 0..<makers.count) func `Without the lock nothing can be waited for or notified`(maker: Int) {
        let condition = Self.makers[maker]()
        let text = maker == 1 ? "a condition whose lock is open" : "a condition whose lock this thread does not have"
        #expect(message { try condition.wait() } == "wait on \(text)")
        #expect(message { try condition.waitFor { true } } == "wait on \(text)")
        #expect(message { try condition.notify() } == "notify on \(text)")
        #expect(message { try condition.notifyAll() } == "notify on \(text)")
        #expect(message { try condition.release() } != nil)
    }

    @Test func `Another thread's lock does not serve`() throws {
        let condition = Threading.Condition()
        condition.acquire()
        try onThreads(1) { _ in
            #expect(message { try condition.notify() } == "notify on a condition whose lock this thread does not have")
        }
        try condition.release()
    }

    @Test(arguments: 0..<makers.count) func `A wait ends when its time is over, with the lock held`(maker: Int) throws {
        let condition = Self.makers[maker]()
        #expect(condition.acquire())
        #expect(try !condition.wait(timeout: .milliseconds(1)))
        #expect(try !condition.wait(timeout: .seconds(-1)))
        #expect(try !condition.waitFor(timeout: .milliseconds(1)) { false })
        #expect(try condition.waitFor(timeout: .zero) { true })
        try condition.release()
        #expect(message { try condition.release() } != nil)
    }

    @Test func `Waiting opens a lock that was taken several times, and takes it as often again`() throws {
        let lock = Threading.RLock()
        let condition = Threading.Condition(lock)
        lock.acquire()
        lock.acquire()
        let thread = try Threading.Thread { try condition.withLock { try condition.notifyAll() } }.start()
        #expect(try condition.wait(timeout: longEnough))
        try thread.join()
        try lock.release()
        #expect(lock.locked)
        try lock.release()
        #expect(!lock.locked)
    }

    @Test func `So many are notified, in the order in which they came`() throws {
        let condition = Threading.Condition()
        let log = Log<Int>()
        let waiting = Counter()
        var threads: [Threading.Thread] = []
        for number in 0..<5 {
            let thread = Threading.Thread {
                try condition.withLock {
                    waiting.add()
                    try condition.wait()
                    log.add(number)
                }
            }
            threads.append(try thread.start())
            // With the lock free again, it waits.
            until { condition.withLock { waiting.value == number + 1 } }
        }
        try condition.withLock { try condition.notify(0) }
        try condition.withLock { try condition.notify(2) }
        until { log.entries.count == 2 }
        #expect(log.entries.sorted() == [0, 1])
        try condition.withLock { try condition.notify() }
        until { log.entries.count == 3 }
        #expect(log.entries.last == 2)
        try condition.withLock { try condition.notifyAll() }
        for thread in threads { try thread.join() }
        #expect(log.entries.sorted() == [0, 1, 2, 3, 4])
        // Nobody waits: nothing is kept for later.
        try condition.withLock { try condition.notify(3) }
        #expect(try condition.withLock { try !condition.wait(timeout: .milliseconds(1)) })
    }

    @Test func `What the predicate throws comes through, and the lock stays whole`() throws {
        let condition = Threading.Condition()
        #expect(throws: Fault(4)) { try condition.withLock { try condition.waitFor { throw Fault(4) } } }
        #expect(message { try condition.release() } != nil)
    }
}
