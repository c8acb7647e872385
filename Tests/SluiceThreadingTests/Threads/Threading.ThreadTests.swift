import Testing

@testable import SluiceThreading

@Suite struct ThreadingThreadTests {
    private final class Reader: Threading.Thread, @unchecked Sendable {
        let log = Log<String>()

        override func run() throws {
            log.add(Threading.currentThread.name)
            throw Fault(7)
        }
    }

    @Test func `A thread runs its closure on another thread, and joining waits for the end`() throws {
        let log = Log<UInt>()
        let thread = try Threading.Thread { log.add(Threading.getIdent()) }.start()
        #expect(try thread.join())
        #expect(log.entries == [try #require(thread.ident)])
        #expect(log.entries != [Threading.getIdent()])
        #expect(!thread.isAlive)
    }

    @Test func `A subclass runs what it says itself`() throws {
        let reader = Reader(name: "reader")
        try reader.start()
        #expect(throws: Fault(7)) { try reader.join() }
        #expect(reader.log.entries == ["reader"])
    }

    @Test func `What a thread throws is thrown by each join`() throws {
        let thread = try Threading.Thread { throw Fault(1) }.start()
        #expect(throws: Fault(1)) { try thread.join() }
        #expect(throws: Fault(1)) { try thread.join(timeout: .zero) }
    }

    @Test func `Joining gives up when its time is over, and may be tried again`() throws {
        let event = Threading.Event()
        let thread = try Threading.Thread { event.wait() }.start()
        #expect(try !thread.join(timeout: .milliseconds(1)))
        #expect(try !thread.join(timeout: .seconds(-1)))
        #expect(thread.isAlive)
        event.set()
        #expect(try thread.join(timeout: longEnough))
    }

    @Test func `Joining before the start is an error, and so is a second start`() throws {
        let thread = Threading.Thread {}
        #expect(message { try thread.join() } == "cannot join a thread before it is started")
        try thread.start()
        try thread.join()
        #expect(message { try thread.start() } == "threads can only be started once")
    }

    @Test func `A thread cannot join itself`() throws {
        let thread = Threading.Thread { try Threading.currentThread.join() }
        try thread.start()
        #expect(message { try thread.join() } == "a thread cannot join itself")
    }

    @Test func `A name reaches the kernel, as much of it as it takes, in whole characters`() throws {
        let event = Threading.Event()
        let thread = Threading.Thread(name: "a-name-of-14-b\u{E4}r") { event.wait() }
        #expect(thread.name == "a-name-of-14-b\u{E4}r")
        #expect(thread.systemName == nil)
        try thread.start()
        #if !canImport(Darwin)
        #expect(thread.systemName == "a-name-of-14-b")
        thread.name = "another"
        #expect(thread.systemName == "another")
        #endif
        event.set()
        try thread.join()
        thread.name = "afterwards"
        #expect(thread.name == "afterwards")
        #expect(thread.systemName == nil)
    }

    @Test func `A thread has its numbers once it is started`() throws {
        let log = Log<Int>()
        let event = Threading.Event()
        let thread = Threading.Thread {
            event.wait()
            log.add(Threading.getNativeID())
        }
        #expect(thread.ident == nil)
        #expect(thread.nativeID == nil)
        try thread.start()
        let numbers = (thread.ident, thread.nativeID)
        #expect(numbers.0 != nil)
        event.set()
        try thread.join()
        #expect(log.entries == [try #require(numbers.1)])
        #expect(thread.ident == numbers.0)
    }

    @Test func `A description says the name and how far it is`() throws {
        let event = Threading.Event()
        let thread = Threading.Thread(name: "reader", daemon: true) { event.wait() }
        #expect(thread.description == "Thread(reader, initial daemon)")
        try thread.start()
        #expect(thread.description == "Thread(reader, started daemon)")
        event.set()
        try thread.join()
        #expect(thread.description == "Thread(reader, stopped daemon)")
        #expect(Threading.Thread(name: "x", daemon: false).description == "Thread(x, initial)")
    }

    @Test func `A thread is a daemon where the one that makes it is, unless told otherwise`() throws {
        for daemon in [false, true] {
            let log = Log<Bool>()
            let thread = Threading.Thread(daemon: daemon) {
                log.add(Threading.Thread {}.daemon)
                log.add(Threading.Thread(daemon: !daemon) {}.daemon)
            }
            try thread.start()
            try thread.join()
            #expect(log.entries == [daemon, !daemon])
        }
    }

    @Test func `A thread has the stack that it asks for`() throws {
        // 2 KiB a level at least.
        @Sendable func depth(_ levels: Int) -> Int {
            let block = InlineArray<256, Int>(repeating: levels)
            return levels == 0 ? 0 : depth(levels - 1) + (block[levels % 256] == levels ? 1 : 0)
        }
        let counter = Counter()
        let thread = Threading.Thread(stackSize: 64 << 20) { counter.add(depth(6_000)) }
        #expect(thread.stackSize == 64 << 20)
        try thread.start()
        try thread.join()
        #expect(counter.value == 6_000)
    }

    @Test func `A stack that the system refuses is an error of the start, and the thread can be started no less`()
        throws
    {
        let thread = Threading.Thread(stackSize: 1) {}
        let text = "cannot start a thread: a stack of 1 bytes is too small, or too large, for this system"
        #expect(message { try thread.start() } == text)
        #expect(!thread.isAlive)
        #expect(message { try thread.join() } == "cannot join a thread before it is started")
        #expect(!Threading.enumerate().contains { $0 === thread })
    }

    @Test func `What the closure holds is let go of before joining ends`() throws {
        weak var released: Counter?
        do {
            let counter = Counter()
            released = counter
            let thread = Threading.Thread { counter.add() }
            try thread.start()
            try thread.join()
        }
        #expect(released == nil)
    }

    @Test func `A thread that nobody holds lives on, and goes when it ends`() throws {
        let event = Threading.Event()
        weak var thread: Threading.Thread?
        thread = try Threading.Thread { event.wait() }.start()
        #expect(thread?.isAlive == true)
        event.set()
        until { thread == nil }
    }

    @Test func `A task waits for a thread without one`() async throws {
        let event = Threading.Event()
        let thread = try Threading.Thread { event.wait() }.start()
        async let joined: Void = thread.join()
        event.set()
        try await joined
        try await thread.join()
        let failing = try Threading.Thread { throw Fault(3) }.start()
        await #expect(throws: Fault(3)) { try await failing.join() }
        await #expect(throws: Threading.ThreadError.self) { try await Threading.Thread {}.join() }
    }

    @Test func `A task that is cancelled waits no longer`() async throws {
        let event = Threading.Event()
        let thread = try Threading.Thread { event.wait() }.start()
        let task = Task { try await thread.join() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(thread.isAlive)
        event.set()
        try await thread.join()
    }

    @Test func `Many threads come and go`() throws {
        let counter = Counter()
        for _ in 0..<20 { try onThreads(10) { _ in counter.add() } }
        #expect(counter.value == 200)
    }
}

/// The full text of what is thrown.
func message(_ body: () throws -> some Any) -> String? {
    do {
        _ = try body()
        return nil
    } catch {
        return "\(error)"
    }
}
