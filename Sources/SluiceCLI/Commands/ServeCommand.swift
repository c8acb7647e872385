#if Services
import ArgumentParser
import SluiceCommandLine

struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Receives documents over TCP, Unix sockets and TLS.",
        discussion: """
            Runs sluice-stream, an executable of its own since it alone links a network stack. Its own help: sluice serve --help

            EXAMPLES
              sluice serve --to orders.ndjson
              sluice serve --listen tcp://0.0.0.0:7700 --tls-cert server.pem --tls-key server.key --to orders.ndjson
            """,
        helpNames: [])

    @Argument(parsing: .captureForPassthrough, help: "Arguments of sluice-stream serve.")
    var arguments: [String] = []

    func run() throws { try StreamExecutable.replaceProcess() }
}

struct SendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Sends the records of a file to a server of documents.",
        discussion: """
            Runs sluice-stream, an executable of its own since it alone links a network stack. Its own help: sluice send --help

            EXAMPLES
              sluice send orders.ndjson tcp://127.0.0.1:7700
            """,
        helpNames: [])

    @Argument(parsing: .captureForPassthrough, help: "Arguments of sluice-stream send.")
    var arguments: [String] = []

    func run() throws { try StreamExecutable.replaceProcess() }
}
#endif
