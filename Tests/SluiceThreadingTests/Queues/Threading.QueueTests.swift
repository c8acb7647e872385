#if Services
import SluiceThreading
import Testing

@Suite struct ThreadingQueueTests {
    @Test func `The first item in is the first out`() throws {
        let queue = Threading.Queue<String>()
        for word in ["a", "b", "c"] { try queue.put(word) }
        #expect(try queue.get() == "a")
        try queue.put("d")
        queue.shutdown()
        #expect(Array(queue) == ["b", "c", "d"])
    }

    @Test func `Its items may be anything that threads may share`() throws {
        let queue = Threading.Queue<@Sendable () -> Int>()
        try queue.put { 7 }
        #expect(try queue.get()() == 7)
    }
}
#endif
