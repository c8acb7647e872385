import Testing

@testable import SluiceThreading

@Suite struct ThreadingRLockTests {
    @Test func `The thread that has it takes it again, and it opens with the last release`() throws {
        let lock = Threading.RLock()
        for _ in 0..<3 { #expect(lock.acquire()) }
        #expect(lock.acquire(blocking: false))
        let others = Counter()
        for depth in 1...4 {
            #expect(lock.locked)
            try onThreads(1) { _ in if lock.acquire(blocking: false) { others.add() } }
            #expect(others.value == 0, "depth \(depth)")
            try lock.release()
        }
        #expect(!lock.locked)
        #expect(message { try lock.release() } == "release of a lock that this thread does not have")
    }

    @Test func `Another thread can neither take nor release it`() throws {
        let lock = Threading.RLock()
        lock.acquire()
        try onThreads(1) { _ in
            #expect(!lock.acquire(blocking: false))
            #expect(!lock.acquire(timeout: .milliseconds(1)))
            #expect(message { try lock.release() } == "release of a lock that this thread does not have")
        }
        #expect(lock.locked)
        try lock.release()
    }

    @Test func `One at a time has the lock`() throws {
        let lock = Threading.RLock()
        let number = Unguarded()
        try onThreads(4) { _ in
            for _ in 0..<2_000 {
                lock.withLock { lock.withLock { number.value += 1 } }
                lock.acquire()
                lock.withLock { number.value += 1 }
                try lock.release()
            }
        }
        #expect(number.value == 16_000)
        #expect(!lock.locked)
    }

    @Test func `It is released when the body throws`() throws {
        let lock = Threading.RLock()
        #expect(throws: Fault(1)) { try lock.withLock { () throws(Fault) in throw Fault(1) } }
        #expect(!lock.locked)
    }

    @Test func `Who waits gets it when the last release comes`() throws {
        let lock = Threading.RLock()
        lock.acquire()
        lock.acquire()
        let thread = try Threading.Thread { lock.withLock {} }.start()
        try lock.release()
        #expect(thread.isAlive)
        try lock.release()
        #expect(try thread.join(timeout: longEnough))
    }
}
