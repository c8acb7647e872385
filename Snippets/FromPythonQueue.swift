// The lines that "From Python's queue" names, in the order of its tables.
#if Services
import SluiceThreading

/// The longest word first.
struct Longest: Threading.QueueStorage {
    private var words: [String] = []

    var count: Int { words.count }

    mutating func append(_ item: String) { words.append(item) }

    mutating func removeNext() -> String {
        let longest = words.indices.max { words[$0].count < words[$1].count } ?? 0
        return words.remove(at: longest)
    }
}

func queues() throws {
    let queue = Threading.Queue<String>(maxsize: 10)
    try queue.put("a")
    try queue.put("b", timeout: .seconds(1))
    try queue.putNowait("c")
    print(queue.qsize, queue.isEmpty, queue.isFull, queue.maxsize)
    print(try queue.get(), try queue.get(timeout: .seconds(1)), try queue.getNowait())
    for _ in 0..<3 { try queue.taskDone() }
    queue.join()
    print(queue.unfinishedTasks)
    let thread = try Threading.Thread { for item in queue { print(item) } }.start()
    try queue.put("d")
    queue.shutdown()
    try thread.join()
    queue.shutdown(immediate: true)
    print(queue.isShutDown)

    let stack = Threading.LifoQueue<String>()
    let numbers = Threading.PriorityQueue<Int>()
    let jobs = Threading.PriorityQueue<Threading.PrioritizedItem<Int, String>>()
    try jobs.put(.init(priority: 2, item: "second"))
    let words = Threading.BlockingQueue<Longest>()
    print(stack.qsize, numbers.qsize, try jobs.get().item, words.qsize, Threading.Queue<String>().maxsize)
}

func simple() throws {
    let simple = Threading.SimpleQueue<String>()
    simple.put("a")
    simple.putNowait("b")
    print(try simple.get(timeout: .seconds(1)), try simple.getNowait())
    print(simple.qsize, simple.isEmpty)
}

func exceptions(_ queue: Threading.Queue<String>) throws {
    do {
        try queue.putNowait("a")
        print(try queue.getNowait(), try queue.getNowait())
    } catch Threading.QueueError.empty {
        print("there is nothing")
    } catch Threading.QueueError.full {
        print("there is no room")
    } catch Threading.QueueError.shutDown {
        print("it is over")
    }
}

func tasks() async throws {
    let queue = Threading.Queue<String>(maxsize: 1)
    let task = Task {
        for await item in queue.values {
            print(item)
            try queue.taskDone()
        }
    }
    try await queue.put("a")
    try await queue.put("b")
    try await queue.join()
    queue.shutdown()
    try await task.value
    do { _ = try await queue.get() } catch { print(error) }
}

try queues()
try simple()
try exceptions(Threading.Queue(maxsize: 2))
try await tasks()
#endif
