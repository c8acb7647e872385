import SluiceCore
import Testing

@Suite struct LockedTests {
    private struct Refusal: Error, Equatable {}

    @Test("One thread at a time has the state") func exclusion() {
        let rounds = 20_000
        let total = Total()
        let threads = (0..<4).compactMap { _ in
            WorkerThread { for _ in 0..<rounds { total.count.withLock { $0 += 1 } } }
        }
        for thread in threads { thread.join() }
        #expect(total.count.withLock { $0 } == threads.count * rounds)
        #expect(!threads.isEmpty)
    }

    @Test("The lock is open again when the body has thrown") func throwing() {
        let total = Total()
        #expect(throws: Refusal()) {
            try total.count.withLock { count in
                count = 7
                throw Refusal()
            }
        }
        #expect(total.count.withLock { $0 } == 7)
    }

    private final class Total: Sendable {
        let count = Locked(0)
    }
}
