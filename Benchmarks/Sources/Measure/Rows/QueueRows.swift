import CFloors
import SluiceThreading

/// A queue that threads share.
struct QueueRows {
    let python: Python?

    static let oneThread = "on one thread"
    static let twoThreads = "between two threads"
    private static let count = 100_000
    private static let capacity = 1_024
    private static let sum = count * (count - 1) / 2

    func contest(_ name: String) -> Contest {
        let isParallel = name == Self.twoThreads
        var contestants = [
            Contestant("Sluice", .sluice) {
                try Self.checkSum(isParallel ? Self.between() : Self.byTurns(), "Sluice")
            },
            Contestant("ring buffer, mutex, conditions (C)", .floor) {
                let work = isParallel ? floor_queue_two_threads : floor_queue_one_thread
                try Self.checkSum(Int(work(Self.capacity, Self.count)), "the ring buffer")
            },
        ]
        if let python {
            contestants.append(
                python.queue(threads: isParallel ? 2 : 1, capacity: Self.capacity, count: Self.count))
        }
        for i in contestants.indices { contestants[i].isParallel = isParallel }
        return Contest(
            work: .queues, document: name, bytes: 8 * Self.count, contestants: contestants,
            goals: [
                .faster("Sluice", than: "ring buffer, mutex, conditions (C)", by: 1 / 1.5),
                .faster("Sluice", than: "queue.Queue", by: 5),
            ])
    }

    private static func checkSum(_ sum: Int, _ who: String) throws {
        try check(sum == Self.sum, "\(who) lost an item")
    }

    private static func byTurns() throws -> Int {
        let queue = Threading.Queue<Int>(maxsize: capacity)
        var sum = 0
        for i in 0..<count {
            try queue.put(i)
            sum += try queue.get()
        }
        return sum
    }

    private static func between() throws -> Int {
        let queue = Threading.Queue<Int>(maxsize: capacity)
        let producer = try Threading.Thread { for i in 0..<count { try queue.put(i) } }.start()
        var sum = 0
        for _ in 0..<count { sum += try queue.get() }
        try producer.join()
        return sum
    }
}
