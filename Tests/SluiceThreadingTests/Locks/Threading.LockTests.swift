import Testing

@testable import SluiceThreading

@Suite struct ThreadingLockTests {
    @Test func `One at a time has the lock`() throws {
        let lock = Threading.Lock()
        let number = Unguarded()
        try onThreads(4) { _ in
            for i in 0..<5_000 {
                if i % 2 == 0 {
                    lock.withLock { number.value += 1 }
                } else {
                    lock.acquire()
                    number.value += 1
                    try lock.release()
                }
            }
        }
        #expect(number.value == 20_000)
        #expect(!lock.locked)
    }

    @Test func `A lock that is held is not taken twice, and any thread may release it`() throws {
        let lock = Threading.Lock()
        #expect(lock.acquire())
        #expect(lock.locked)
        #expect(!lock.acquire(blocking: false))
        #expect(!lock.acquire(blocking: false, timeout: .seconds(3_600)))
        #expect(!lock.acquire(timeout: .milliseconds(1)))
        #expect(!lock.acquire(timeout: .zero))
        try onThreads(1) { _ in try lock.release() }
        #expect(lock.acquire(timeout: .zero))
        try lock.release()
    }

    @Test func `Releasing what is open is an error, and leaves it open`() {
        let lock = Threading.Lock()
        #expect(message { try lock.release() } == "release of a lock that is open")
        #expect(lock.acquire(blocking: false))
    }

    @Test func `The lock is released when the body throws, and its value comes through`() {
        let lock = Threading.Lock()
        #expect(throws: Fault(1)) { try lock.withLock { () throws(Fault) in throw Fault(1) } }
        #expect(!lock.locked)
        #expect(lock.withLock { lock.locked })
    }

    @Test func `Who waits gets it when it is released, and who gave up does not`() throws {
        let lock = Threading.Lock()
        lock.acquire()
        let gotten = Counter()
        let threads = (0..<4).map { number in
            Threading.Thread {
                if lock.acquire(timeout: number % 2 == 0 ? longEnough : .milliseconds(1)) {
                    gotten.add()
                    try lock.release()
                }
            }
        }
        for thread in threads { try thread.start() }
        for number in [1, 3] { try threads[number].join() }
        #expect(gotten.value == 0)
        try lock.release()
        for thread in threads { try thread.join() }
        #expect(gotten.value == 2)
        #expect(!lock.locked)
    }

    @Test func `Timeouts that end while the lock opens lose no wake-up`() throws {
        let lock = Threading.Lock()
        let number = Unguarded()
        let taken = Counter()
        try onThreads(4) { thread in
            for i in 0..<500 {
                let timeout = (i + thread) % 3 == 0 ? nil : Duration.microseconds(i % 50)
                guard lock.acquire(timeout: timeout) else { continue }
                number.value += 1
                taken.add()
                try lock.release()
            }
        }
        #expect(number.value == taken.value)
        #expect(taken.value >= 4 * 166)
    }
}
