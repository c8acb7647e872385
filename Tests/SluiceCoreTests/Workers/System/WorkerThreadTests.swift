import SluiceCore
import Synchronization
import Testing

@Suite struct WorkerThreadTests {
    private final class Flag: Sendable {
        let isSet = Atomic(false)
    }

    @Test func `Joining waits for the end of the work, and the work is let go of`() throws {
        weak var released: Flag?
        do {
            let flag = Flag()
            released = flag
            let thread = try #require(WorkerThread { flag.isSet.store(true, ordering: .relaxed) })
            thread.join()
            let isSet = flag.isSet.load(ordering: .relaxed)
            #expect(isSet)
        }
        #expect(released == nil)
    }

    @Test func `A thread has stack for deep recursion`() throws {
        @Sendable func depth(_ levels: Int) -> Int { levels == 0 ? 0 : 1 + depth(levels - 1) }
        let reached = Reached()
        try #require(WorkerThread { reached.depth.store(depth(10_000), ordering: .relaxed) }).join()
        #expect(reached.depth.load(ordering: .relaxed) == 10_000)
    }

    private final class Reached: Sendable {
        let depth = Atomic(0)
    }
}
