#if Services
import ArgumentParser
import SluiceCore
import SluiceXML

@main
struct SluiceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sluice",
        abstract: "Checks, formats, queries and streams JSON and XML of any size in constant memory.",
        discussion: """
            Results go to standard output, everything else to standard error. A FILE of "-", or none, is standard \
            input; .gz is read as it is.

            EXAMPLES
              sluice check *.json                           well-formed? where not?
              sluice format --indent 2 minified.json        pretty-print
              sluice query '$.users[*].name' users.json     one result a line
              sluice records --at '$.statuses[*]' big.json  records, one a line
              curl -s URL | sluice records --at '/items/*'  the same, as it arrives
              sluice records --at /dblp/article dblp.xml.gz elements of XML, as JSON
              sluice check --dtd book.dtd book.xml          valid? where not?

            EXIT STATUS
              0  fine
              1  the document is bad, or there is no answer
              2  wrong usage, or a file that cannot be read or written
            """,
        version: "0.1.0",
        subcommands: [
            CheckCommand.self, FormatCommand.self, EventsCommand.self, QueryCommand.self, RecordsCommand.self,
            BenchCommand.self,
        ])

    static func main() {
        Signals.prepare()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            report(error).end()
        }
    }

    /// Says what is wrong with records that were left out: the first of them, and how many more there are.
    static func report(_ errors: [ParseError], of count: Int) -> ExitStatus {
        for error in errors { _ = report(error) }
        if count > errors.count {
            let text = "\(count - errors.count) more bad records are not shown"
            Terminal.say(Diagnostic.warning(text, coloured: Terminal.isColoured))
        }
        return count > 0 ? .bad : .fine
    }

    /// Says what went wrong, in the words that suit it, and how the process is to end.
    static func report(_ error: any Error) -> ExitStatus {
        switch error {
        case let error as ParseError:
            Terminal.say(Diagnostic.text(error, coloured: Terminal.isColoured))
            if let hint = Diagnostic.hint(error) { Terminal.say(hint) }
            return .bad
        case let error as WriterError:
            Terminal.say(Diagnostic.text(error, coloured: Terminal.isColoured))
            return .bad
        case let refusal as ExternalEntities.Refusal:
            Terminal.say(Diagnostic.text(refusal, coloured: Terminal.isColoured))
            return .bad
        case let failure as IOFailure where failure.isClosedPipe:
            return .fine
        case let failure as IOFailure:
            Terminal.say(Diagnostic.text(failure, coloured: Terminal.isColoured))
            return .failed
        case let status as ExitStatus:
            return status
        default:
            // Help, the version and completions are "errors" too, with an exit code of 0.
            let text = fullMessage(for: error)
            guard exitCode(for: error) == .success else {
                Terminal.say(text + "\n")
                return .failed
            }
            print(text)
            return .fine
        }
    }
}
#else
@main
struct SluiceCommand {
    static func main() {
        Terminal.say("sluice: error: built without the trait Services, which brings the command line\n")
        ExitStatus.failed.end()
    }
}
#endif
