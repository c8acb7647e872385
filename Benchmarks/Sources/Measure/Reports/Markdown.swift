/// The report as text.
enum Markdown {
    static func text(of report: Report) -> String {
        let surroundings = report.surroundings
        let versions = surroundings.versions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        var lines = [
            "# Results",
            "",
            "Written by `Scripts/bench`; not edited by hand. MB is 10^6 bytes of the document; speeds are medians over the",
            "rounds, with the worst and the best; ratios are medians of the ratios of each round. Time is the processor's (user",
            "and system), which does not count other programs of a busy machine; for work of several threads, and for what is",
            "compared with it, it is the clock's, which does.",
            "",
            "- \(surroundings.date), \(surroundings.processor), \(surroundings.cores) cores, "
                + "\((Double(surroundings.memoryBytes) / 1e9).short) GB, \(surroundings.system)",
            "- " + load(in: report),
            "- " + versions.joined(separator: "; "),
            "- " + surroundings.flags,
            "- Not measured: IkigaJSON, yyjson.",
            "",
            "![chart](results.svg)",
            "",
            "## Targets",
            "",
            "Judged by the median; the best round of each contestant, which noise disturbs less, stands beside it.",
            "",
            "| Work | Document | Target | Reached | At best | |",
            "|---|---|---|---:|---:|---|",
        ]
        for (work, results) in report.byWork {
            for result in results {
                for verdict in result.verdicts {
                    lines.append(
                        "| \(work.title) | \(result.document) | \(verdict.text) | \(verdict.reached.short) "
                            + "| \(verdict.reachedAtBest.short) | \(verdict.isMet ? "met" : "**not met**") |")
                }
            }
        }
        let failures = report.results.flatMap { result in
            result.failures.map { "- \(result.work.title), \(result.document), \($0.contestant): \($0.reason)" }
        }
        if !failures.isEmpty { lines += ["", "## Failed", ""] + failures }
        for (work, results) in report.byWork {
            lines += ["", "## \(work.title)", ""]
            lines += [
                "| Document | Contestant | MB/s | worst - best | Peak memory | Sluice is faster by | Busy processors |",
                "|---|---|---:|---:|---:|---:|---:|",
            ]
            for result in results { lines += rows(of: result) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func rows(of result: ContestResult) -> [String] {
        result.figures.map { figure in
            let peak = figure.peakBytes.map { "\((Double($0) / 1e6).short) MB" } ?? ""
            let ratio = result.ours.flatMap { figure.name == $0.name ? nil : $0.ratio(to: figure).short } ?? ""
            return
                "| \(result.document) (\((Double(result.bytes) / 1e6).short) MB) | \(figure.name) | \(figure.median.short) "
                + "| \(figure.worst.short) - \(figure.best.short) | \(peak) | \(ratio) | \(result.busyProcessors.short) |"
        }
    }

    /// What the machine was doing, in a sentence.
    private static func load(in report: Report) -> String {
        let busy = report.results.filter { !$0.figures.isEmpty }.map(\.busyProcessors)
        guard let least = busy.min(), let most = busy.max() else { return "Nothing was measured." }
        return
            "Busy processors while a row was measured, on average: \(least.short) to \(most.short). The measuring makes 1 of "
            + "it, somewhat more where a contestant has two threads; what is beyond, other programs made. Each row has its own."
    }

    /// A few lines for the terminal.
    static func summary(of result: ContestResult) -> String {
        let figures = result.figures.map { figure in
            let peak = figure.peakBytes.map { ", peak \((Double($0) / 1e6).short) MB" } ?? ""
            return "  \(figure.name): \(figure.median.short) MB/s (\(figure.worst.short) - \(figure.best.short))\(peak)"
        }
        let verdicts = result.verdicts.map {
            "  \($0.isMet ? "met" : "NOT MET"): \($0.text): \($0.reached.short), at best \($0.reachedAtBest.short)"
        }
        let failures = result.failures.map { "  FAILED: \($0.contestant): \($0.reason)" }
        return
            (["\(result.work.rawValue) \(result.document), \(result.busyProcessors.short) processors busy"] + figures
            + verdicts + failures).joined(separator: "\n")
    }
}
