// The lines that "From Python's threading" names, in the order of its tables.
#if Services
import SluiceThreading

@Sendable func work() throws { print("work of", Threading.currentThread.name) }

class Reader: Threading.Thread, @unchecked Sendable {
    override func run() throws { try work() }
}

func threads() throws {
    try Threading.Thread { try work() }.start().join()
    let thread = Threading.Thread(name: "reader", daemon: true) { try work() }
    try thread.start()
    thread.name = "writer"
    print(try thread.join(timeout: .seconds(2)))
    try thread.join()
    print(thread.isAlive, thread.ident ?? 0, thread.nativeID ?? 0, thread.daemon)
    try Reader().start().join()
}

func module() throws {
    print(Threading.currentThread, Threading.mainThread, Threading.enumerate(), Threading.activeCount)
    print(Threading.getIdent(), Threading.getNativeID(), Threading.timeoutMax)
    Threading.stackSize = 1 << 20
    try Threading.startNewThread { try work() }.join()
    Threading.exceptionHook = { arguments in
        print(arguments.error, arguments.thread.name)
    }
    do {
        try Threading.Thread {}.join()
    } catch let error as Threading.ThreadError {
        print(error.code == .notStarted, error.message)
    }
    let local = Threading.ThreadLocal { 0 }
    local.value += 1
}

func locks() throws {
    let lock = Threading.Lock()
    var total = 0
    lock.withLock { total += 1 }
    lock.acquire()
    try lock.release()
    print(lock.acquire(blocking: false), lock.acquire(timeout: .seconds(1)), lock.locked, total)
    try lock.release()
    let again = Threading.RLock()
    again.withLock { again.withLock { total += 1 } }
}

func conditions() throws {
    let lock = Threading.Lock()
    let condition = Threading.Condition(lock)
    let items = [1]
    try condition.withLock {
        print(try condition.wait(timeout: .seconds(1)))
        print(try condition.waitFor(timeout: .seconds(1)) { !items.isEmpty })
        try condition.notify(2)
        try condition.notifyAll()
    }
    _ = Threading.Condition()
}

func others() throws {
    let semaphore = Threading.Semaphore(3)
    print(semaphore.acquire(timeout: .seconds(1)))
    try semaphore.release(1)
    try semaphore.withPermit { try work() }
    _ = Threading.BoundedSemaphore(3)

    let event = Threading.Event()
    event.set()
    print(event.isSet, event.wait(timeout: .seconds(1)))
    event.clear()

    let barrier = Threading.Barrier(2, timeout: .seconds(60)) { print("all are here") }
    let thread = try Threading.Thread { try barrier.wait() }.start()
    do {
        print(try barrier.wait())
    } catch is Threading.BrokenBarrierError {
        print("somebody did not come")
    }
    try thread.join()
    print(barrier.parties, barrier.waitingCount, barrier.broken)
    barrier.abort()
    barrier.reset()

    let timer = Threading.Timer(after: .seconds(30)) { print("time is over") }
    try timer.start()
    timer.cancel()
}

func pools() throws {
    let pool = try Threading.ThreadPool(threads: 4, maxWaiting: 100)
    let future = try pool.submit { 6 * 7 }
    future.addDoneCallback { future in
        print(future.isDone)
    }
    print(try future.result(timeout: .seconds(60)), future.cancel(), future.isCancelled, future.isRunning)
    print(future.outcome as Any)
    print(try pool.map([1, 2, 3]) { $0 * $0 })
    print(pool.shutdown(cancelPending: true, timeout: .seconds(60)))
}

try threads()
try module()
try locks()
try conditions()
try others()
try pools()
Threading.joinAll()
#endif
