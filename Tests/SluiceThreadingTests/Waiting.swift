import SluiceThreading
import Synchronization
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Waits until something is so that no call waits for, such as that another thread waits.
func until(_ isSo: () -> Bool, sourceLocation: SourceLocation = #_sourceLocation) {
    let deadline = ContinuousClock.now + .seconds(60)
    while !isSo() {
        if ContinuousClock.now > deadline {
            Issue.record("it never came about", sourceLocation: sourceLocation)
            return
        }
        sched_yield()
    }
}

/// The same for tests that are tasks.
func until(_ isSo: () -> Bool, sourceLocation: SourceLocation = #_sourceLocation) async {
    let deadline = ContinuousClock.now + .seconds(60)
    while !isSo() {
        if ContinuousClock.now > deadline {
            Issue.record("it never came about", sourceLocation: sourceLocation)
            return
        }
        await Task.yield()
    }
}

/// Runs `body` on so many threads, each with its number, and throws what one of them throws.
func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws {
    let threads = (0..<count).map { number in Threading.Thread { try body(number) } }
    for thread in threads { try thread.start() }
    for thread in threads { try thread.join() }
}

/// What threads have found out, in the order in which they did.
///
/// Not with `Synchronization.Mutex`: on Linux the thread sanitizer does not see that it locks.
final class Log<Entry: Sendable>: @unchecked Sendable {
    private let lock = Threading.Lock()
    private var list: [Entry] = []

    func add(_ entry: Entry) { lock.withLock { list.append(entry) } }

    var entries: [Entry] { lock.withLock { list } }
}

/// A number that threads share without a lock of ours.
final class Counter: Sendable {
    private let number = Atomic(0)

    @discardableResult func add(_ more: Int = 1) -> Int {
        number.add(more, ordering: .sequentiallyConsistent).newValue
    }

    var value: Int { number.load(ordering: .sequentiallyConsistent) }
}

/// A number that only a lock keeps whole.
final class Unguarded: @unchecked Sendable {
    var value = 0
}

struct Fault: Error, Equatable {
    let number: Int
    init(_ number: Int = 0) { self.number = number }
}

let longEnough = Duration.seconds(60)
