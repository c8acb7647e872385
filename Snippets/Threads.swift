// Threads that print the time, one after the other where a lock says so.
import SluiceThreading

/// A thread that counts down.
final class Countdown: Threading.Thread, @unchecked Sendable {
    private let count: Int
    private let lock: Threading.Lock

    init(_ name: String, from count: Int, _ lock: Threading.Lock) {
        self.count = count
        self.lock = lock
        super.init(name: name)
    }

    override func run() {
        // Without the lock the lines of the threads would be mixed.
        lock.withLock {
            for i in (1...count).reversed() { print("\(name): \(i)") }
        }
    }
}

let lock = Threading.Lock()
let threads = [Countdown("Thread-1", from: 3, lock), Countdown("Thread-2", from: 5, lock)]
for thread in threads { try thread.start() }
for thread in threads { try thread.join() }
print("the end")
