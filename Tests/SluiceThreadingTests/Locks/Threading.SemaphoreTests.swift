import Testing

@testable import SluiceThreading

@Suite struct ThreadingSemaphoreTests {
    @Test func `No more have a permit than there are`() throws {
        let semaphore = Threading.Semaphore(2)
        let (now, most) = (Counter(), Log<Int>())
        try onThreads(5) { _ in
            for _ in 0..<200 {
                try semaphore.withPermit {
                    most.add(now.add())
                    now.add(-1)
                }
            }
        }
        #expect(most.entries.count == 1_000)
        #expect(most.entries.allSatisfy { (1...2).contains($0) })
        #expect(semaphore.value == 2)
    }

    @Test func `Without a permit nothing is taken`() throws {
        let semaphore = Threading.Semaphore(1)
        #expect(semaphore.acquire())
        #expect(!semaphore.acquire(blocking: false))
        #expect(!semaphore.acquire(timeout: .milliseconds(1)))
        #expect(!semaphore.acquire(timeout: .seconds(-1)))
        #expect(semaphore.value == 0)
        try semaphore.release(3)
        #expect(semaphore.value == 3)
        #expect(semaphore.acquire(timeout: .zero))
    }

    @Test func `Several permits wake as many`() throws {
        let semaphore = Threading.Semaphore(0)
        let threads = (0..<4).map { _ in Threading.Thread { semaphore.acquire() } }
        for thread in threads { try thread.start() }
        try semaphore.release(3)
        until { threads.count { !$0.isAlive } == 3 }
        #expect(semaphore.value == 0)
        try semaphore.release()
        for thread in threads { try thread.join() }
        #expect(semaphore.value == 0)
    }

    @Test func `A permit is given back when the body throws`() {
        let semaphore = Threading.BoundedSemaphore(1)
        #expect(throws: Fault(1)) { try semaphore.withPermit { throw Fault(1) } }
        #expect(semaphore.value == 1)
    }

    @Test func `A bounded one is not released more often than acquired`() throws {
        let semaphore = Threading.BoundedSemaphore(2)
        let text = "release of a semaphore that has all of its 2 permits"
        #expect(message { try semaphore.release() } == text)
        semaphore.acquire()
        #expect(message { try semaphore.release(2) } == text)
        #expect(semaphore.value == 1)
        try semaphore.release()
        #expect(semaphore.value == 2)
        #expect(message { try semaphore.withPermit { try semaphore.release() } } == text)
    }

    @Test func `Many threads share a bounded one, however they ask, and it has all of its permits in the end`() throws {
        let semaphore = Threading.BoundedSemaphore(3)
        let (now, most, served) = (Counter(), Log<Int>(), Counter())
        let work: @Sendable () -> Void = {
            most.add(now.add())
            served.add()
            now.add(-1)
        }
        try onThreads(8) { thread in
            for i in 0..<500 {
                switch (thread + i) % 3 {
                case 0: try semaphore.withPermit(work)
                case 1:
                    #expect(semaphore.acquire(timeout: longEnough))
                    work()
                    try semaphore.release()
                default:
                    guard semaphore.acquire(timeout: .microseconds(i % 40)) else { continue }
                    work()
                    try semaphore.release()
                }
            }
        }
        #expect(most.entries.allSatisfy { (1...3).contains($0) })
        #expect(served.value >= 8 * 500 * 2 / 3)
        #expect(semaphore.value == 3)
        #expect(message { try semaphore.release() } == "release of a semaphore that has all of its 3 permits")
    }

    @Test func `Timeouts that end while permits come lose none`() throws {
        let semaphore = Threading.Semaphore(1)
        try onThreads(4) { thread in
            for i in 0..<500 where semaphore.acquire(timeout: .microseconds((i * 7 + thread) % 40)) {
                try semaphore.release()
            }
        }
        #expect(semaphore.value == 1)
    }
}
