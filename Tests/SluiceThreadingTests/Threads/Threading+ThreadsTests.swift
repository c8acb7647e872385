import Testing

@testable import SluiceThreading

@Suite(.serialized) struct ThreadingThreadsTests {
    @Test func `A thread finds itself, by the object that started it`() throws {
        let log = Log<Threading.Thread>()
        let thread = try Threading.Thread { log.add(Threading.currentThread) }.start()
        try thread.join()
        #expect(log.entries.count == 1)
        #expect(log.entries.first === thread)
    }

    @Test func `Threads that live are listed, and no others`() throws {
        let event = Threading.Event()
        let thread = Threading.Thread { event.wait() }
        #expect(!Threading.enumerate().contains { $0 === thread })
        try thread.start()
        #expect(Threading.enumerate().contains { $0 === thread })
        #expect(Threading.enumerate().contains { $0 === Threading.mainThread })
        #expect(Threading.activeCount >= 2)
        event.set()
        try thread.join()
        #expect(!Threading.enumerate().contains { $0 === thread })
    }

    @Test func `There is one main thread, whoever asks`() throws {
        let main = Threading.mainThread
        #expect(main === Threading.mainThread)
        #expect(main.name == "MainThread")
        #expect(main.isAlive && !main.daemon)
        #if !canImport(Darwin)
        #expect(main.nativeID != nil)
        #endif
        try onThreads(1) { _ in
            #expect(Threading.mainThread === main)
            #expect(Threading.currentThread !== main)
        }
    }

    @Test func `A thread of another library is a daemon that is listed while it lives`() throws {
        let asked = Threading.Event()
        let end = Threading.Event()
        let log = Log<Threading.Thread>()
        // As another library makes one: not through Threading.Thread.
        try SystemThread.start(stackSize: 1 << 20) {
            log.add(Threading.currentThread)
            log.add(Threading.currentThread)
            asked.set()
            end.wait()
        }
        asked.wait()
        let thread = try #require(log.entries.first)
        #expect(log.entries.last === thread)
        #expect(thread.name.hasPrefix("Dummy-"))
        #expect(thread.daemon && thread.isAlive && thread.stackSize == 0)
        #expect(Threading.enumerate().contains { $0 === thread })
        end.set()
        #expect(try thread.join(timeout: longEnough))
        #expect(!Threading.enumerate().contains { $0 === thread })
    }

    @Test func `A thread that is started in one call is a daemon`() throws {
        let counter = Counter()
        let thread = try Threading.startNewThread { counter.add() }
        try thread.join()
        #expect(thread.daemon)
        #expect(counter.value == 1)
    }

    @Test func `New threads have the stack that is set`() {
        #expect(Threading.stackSize == 8 << 20)
        Threading.stackSize = 1 << 20
        #expect(Threading.Thread {}.stackSize == 1 << 20)
        Threading.stackSize = 8 << 20
    }

    @Test func `The hook is told what a thread throws, on that thread`() throws {
        struct Told: Error {}
        let log = Log<(any Error, Threading.Thread, Threading.Thread)>()
        Threading.exceptionHook = { arguments in
            if arguments.error is Told { log.add((arguments.error, arguments.thread, Threading.currentThread)) }
        }
        defer { Threading.exceptionHook = nil }
        let thread = try Threading.Thread { throw Told() }.start()
        #expect(throws: Told.self) { try thread.join() }
        #expect(log.entries.count == 1)
        #expect(log.entries.first?.1 === thread)
        #expect(log.entries.first?.2 === thread)
    }

    @Test func `All that are no daemons are waited for`() throws {
        let events = (Threading.Event(), Threading.Event())
        let daemon = try Threading.Thread(daemon: true) { events.0.wait() }.start()
        let thread = try Threading.Thread(daemon: false) { events.1.wait() }.start()
        #expect(!Threading.joinAll(timeout: .milliseconds(1)))
        events.1.set()
        // Other tests have such threads, too, which end.
        #expect(Threading.joinAll(timeout: longEnough))
        #expect(!thread.isAlive)
        #expect(daemon.isAlive)
        events.0.set()
        try daemon.join()
    }

    @Test func `A timeout beyond the longest is as the longest`() {
        let event = Threading.Event()
        event.set()
        #expect(event.wait(timeout: Threading.timeoutMax))
        #expect(event.wait(timeout: .seconds(Int64.max)))
        let lock = Threading.Lock()
        #expect(lock.acquire(timeout: .seconds(Int64.max)))
        #expect(!lock.acquire(timeout: .seconds(Int64.min)))
        #expect(!Deadline(after: .seconds(Int64.max)).hasPassed)
        #expect(Deadline(after: .seconds(Int64.min)).hasPassed)
        #expect(Deadline(after: Threading.timeoutMax).timeLeft > .seconds(9_000_000_000))
    }
}
