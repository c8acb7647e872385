#if Services
@testable import SluiceThreading
import Testing

@Suite struct ThreadingPriorityQueueTests {
    @Test func `The smallest item comes first`() throws {
        let queue = Threading.PriorityQueue<Int>()
        var numbers = SystemRandomNumberGenerator()
        let items = (0..<500).map { _ in Int.random(in: 0..<100, using: &numbers) }
        for item in items { try queue.put(item) }
        queue.shutdown()
        #expect(Array(queue) == items.sorted())
    }

    @Test func `Equal ones come in the order in which they were put`() throws {
        let queue = Threading.PriorityQueue<Threading.PrioritizedItem<Int, Int>>()
        for i in 0..<300 { try queue.put(.init(priority: i % 3, item: i)) }
        // In the middle, too.
        #expect(try queue.get().item == 0)
        try queue.put(.init(priority: 0, item: 300))
        queue.shutdown()
        let items = queue.map(\.item)
        let expected = (1..<300).filter { $0 % 3 == 0 } + [300] + (0..<300).filter { $0 % 3 == 1 }
        #expect(items == expected + (0..<300).filter { $0 % 3 == 2 })
    }

    @Test(arguments: [0, 3]) func `Many threads put and get, and each item goes to one of them, once`(maxsize: Int)
        throws
    {
        let queue = Threading.PriorityQueue<Int>(maxsize: maxsize)
        let log = Log<[Int]>()
        let consumers = (0..<4).map { _ in Threading.Thread { log.add(Array(queue)) } }
        for consumer in consumers { try consumer.start() }
        try onThreads(4) { thread in
            for i in 0..<2_000 { try queue.put(i * 7 % 2_000 * 4 + thread, timeout: longEnough) }
        }
        queue.shutdown()
        for consumer in consumers { #expect(try consumer.join(timeout: longEnough)) }
        #expect(log.entries.joined().sorted() == Array(0..<8_000))
        #expect(queue.isEmpty)
    }

    @Test func `The smallest comes first also while others put`() throws {
        let queue = Threading.PriorityQueue<Int>()
        for i in 0..<1_000 { try queue.put(i) }
        let log = Log<[Int]>()
        // What is put meanwhile is larger, so each who gets sees what was there in order.
        try onThreads(4) { thread in
            var items: [Int] = []
            for i in 0..<250 {
                try queue.put(1_000 + i * 4 + thread)
                items.append(try queue.get(timeout: longEnough))
            }
            log.add(items)
        }
        #expect(log.entries.allSatisfy { $0 == $0.sorted() })
        #expect(log.entries.joined().sorted() == Array(0..<1_000))
        #expect(queue.qsize == 1_000)
    }

    @Test func `Who waits to put gets in when there is room, and then its priority counts`() throws {
        let queue = Threading.PriorityQueue<Int>(maxsize: 2)
        try queue.put(5)
        try queue.put(3)
        let thread = try Threading.Thread { try queue.put(1) }.start()
        until { queue.state.withLock { $0.putters.first != nil } }
        #expect(try queue.get() == 3)
        try thread.join()
        queue.shutdown()
        #expect(Array(queue) == [1, 5])
    }
}
#endif
