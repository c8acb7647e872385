#if Services
import ArgumentParser
import Foundation
import SluiceCommandLine

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
        } catch let failure as JobFailed {
            Terminal.say("\(failure)\n")
            Foundation.exit(failure.status)
        } catch {
            report(error).end()
        }
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
