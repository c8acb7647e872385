import Foundation

/// All the jobs on one file.
struct FileMeasurement {
    let path: String
    let recordPath: String?
    let seconds: Double

    /// - Parameter progress: told what is being done.
    func run(progress: (String) -> Void) throws -> FileReport {
        guard let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber else {
            throw JobFailed("cannot read '\(path)'")
        }
        if path.hasSuffix(".gz") {
            throw JobFailed("'\(path)' is compressed; unpack it first, so that parsing is measured")
        }
        let input = JobInput(path: path, recordPath: recordPath, isLines: Self.isLines(path))
        var report = FileReport(path: path, bytes: size.intValue)
        // Foundation takes some 15 times the document; the machine must not start to swap.
        let foundationFits = size.uint64Value < ProcessInfo.processInfo.physicalMemory / 20
        if !foundationFits { report.notes.append("Too large for Foundation on this machine.") }
        for job in jobs(input) {
            progress("\(report.name): Sluice, \(job.title)")
            guard let ours = try JobProcess.run(job, by: .sluice, on: input, seconds: seconds) else { continue }
            progress("\(report.name): Foundation, \(job.title)")
            let theirs =
                foundationFits ? try JobProcess.run(job, by: .foundation, on: input, seconds: seconds) : nil
            report.rows.append(.init(job: job, sluice: ours, foundation: theirs))
        }
        if let records = report.rows.first(where: { $0.job == .records }) {
            let whole =
                input.isLines || records.foundation == nil ? "" : " Foundation has to load the whole document."
            report.notes.append("\(Double(records.sluice.count).short) records.\(whole)")
        } else {
            let path = input.isXML ? "/feed/entry" : "$.items[*]"
            report.notes.append("Add --at PATH to take records out of it: '\(path)', say.")
        }
        return report
    }

    private func jobs(_ input: JobInput) -> [Job] {
        if input.isLines { return [.records, .recordsOnAllCores] }
        return Job.allCases.filter { !input.isXML || $0 != .walk }.filter {
            input.recordPath != nil || $0 != .records && $0 != .recordsOnAllCores
        }
    }

    static func isLines(_ path: String) -> Bool {
        [".ndjson", ".jsonl"].contains { path.hasSuffix($0) }
    }
}
