extension Contest {
    /// How long and how often to measure.
    struct Effort {
        /// How often each contestant has its turn.
        var rounds = 15
        /// A turn repeats the work until it lasts so long.
        var turnSeconds = 0.03
        /// A contestant whose turns have lasted so long altogether has no more of them (but three at least).
        var totalSeconds = 4.0

        static let thorough = Effort()
        static let quick = Effort(rounds: 3, turnSeconds: 0.02, totalSeconds: 3)
    }

    /// Gives the contestants their turns, one after the other in each round, so that what slows the machine
    /// down for a while slows them all. Who fails is out, and named in the result; the others go on.
    func run(_ effort: Effort, progress: Progress) -> ContestResult {
        let load = MachineLoad()
        var failures: [Int: String] = [:]
        /// `nil` where the contestant is out.
        func time(_ i: Int, _ iterations: Int, _ what: String) -> Sample? {
            guard failures[i] == nil else { return nil }
            progress.show("\(work.rawValue) \(document): \(what), \(contestants[i].name)")
            do { return try contestants[i].time(iterations) } catch {
                failures[i] = "\(error)"
                return nil
            }
        }
        var iterations = [Int](repeating: 1, count: contestants.count)
        for i in contestants.indices {
            // The first run is slow (page faults, lazy set-up); the second says how many make a turn.
            guard var sample = time(i, 1, "warming") else { continue }
            if contestants[i].mostTurns != nil { continue }
            if sample.wallSeconds < effort.turnSeconds * 10 { sample = time(i, 1, "warming") ?? sample }
            iterations[i] = max(1, Int(effort.turnSeconds / max(sample.seconds, 1e-7)))
        }
        var turns = [[ContestResult.Turn]](repeating: [], count: contestants.count)
        var spent = [Double](repeating: 0, count: contestants.count)
        for round in 0..<effort.rounds {
            for offset in contestants.indices {
                // Another one begins each round.
                let i = (offset + round) % contestants.count
                if round >= 3, spent[i] > effort.totalSeconds { continue }
                if let most = contestants[i].mostTurns, round >= most { continue }
                guard let sample = time(i, iterations[i], "round \(round + 1) of \(effort.rounds)") else { continue }
                spent[i] += sample.seconds
                turns[i].append(
                    .init(
                        round: round, seconds: sample.seconds / Double(iterations[i]),
                        wallSeconds: sample.wallSeconds / Double(iterations[i]), peakBytes: sample.peakBytes))
            }
        }
        let figures = contestants.indices.filter { failures[$0] == nil }.map {
            ContestResult.Figure(contestant: contestants[$0], bytes: bytes, turns: turns[$0])
        }
        return ContestResult(
            work: work, document: document, bytes: bytes, busyProcessors: load.busyProcessors, figures: figures,
            goals: goals,
            failures: failures.sorted { $0.key < $1.key }.map {
                .init(contestant: contestants[$0.key].name, reason: $0.value)
            })
    }
}
