import SluiceThreading
import Testing

@Suite struct ThreadingBarrierTests {
    @Test func `All go on when all have come, again and again, each with a number`() throws {
        let barrier = Threading.Barrier(4)
        let arrived = Counter()
        let log = Log<Int>()
        try onThreads(4) { _ in
            for round in 1...100 {
                arrived.add()
                log.add(try barrier.wait())
                #expect(arrived.value >= 4 * round)
            }
        }
        #expect(barrier.parties == 4)
        #expect(barrier.waitingCount == 0)
        #expect(!barrier.broken)
        for number in 0..<4 { #expect(log.entries.count { $0 == number } == 100) }
    }

    @Test func `The action runs once a round, before anyone goes on`() throws {
        let rounds = Counter()
        let barrier = Threading.Barrier(3) { rounds.add() }
        try onThreads(3) { _ in
            for round in 1...50 {
                try barrier.wait()
                #expect(rounds.value >= round)
            }
        }
        #expect(rounds.value == 50)
    }

    @Test func `Who waits too long breaks it for all, until it is reset`() throws {
        let barrier = Threading.Barrier(3)
        let errors = Counter()
        let thread = Threading.Thread {
            do { try barrier.wait() } catch is Threading.BrokenBarrierError { errors.add() }
        }
        try thread.start()
        until { barrier.waitingCount == 1 }
        #expect(message { try barrier.wait(timeout: .milliseconds(1)) } == "the barrier is broken")
        try thread.join()
        #expect(errors.value == 1)
        #expect(barrier.broken)
        #expect(barrier.waitingCount == 0)
        #expect(throws: Threading.BrokenBarrierError()) { try barrier.wait() }
        barrier.reset()
        #expect(!barrier.broken)
        try onThreads(3) { _ in try barrier.wait() }
    }

    @Test func `The barrier's own timeout serves who names none`() {
        let barrier = Threading.Barrier(2, timeout: .milliseconds(1))
        #expect(throws: Threading.BrokenBarrierError()) { try barrier.wait() }
    }

    @Test(arguments: [false, true]) func `Reset and abort end the wait of those who are here`(aborts: Bool) throws {
        let barrier = Threading.Barrier(3)
        let errors = Counter()
        let threads = (0..<2).map { _ in
            Threading.Thread { do { try barrier.wait() } catch is Threading.BrokenBarrierError { errors.add() } }
        }
        for thread in threads { try thread.start() }
        until { barrier.waitingCount == 2 }
        if aborts { barrier.abort() } else { barrier.reset() }
        for thread in threads { try thread.join() }
        #expect(errors.value == 2)
        #expect(barrier.broken == aborts)
    }

    @Test func `An action that throws breaks it, and its error goes to the last to come`() throws {
        let barrier = Threading.Barrier(3) { throw Fault(5) }
        let log = Log<String>()
        try onThreads(3) { _ in
            do { try barrier.wait() } catch { log.add("\(error)") }
        }
        #expect(log.entries.sorted() == ["Fault(number: 5)", "the barrier is broken", "the barrier is broken"])
        #expect(barrier.broken)
    }

    @Test func `A barrier of one lets everyone pass`() throws {
        let barrier = Threading.Barrier(1)
        #expect(try barrier.wait() == 0)
        #expect(try barrier.wait() == 0)
    }
}
