import SluiceCore
import Synchronization
import Testing

@Suite struct WorkerPoolTests {
    /// Keeps the pool full, as a reader does, and gives all results.
    private func run(_ count: Int, on pool: WorkerPool<Int, Int>) -> [Int] {
        var results: [Int] = []
        var next = 0
        while true {
            while !pool.isFull, next < count {
                pool.submit(next)
                next += 1
            }
            guard let result = pool.next() else { return results }
            results.append(result)
        }
    }

    /// Work that takes unequally long.
    @Sendable private func square(_ value: Int) -> Int {
        var sum = 0
        for i in 0..<(value % 7) * 300 { sum &+= i }
        return sum < 0 ? 0 : value * value
    }

    @Test(arguments: [0, 1, 2, 5], [1, 2, 16])
    func `Results come in the order of submission`(workers: Int, capacity: Int) {
        let pool = WorkerPool(workers: workers, capacity: capacity, work: square)
        #expect(run(500, on: pool) == (0..<500).map { $0 * $0 })
        #expect(pool.inFlight == 0)
    }

    @Test(arguments: [0, 1, 2, 5])
    func `Results come as they are finished, each once`(workers: Int) {
        let pool = WorkerPool(workers: workers, order: .completion, work: square)
        #expect(run(500, on: pool).sorted() == (0..<500).map { $0 * $0 })
    }

    @Test func `A pool can be used again after it ran empty`() {
        let pool = WorkerPool(workers: 2, work: square)
        #expect(pool.next() == nil)
        #expect(run(10, on: pool).count == 10)
        #expect(pool.next() == nil)
        #expect(run(10, on: pool).count == 10)
    }

    @Test func `It is full when as many are in flight as it holds`() {
        let pool = WorkerPool(workers: 1, capacity: 3, work: square)
        for value in 0..<3 {
            #expect(!pool.isFull)
            pool.submit(value)
        }
        #expect(pool.isFull)
        #expect(pool.next() == 0)
        #expect(!pool.isFull)
    }

    @Test func `Each thread makes a state of its own, once`() {
        let shared = Shared()
        do {
            let pool = WorkerPool<Int, Int>(workers: 3) {
                shared.count.add(1, ordering: .relaxed)
                var seen = 0
                return { _ in
                    seen += 1
                    return seen
                }
            }
            let results = run(100, on: pool)
            // Each state counts 1, 2, 3 ...: as many ones as states that were used.
            let used = results.count { $0 == 1 }
            #expect((1...3).contains(used))
            #expect(results.count == 100)
        }
        let made = shared.count.load(ordering: .relaxed)
        #expect((1...3).contains(made))
    }

    @Test(arguments: [false, true])
    func `A pool that is dropped in the middle ends its threads and lets go of everything`(inOrder: Bool) {
        for taken in 0..<5 {
            weak var input: Token?
            do {
                let token = Token()
                input = token
                let pool = WorkerPool<Token, Token>(
                    workers: 2, order: inOrder ? .submission : .completion, work: { $0 })
                for _ in 0..<pool.capacity { pool.submit(token) }
                for _ in 0..<taken { _ = pool.next() }
            }
            #expect(input == nil)
        }
    }

    @Test func `Many pools come and go`() {
        for _ in 0..<50 {
            let pool = WorkerPool(workers: 4, work: square)
            #expect(run(20, on: pool).count == 20)
        }
    }

    @Test(.timeLimit(.minutes(1))) func `Who waits for a result works meanwhile`() {
        // Either input ends only when the other has begun, so two must be at work, and there is one thread.
        let begun = Shared()
        let pool = WorkerPool<Int, Int>(workers: 2) { input in
            begun.count.add(1, ordering: .sequentiallyConsistent)
            while begun.count.load(ordering: .sequentiallyConsistent) < 2 {}
            return input
        }
        #expect(run(2, on: pool) == [0, 1])
    }

    private final class Token: Sendable {}

    private final class Shared: Sendable {
        let count = Atomic(0)
    }
}
