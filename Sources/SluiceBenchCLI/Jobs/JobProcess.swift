import Foundation

/// Runs a job in a process of its own, so that each has fresh memory and its peak is its own.
struct JobProcess {
    /// `nil` where the library has nothing of the kind.
    static func run(_ job: Job, by library: Library, on input: JobInput, seconds: Double) throws -> JobTiming? {
        let process = Process()
        guard let program = Bundle.main.executablePath else { throw JobFailed("cannot find its own program") }
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments =
            ["job", job.rawValue, library.rawValue, input.path, "--seconds", String(seconds)]
            + (input.isLines ? ["--lines"] : []) + (input.recordPath.map { ["--at", $0] } ?? [])
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let answer = output.fileHandleForReading.readDataToEndOfFile()
        let complaint = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        if process.terminationStatus != 0 {
            if complaint.isEmpty { throw JobFailed("\(library.title) ended while it was to \(job.title)") }
            throw JobFailed(complaint: complaint, status: process.terminationStatus)
        }
        return try JSONDecoder().decode(JobTiming?.self, from: answer)
    }
}

/// A job that could not be done: the file is no JSON, or cannot be read.
struct JobFailed: Error, CustomStringConvertible, Equatable {
    let description: String
    /// How the process is to end.
    let status: Int32

    init(_ reason: String) {
        description = "sluice: error: \(reason)"
        status = 2
    }

    /// - Parameter complaint: what another process said, as it said it.
    init(complaint: String, status: Int32) {
        description = complaint.trimmingCharacters(in: .newlines)
        self.status = status
    }
}
