#if Services
import ArgumentParser
import SluiceCore
import SluiceJSON

struct EventsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Writes what a document is made of, one JSON array a line.",
        discussion: """
            The lines are ["startObject"] ["key","a"] ["string","x"] ["number","1.50"] ["boolean",true] ["null"] \
            ["endObject"] ["startArray"] ["endArray"]. Numbers are texts, as they stand in the document. Constant memory.

            EXAMPLES
              sluice events book.json
              sluice events big.json.gz | grep '^."key"' | sort | uniq -c     which names, how often
            """)

    @OptionGroup var options: DocumentOptions

    @Argument(help: "A file; none, or -, for standard input.", completion: .file())
    var file = "-"

    func run() throws {
        var lines = EventLines(to: .standardOutput)
        do {
            let input = try Input(file)
            switch options.format(of: file) {
            case .json: try JSON.parse(input, handler: &lines)
            case .ndjson:
                var rows = try JSON.records(at: .lines, in: input)
                while try rows.next() != nil { try JSON.parse(rows.rawBytes.span, handler: &lines) }
            }
        } catch {
            // What came before the fault is the reader's.
            try lines.writer.flush()
            throw error
        }
        _ = try lines.finish()
    }
}
#endif
