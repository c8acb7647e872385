import SluiceThreading
import Testing

@Suite struct ThreadingQueueStorageTests {
    /// The longest word first.
    private struct Longest: Threading.QueueStorage {
        private var words: [String] = []

        var count: Int { words.count }

        mutating func append(_ item: String) { words.append(item) }

        mutating func removeNext() -> String {
            let longest = words.indices.max { words[$0].count < words[$1].count } ?? 0
            return words.remove(at: longest)
        }
    }

    @Test func `The last item in is the first out`() throws {
        let queue = Threading.LifoQueue<Int>()
        for i in 0..<5 { try queue.put(i) }
        queue.shutdown()
        #expect(Array(queue) == [4, 3, 2, 1, 0])
    }

    @Test func `An order of one's own serves as well`() throws {
        let queue = Threading.BlockingQueue<Longest>(maxsize: 3)
        for word in ["a", "abc", "ab"] { try queue.put(word) }
        #expect(queue.isFull)
        queue.shutdown()
        #expect(Array(queue) == ["abc", "ab", "a"])
    }
}
