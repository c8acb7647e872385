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
}
