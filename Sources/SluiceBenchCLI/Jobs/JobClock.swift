/// Times work that is repeated.
struct JobClock {
    /// Once this many seconds have gone by, there are no more repetitions: but three at least, unless a single one
    /// takes longer than all that.
    var budget = 2.0
    var repetitions = 25

    /// Runs `work`, which returns how much it met, once to warm up and then until time is up.
    func time(bytes: Int, _ work: () throws -> Int) rethrows -> JobTiming {
        let before = ProcessMemory.now
        var started = ContinuousClock.now
        let count = try work()
        let first = Self.seconds(since: started)
        let peak = ProcessMemory.peak
        var seconds: [Double] = []
        var spent = 0.0
        // Work that takes so long needs no warming up, and is not repeated for the sake of a median.
        if first > budget { seconds.append(first) }
        while seconds.count < 3 || (spent < budget && seconds.count < repetitions) {
            started = ContinuousClock.now
            _ = try work()
            let elapsed = Self.seconds(since: started)
            spent += elapsed
            seconds.append(elapsed)
            if spent > budget * 5 { break }
        }
        return JobTiming(bytes: bytes, count: count, seconds: seconds, memoryBytes: max(0, peak - before))
    }

    private static func seconds(since start: ContinuousClock.Instant) -> Double {
        let elapsed = (ContinuousClock.now - start).components
        return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    }
}

/// Takes a value so that the compiler cannot leave out the work that made it.
@inline(never)
func keep<T: ~Copyable>(_ value: borrowing T) {}
