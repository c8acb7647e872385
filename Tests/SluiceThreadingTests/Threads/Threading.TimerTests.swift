import SluiceThreading
import Testing

@Suite struct ThreadingTimerTests {
    @Test func `A timer does its work once, when its time has come`() throws {
        let counter = Counter()
        let start = ContinuousClock.now
        let timer = Threading.Timer(after: .milliseconds(20)) { counter.add() }
        #expect(timer.interval == .milliseconds(20))
        #expect(counter.value == 0)
        try timer.start()
        try timer.join()
        #expect(counter.value == 1)
        #expect(ContinuousClock.now - start >= .milliseconds(20))
    }

    @Test func `A timer that is cancelled does nothing`() throws {
        let counter = Counter()
        let timer = try Threading.Timer(after: .seconds(3_600)) { counter.add() }.start()
        timer.cancel()
        try timer.join()
        #expect(counter.value == 0)

        let other = Threading.Timer(after: .zero) { counter.add() }
        other.cancel()
        try other.start()
        try other.join()
        #expect(counter.value == 0)
    }

    @Test func `What it throws is told to who joins it`() throws {
        let timer = try Threading.Timer(after: .seconds(-1), name: "timer", daemon: true) { throw Fault(2) }.start()
        #expect(throws: Fault(2)) { try timer.join() }
        #expect(timer.name == "timer" && timer.daemon)
    }
}
