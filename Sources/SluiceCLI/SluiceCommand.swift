#if Services
import ArgumentParser
import SluiceCommandLine

@main
struct SluiceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sluice",
        abstract: "Checks, formats, queries and streams JSON and XML of any size in constant memory.",
        discussion: """
            Results go to standard output, everything else to standard error. A FILE of "-", or none, is standard \
            input; .gz is read as it is. HTML is read as well, by check, format and query.

            EXAMPLES
              sluice check *.json                           well-formed? where not?
              sluice format --indent 2 minified.json        pretty-print
              sluice query '$.users[*].name' users.json     one result a line
              sluice query '//book[@price > 10]' books.xml  XPath, of XML and HTML
              sluice records --at '$.statuses[*]' big.json  records, one a line
              curl -s URL | sluice records --at '/items/*'  the same, as it arrives
              sluice records --at /dblp/article dblp.xml.gz elements of XML, as JSON
              sluice check --dtd book.dtd book.xml          valid? where not?
              sluice check --schema books.xsd books.xml     XML Schema, RELAX NG, Schematron
              sluice serve --to in.ndjson                   receives records over TCP and TLS
              sluice send out.ndjson tcp://127.0.0.1:7700   sends them, each exactly once

            EXIT STATUS
              0  fine
              1  the document is bad, or there is no answer
              2  wrong usage, or a file that cannot be read or written
            """,
        version: "0.1.0",
        subcommands: [
            CheckCommand.self, FormatCommand.self, EventsCommand.self, QueryCommand.self, RecordsCommand.self,
            ServeCommand.self, SendCommand.self, BenchCommand.self,
        ])

    static func main() { start() }
}
#else
import SluiceCommandLine

@main
struct SluiceCommand {
    static func main() {
        Terminal.say("sluice: error: built without the trait Services, which brings the command line\n")
        ExitStatus.failed.end()
    }
}
#endif
