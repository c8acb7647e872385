#if Services
import ArgumentParser
import SluiceCommandLine

/// What `sluice` leaves to this executable, under the same names: it alone links a network stack.
@main
struct StreamCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sluice",
        abstract: "Documents over the network for sluice, which runs this where it is needed.",
        subcommands: [ServeCommand.self, SendCommand.self])

    static func main() async { await start() }
}
#else
import SluiceCommandLine

@main
struct StreamCommand {
    static func main() {
        Terminal.say("sluice-stream: error: built without the trait Services, which brings the network\n")
        ExitStatus.failed.end()
    }
}
#endif
