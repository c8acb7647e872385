#if Services
import ArgumentParser
import Foundation
import SluiceCore

@main
struct SluiceBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sluice-bench",
        abstract: "Measures Sluice beside Foundation, on your own files or on generated ones.",
        discussion: """
            EXAMPLES
              sluice-bench run answers.json feed.xml
              sluice-bench generate --size 200MB sample.json
              sluice-bench compare --at '$.statuses[*]' sample.json
            """,
        subcommands: [RunCommand.self, CompareCommand.self, GenerateCommand.self, JobCommand.self],
        defaultSubcommand: RunCommand.self)

    /// Ends as `sluice` does: 1 for a bad document, 2 for wrong usage and for what cannot be read.
    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let error as ParseError {
            end(1, "\(error)")
        } catch let failure as JobFailed {
            end(failure.status, failure.description)
        } catch let failure as IOFailure {
            end(2, "sluice: error: \(failure)")
        } catch {
            if exitCode(for: error) == .success { exit(withError: error) }
            end(2, fullMessage(for: error))
        }
    }

    private static func end(_ status: Int32, _ complaint: String) -> Never {
        FileHandle.standardError.write(Data((complaint + "\n").utf8))
        Foundation.exit(status)
    }
}
#else
@main
struct SluiceBench {
    static func main() {
        print("sluice-bench was built without the trait Services, which brings its command line")
    }
}
#endif
