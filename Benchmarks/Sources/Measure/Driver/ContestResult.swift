/// What came of a contest.
struct ContestResult: Codable {
    /// One contestant's turn in one round.
    struct Turn: Codable {
        let round: Int
        /// Once through the work, by the processor's time and by the clock on the wall.
        let seconds: Double
        let wallSeconds: Double
        let peakBytes: Int?
    }

    /// What one contestant reached.
    struct Figure: Codable {
        let name: String
        let side: Contestant.Side
        let isParallel: Bool
        /// Megabytes (10^6 bytes of the document) a second: the median of the turns, the worst and the best.
        let median: Double
        let worst: Double
        let best: Double
        /// The median of the turns.
        let peakBytes: Int?
        let turns: [Turn]

        var leastPeakBytes: Int? { turns.compactMap(\.peakBytes).min() }

        init(contestant: Contestant, bytes: Int, turns: [Turn]) {
            name = contestant.name
            side = contestant.side
            let isParallel = contestant.isParallel
            self.isParallel = isParallel
            self.turns = turns
            let speeds = turns.map { Double(bytes) / 1e6 / (isParallel ? $0.wallSeconds : $0.seconds) }.sorted()
            median = speeds.median
            worst = speeds.first ?? 0
            best = speeds.last ?? 0
            let peaks = turns.compactMap { $0.peakBytes.map(Double.init) }.sorted()
            peakBytes = peaks.isEmpty ? nil : Int(peaks.median)
        }
    }

    /// A goal, and what was reached of it.
    struct Verdict: Codable {
        let text: String
        let required: Double
        /// What is judged: the median.
        let reached: Double
        /// The same from the best round of each, which noise disturbs less.
        let reachedAtBest: Double
        let isMet: Bool
    }

    /// Who failed, and why.
    struct Failure: Codable {
        let contestant: String
        let reason: String
    }

    let work: Work
    let document: String
    let bytes: Int
    /// How many processors were busy meanwhile, on average, with whatever program.
    let busyProcessors: Double
    let figures: [Figure]
    let verdicts: [Verdict]
    let failures: [Failure]

    init(
        work: Work, document: String, bytes: Int, busyProcessors: Double, figures: [Figure], goals: [Goal],
        failures: [Failure]
    ) {
        self.work = work
        self.document = document
        self.bytes = bytes
        self.busyProcessors = busyProcessors
        self.figures = figures
        self.failures = failures
        verdicts = goals.compactMap { Self.verdict(of: $0, figures) }
    }

    /// A row that could not be measured at all.
    init(work: Work, document: String, failure: any Error) {
        self.init(
            work: work, document: document, bytes: 0, busyProcessors: 0, figures: [], goals: [],
            failures: [Failure(contestant: "everyone", reason: "\(failure)")])
    }

    /// What the others are compared with; `nil` where it failed.
    var ours: Figure? { figures.first { $0.side == .sluice } }

    /// `nil` where one of the two did not take part.
    private static func verdict(of goal: Goal, _ figures: [Figure]) -> Verdict? {
        guard let figure = figures.first(where: { $0.name == goal.contestant }) else { return nil }
        switch goal.measure {
        case .faster(let names, let factor):
            let others = figures.filter { names.contains($0.name) }
            guard let other = others.max(by: { $0.median < $1.median }) else { return nil }
            let ratio = figure.ratio(to: other)
            return Verdict(
                text: "\(figure.name) ≥ \(factor.short) × \(other.name)", required: factor,
                reached: ratio, reachedAtBest: figure.ratioAtBest(to: other), isMet: ratio >= factor)
        case .memory(let most):
            guard let peak = figure.peakBytes else { return nil }
            return Verdict(
                text: "\(figure.name): peak memory ≤ \((Double(most) / 1e6).short) MB", required: Double(most) / 1e6,
                reached: Double(peak) / 1e6, reachedAtBest: Double(figure.leastPeakBytes ?? peak) / 1e6,
                isMet: peak <= most)
        }
    }
}

extension ContestResult.Figure {
    /// How many times as fast as `other`: the median over the rounds that both took part in.
    func ratio(to other: Self) -> Double {
        let seconds = seconds(beside: other)
        let theirs = Dictionary(uniqueKeysWithValues: other.turns.map { ($0.round, seconds($0)) })
        return turns.compactMap { turn in theirs[turn.round].map { $0 / seconds(turn) } }.sorted().median
    }

    /// The same from the best round of each.
    func ratioAtBest(to other: Self) -> Double {
        let seconds = seconds(beside: other)
        return (other.turns.map(seconds).min() ?? 0) / (turns.map(seconds).min() ?? 1)
    }

    /// By the clock on the wall where one of the two uses threads.
    private func seconds(beside other: Self) -> (ContestResult.Turn) -> Double {
        isParallel || other.isParallel ? { $0.wallSeconds } : { $0.seconds }
    }
}

extension [Double] {
    /// Of numbers in order.
    var median: Double {
        if isEmpty { return 0 }
        return count % 2 == 1 ? self[count / 2] : (self[count / 2 - 1] + self[count / 2]) / 2
    }
}

extension Double {
    /// Three digits or so: `0.85`, `12.3`, `1,482`.
    var short: String {
        if abs(self) >= 1000 {
            let digits = Array(String(Int(rounded())))
            return digits.indices.reduce("") {
                $0 + ($1 > 0 && (digits.count - $1) % 3 == 0 ? "," : "") + String(digits[$1])
            }
        }
        let scale: Double = abs(self) >= 100 ? 1 : abs(self) >= 10 ? 10 : 100
        let rounded = (self * scale).rounded() / scale
        return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    }
}
