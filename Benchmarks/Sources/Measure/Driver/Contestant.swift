import CFloors

/// One way of doing a piece of work, and how to time it.
struct Contestant {
    /// Whose work it is; reports colour by it.
    enum Side: String, Codable {
        case sluice
        /// The C or C++ engine itself, doing no more than the work.
        case floor
        case foundation
        /// A library of another language.
        case peer
    }

    let name: String
    let side: Side
    /// Whether it uses several threads.
    var isParallel = false
    /// Where a turn takes long whatever it measures: then it is the work once, and there are so many turns.
    var mostTurns: Int?
    /// Runs the work `iterations` times. What happens before the timing starts does not count.
    let time: (_ iterations: Int) throws -> Sample

    /// A contestant that runs in this process.
    init(_ name: String, _ side: Side, work: @escaping () throws -> Void) {
        self.name = name
        self.side = side
        time = { iterations in
            let start = ContinuousClock.now
            let cpuStart = floor_cpu_seconds()
            for _ in 0..<iterations { try work() }
            let cpuSeconds = floor_cpu_seconds() - cpuStart
            return Sample(seconds: cpuSeconds, wallSeconds: (ContinuousClock.now - start).seconds)
        }
    }

    /// A contestant that times itself, in a process of its own.
    init(_ name: String, _ side: Side, time: @escaping (_ iterations: Int) throws -> Sample) {
        self.name = name
        self.side = side
        self.time = time
    }
}

/// One timing.
struct Sample {
    /// The time that a processor worked: on an idle machine the time that passed, for work of a single thread.
    var seconds: Double
    /// The time that passed, which is what counts for work of several threads.
    var wallSeconds: Double
    /// The most memory that the process had in use, where it had one to itself.
    var peakBytes: Int?
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}

/// Takes a value so that the compiler cannot leave out the work that made it.
@inline(never)
func keep<T: ~Copyable>(_ value: borrowing T) {}

/// The work went wrong: a benchmark that measures failures measures nothing.
struct WorkFailed: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Throws unless the work succeeded.
func check(_ succeeded: Bool, _ what: @autoclosure () -> String) throws {
    if !succeeded { throw WorkFailed(what()) }
}
