#if Services
import ArgumentParser
import SluiceCore
import SluiceJSON

struct QueryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "Writes what a path leads to, one result a line.",
        discussion: """
            EXPRESSION is JSON Pointer (RFC 6901; a step * matches all) or JSONPath (RFC 9535) of names, indices from \
            the front and wildcards. Of NDJSON every line is asked. Exits 1 where there is no result. Constant memory.

            EXAMPLES
              sluice query /users/0/name users.json
              sluice query '$.users[*].name' users.json
              sluice query --raw '$.id' events.ndjson.gz
            """)

    @OptionGroup var options: DocumentOptions

    @Flag(name: .shortAndLong, help: "Strings without quotes and escapes.")
    var raw = false

    @Argument(help: "JSON Pointer or JSONPath.")
    var expression: String

    @Argument(help: "A file; none, or -, for standard input.", completion: .file())
    var file = "-"

    func validate() throws { try RecordsCommand.checkPaths([expression]) }

    func run() throws {
        var output = try RecordOutput(raw ? .raw : .ndjson)
        do {
            var input = try Input(file)
            switch try options.format(of: file, &input) {
            case .xml: throw ValidationError("query reads JSON; sluice records --at takes elements out of XML.")
            case .json:
                var results = try JSON.records(at: JSON.RecordSelection(expression), in: input)
                while let result = try results.next() { try output.write(result) }
            case .ndjson:
                let path = try JSON.ValuePath(expression)
                var lines = try JSON.records(at: .lines, in: input)
                while let line = try lines.next() {
                    for result in path.values(in: line) { try output.write(result) }
                }
            }
        } catch {
            try output.flush()
            throw error
        }
        let hasAnswers = output.count > 0
        try output.finish()
        if !hasAnswers { throw ExitStatus.bad }
    }
}
#endif
