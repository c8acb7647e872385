// Three workers on a queue of priorities: the classic one has a lock around the queue, a flag that says when to end, and
// workers that look again and again. A queue that is shut down needs none of them.
#if Services
import SluiceThreading

typealias Job = Threading.PrioritizedItem<Int, String>

let queue = Threading.PriorityQueue<Job>(maxsize: 10)
let output = Threading.Lock()

let workers = (1...3).map { number in
    Threading.Thread(name: "worker \(number)") {
        for job in queue {
            output.withLock { print("\(Threading.currentThread.name) has \(job.item)") }
            try queue.taskDone()
        }
    }
}
for worker in workers { try worker.start() }

for (priority, name) in [(3, "three"), (1, "one"), (5, "five"), (2, "two"), (4, "four")] {
    try queue.put(Job(priority: priority, item: name))
}
queue.join()
queue.shutdown()
for worker in workers { try worker.join() }
print("the end")
#endif
