/// Threads that work on inputs side by side, with the one thread that hands them in and takes the results: where that
/// one would have to wait, it works too.
///
///     let pool = WorkerPool(workers: 4) { (piece: [UInt8]) in parse(piece) }
///     repeat {
///         while !pool.isFull, let piece = cut() { pool.submit(piece) }
///     } while pool.next().map(use) != nil
///
/// Nothing runs ahead without bound: ``isFull`` says when to take a result first. A pool that goes away, also in the
/// middle, drops the inputs that no thread has begun and waits for those begun.
package final class WorkerPool<Input: Sendable, Output: Sendable> {
    /// In which order results are taken.
    package enum Order: Sendable {
        /// As the inputs were submitted.
        case submission
        /// As they are finished.
        case completion
    }

    /// Inputs that may be submitted and not taken yet.
    package let capacity: Int
    /// Inputs that are submitted and not taken yet.
    package private(set) var inFlight = 0

    private let order: Order
    private let board = Monitor(Board())
    private var threads: [WorkerThread] = []
    private var nextToSubmit = 0
    private var nextToTake = 0
    private let makeWorker: @Sendable () -> (Input) -> Output
    private lazy var ownWorker = makeWorker()

    /// What the threads share. Both lists are as short as `capacity`.
    private struct Board: Sendable {
        var waiting: [Job] = []
        var finished: [(number: Int, output: Output)] = []
        var isOver = false

        /// What a thread does next; `nil` while there is nothing.
        mutating func step() -> Step? {
            if isOver { return .stop }
            return waiting.isEmpty ? nil : .work(waiting.removeFirst())
        }

        /// What who wants the output of this number, or of any, does next; `nil` while others work on it.
        mutating func step(toward number: Int?) -> Step? {
            if let output = take(number) { return .take(output) }
            // The last one's input is the likeliest to be in this processor's cache.
            return waiting.popLast().map { .work($0) }
        }

        /// The output of this number, or of any; `nil` while it is not finished.
        mutating func take(_ number: Int?) -> Output? {
            let index = finished.firstIndex { number == nil || $0.number == number }
            return index.map { finished.remove(at: $0).output }
        }
    }

    private struct Job: Sendable {
        let number: Int
        let input: Input
    }

    private enum Step: Sendable {
        case work(Job)
        case take(Output)
        case stop
    }

    /// Starts the threads, one less than there are workers.
    /// - Parameter capacity: Inputs in flight at most; two a worker unless given.
    /// - Parameter makeWorker: Makes what a worker works with, once for each: it may keep state of its own.
    package init(
        workers: Int, order: Order = .submission, capacity: Int? = nil,
        makeWorker: @escaping @Sendable () -> (Input) -> Output
    ) {
        let workers = min(max(workers, 0), Self.mostWorkers)
        self.capacity = max(capacity ?? 2 * workers, 1)
        self.order = order
        self.makeWorker = makeWorker
        let board = board
        for _ in 1..<max(workers, 1) {
            guard let thread = WorkerThread({ Self.serve(board, makeWorker()) }) else { break }
            threads.append(thread)
        }
    }

    /// Starts threads that share no state.
    package convenience init(
        workers: Int, order: Order = .submission, capacity: Int? = nil, work: @escaping @Sendable (Input) -> Output
    ) {
        self.init(workers: workers, order: order, capacity: capacity, makeWorker: { work })
    }

    deinit {
        board.update { board in
            board.isOver = true
            board.waiting = []
        }
        for thread in threads { thread.join() }
    }

    /// Whether a result should be taken before the next input is submitted.
    package var isFull: Bool { inFlight >= capacity }

    /// Hands in an input. It never waits.
    package func submit(_ input: Input) {
        let job = Job(number: nextToSubmit, input: input)
        nextToSubmit += 1
        inFlight += 1
        board.update { $0.waiting.append(job) }
    }

    /// The next result; works and waits for it where it must. `nil` when nothing is in flight.
    package func next() -> Output? {
        guard inFlight > 0 else { return nil }
        let wanted = order == .submission ? nextToTake : nil
        while true {
            switch board.wait({ $0.step(toward: wanted) }) {
            case .take(let output):
                nextToTake += 1
                inFlight -= 1
                return output
            case .work(let job):
                let output = ownWorker(job.input)
                board.update { $0.finished.append((job.number, output)) }
            case .stop: return nil
            }
        }
    }

    /// What a thread does until the pool is over.
    private static func serve(_ board: Monitor<Board>, _ work: (Input) -> Output) {
        while case .work(let job) = board.wait({ $0.step() }) {
            let output = work(job.input)
            board.update { $0.finished.append((job.number, output)) }
        }
    }

    private static var mostWorkers: Int { 256 }
}
