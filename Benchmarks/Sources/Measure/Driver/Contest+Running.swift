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
    /// down for a while slows them all.
    func run(_ effort: Effort, progress: Progress) throws -> ContestResult {
        var iterations: [Int] = []
        for contestant in contestants {
            progress.show("\(work.rawValue) \(document): warming \(contestant.name)")
            // The first run is slow (page faults, lazy set-up); the second says how many make a turn.
            var sample = try contestant.time(1)
            if sample.wallSeconds < effort.turnSeconds * 10 { sample = try contestant.time(1) }
            iterations.append(max(1, Int(effort.turnSeconds / max(sample.seconds, 1e-7))))
        }
        var turns = [[ContestResult.Turn]](repeating: [], count: contestants.count)
        var spent = [Double](repeating: 0, count: contestants.count)
        for round in 0..<effort.rounds {
            for offset in contestants.indices {
                // Another one begins each round.
                let i = (offset + round) % contestants.count
                if round >= 3, spent[i] > effort.totalSeconds { continue }
                progress.show(
                    "\(work.rawValue) \(document): round \(round + 1) of \(effort.rounds), \(contestants[i].name)")
                let sample = try contestants[i].time(iterations[i])
                spent[i] += sample.seconds
                turns[i].append(
                    .init(
                        round: round, seconds: sample.seconds / Double(iterations[i]),
                        wallSeconds: sample.wallSeconds / Double(iterations[i]), peakBytes: sample.peakBytes))
            }
        }
        let figures = contestants.indices.map {
            ContestResult.Figure(
                contestant: contestants[$0], bytes: bytes, turns: turns[$0])
        }
        return ContestResult(work: work, document: document, bytes: bytes, figures: figures, goals: goals)
    }
}
