import CFloors
import Foundation

/// A program run for its own sake.
enum ChildProcess {
    /// Runs a program to its end.
    ///
    /// - Returns: what it printed (64 KiB at most), and the time from its start to its end.
    static func run(_ program: String, _ arguments: [String]) throws -> (output: String, sample: Sample) {
        let words = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var output = [UInt8](repeating: 0, count: 64 << 10)
        var count = output.count
        var seconds = 0.0
        var cpuSeconds = 0.0
        let status = output.withUnsafeMutableBytes {
            floor_run(words, $0.baseAddress?.assumingMemoryBound(to: CChar.self), &count, &seconds, &cpuSeconds)
        }
        try check(status == 0, "\(([program] + arguments).joined(separator: " ")) \(ending(status))")
        return (
            String(decoding: output.prefix(count), as: UTF8.self), Sample(seconds: cpuSeconds, wallSeconds: seconds)
        )
    }

    private static func ending(_ status: Int32) -> String {
        if status == FLOOR_NOT_STARTED { return "could not be started" }
        return status < 0 ? "was ended by signal \(-status)" : "ended with status \(status)"
    }

    /// Runs a program that prints how much memory it used, and times it from start to end.
    static func sample(_ program: String, _ arguments: [String]) throws -> Sample {
        var (output, sample) = try run(program, arguments)
        let report = try JSONDecoder().decode(Report.self, from: Data(output.utf8))
        sample.peakBytes = report.peak
        return sample
    }

    private struct Report: Decodable {
        let peak: Int
    }
}
