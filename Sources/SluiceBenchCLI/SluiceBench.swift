#if Services
import ArgumentParser

@main
struct SluiceBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sluice-bench",
        abstract: "Measures Sluice beside Foundation, on your own files or on generated ones.",
        discussion: """
            EXAMPLES
              sluice-bench run answers.json
              sluice-bench generate --size 200MB sample.json
              sluice-bench compare --at '$.statuses[*]' sample.json
            """,
        subcommands: [RunCommand.self, CompareCommand.self, GenerateCommand.self, JobCommand.self],
        defaultSubcommand: RunCommand.self)
}
#else
@main
struct SluiceBench {
    static func main() {
        print("sluice-bench was built without the trait Services, which brings its command line")
    }
}
#endif
