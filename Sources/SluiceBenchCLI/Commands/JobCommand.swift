#if Services
import ArgumentParser
import Foundation
import SluiceCore

/// One job of one library on one file; `run` and `compare` start it.
struct JobCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "job", shouldDisplay: false)

    @Argument var job: Job
    @Argument var library: Library
    @Argument var file: String
    @Option var at: String?
    @Option var seconds = 2.0
    @Flag var lines = false

    func run() throws {
        let input = JobInput(path: file, recordPath: at, isLines: lines)
        let clock = JobClock(budget: seconds)
        let timing: JobTiming?
        switch library {
        case .sluice:
            do { timing = try SluiceJobs(input: input, clock: clock).run(job) } catch let error as ParseError {
                throw error.named(file)
            }
        case .foundation: timing = try FoundationJobs(input: input, clock: clock).run(job)
        }
        print(String(decoding: try JSONEncoder().encode(timing), as: UTF8.self))
    }
}

extension Job: ExpressibleByArgument {}
extension Library: ExpressibleByArgument {}
#endif
