#if Services
import ArgumentParser

@main
struct SluiceBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sluice-bench",
        abstract: "Measures Sluice beside Foundation, on your own files or on generated ones.",
        discussion: """
            EXAMPLES
              sluice-bench generate --size 200MB --seed 1 sample.json
            """,
        subcommands: [GenerateCommand.self])
}
#else
@main
struct SluiceBench {
    static func main() {
        print("sluice-bench was built without the trait Services, which brings its command line")
    }
}
#endif
