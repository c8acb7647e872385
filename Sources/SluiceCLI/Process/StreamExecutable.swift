#if Services
import SluiceCommandLine

/// `sluice-stream`, which sends and receives documents. `sluice` does not link a network stack, and starts the faster.
enum StreamExecutable {
    /// Becomes it, with all arguments of this process.
    static func replaceProcess() throws -> Never {
        SiblingExecutable(name: "sluice-stream").replaceProcess(arguments: Array(CommandLine.arguments.dropFirst()))
        Terminal.say(
            """
            sluice: error: sluice-stream stands neither beside sluice nor on the PATH
            Build it with: swift build -c release --product sluice-stream

            """)
        throw ExitStatus.failed
    }
}
#endif
