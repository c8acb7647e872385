#if Services
import ArgumentParser
import SluiceCommandLine

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures Sluice beside Foundation on your own file.",
        discussion: """
            Runs sluice-bench, an executable of its own since it alone links Foundation. Its own help: sluice bench --help

            EXAMPLES
              sluice bench big.json
              sluice bench dblp.xml
              sluice bench --html report.html big.json events.ndjson
              sluice bench compare --at '$.statuses[*]' big.json
            """,
        helpNames: [])

    @Argument(parsing: .captureForPassthrough, help: "Arguments of sluice-bench.")
    var arguments: [String] = []

    func run() throws {
        let executable = SiblingExecutable(name: "sluice-bench")
        executable.replaceProcess(arguments: arguments)
        Terminal.say(
            """
            sluice: error: sluice-bench stands neither beside sluice nor on the PATH
            Build it with: swift build -c release --product sluice-bench

            """)
        throw ExitStatus.failed
    }
}
#endif
