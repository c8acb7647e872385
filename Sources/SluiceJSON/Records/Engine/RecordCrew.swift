internal import SluiceCore

/// Threads that parse batches while the one that reads cuts the next ones.
struct RecordCrew {
    private let pool: WorkerPool<RecordJob, RecordJob>
    /// No more batches come; why, if that is an error.
    private(set) var isComplete = false
    private var failure: ParseError?
    /// Memory of batches that have been delivered.
    private var spares: [RecordMemory] = []

    init(workers: Int, isOrdered: Bool) {
        pool = WorkerPool(workers: workers, order: isOrdered ? .submission : .completion) {
            { job in
                job.parse()
                return job
            }
        }
    }

    /// Finds batches until the threads have enough to do; `false` where that takes more input.
    mutating func fill(from finder: RecordFinder) -> Bool {
        while !isComplete, !pool.isFull {
            do throws(ParseError) {
                switch try finder.next() {
                case .batch: pool.submit(RecordJob(takenFrom: finder, into: spares.popLast()))
                case .bad(let error): pool.submit(RecordJob(bad: error))
                case .needsInput: return false
                case .done: isComplete = true
                }
            } catch {
                failure = error
                isComplete = true
            }
        }
        return true
    }

    /// Takes back the memory of a batch that has been delivered.
    mutating func reclaim(_ job: RecordJob) {
        if spares.count < pool.capacity, let memory = job.memory { spares.append(memory) }
    }

    /// The next batch; `nil` where there is none left.
    /// - Throws: What ended the document, once all before it has been taken.
    mutating func next() throws(ParseError) -> RecordJob? {
        if let job = pool.next() { return job }
        if let failure { throw failure }
        return nil
    }
}
