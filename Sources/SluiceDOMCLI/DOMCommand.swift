#if Services
import ArgumentParser
import SluiceCommandLine

/// What `sluice` leaves to this executable, under the same names, so that wrong usage is told in the same words. The help
/// is that of `sluice`.
@main
struct DOMCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sluice",
        abstract: "XPath, schemas and HTML for sluice, which runs this where it is needed.",
        subcommands: [XPathCommand.self, SchemaCommand.self, HTMLCommand.self])

    static func main() { start() }
}

/// What `sluice` has read of standard input, to see what it is.
struct HandedOver: ParsableArguments {
    @Option(help: .hidden)
    var ahead: Int32?
}
#else
import SluiceCommandLine

@main
struct DOMCommand {
    static func main() {
        Terminal.say("sluice-dom: error: built without the trait Services, which brings the command line\n")
        ExitStatus.failed.end()
    }
}
#endif
