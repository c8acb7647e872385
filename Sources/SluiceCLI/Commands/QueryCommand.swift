#if Services
import ArgumentParser
import SluiceCommandLine
import SluiceCore
import SluiceJSON

struct QueryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "Writes what an expression leads to, one result a line.",
        discussion: """
            Of JSON, EXPRESSION is JSON Pointer (RFC 6901; a step * matches all) or JSONPath (RFC 9535) of names, \
            indices from the front and wildcards. Of NDJSON every line is asked. Constant memory.

            Of XML and HTML it is XPath 1.0, on the whole document in memory. Elements are written as XML (those of HTML \
            as HTML), attributes and text as their text; with --raw elements, too, without their tags; with --to json \
            as records has them. What has line breaks keeps them; with --to json each result is one line. Strings, \
            numbers and truth values are written as such. HTML is mended where it is faulty; its names are in lower case \
            and in no namespace. With --css it is a CSS selector.

            A name without a prefix means elements in NO namespace: where a document has xmlns="uri", nothing is found by \
            //book, all is by --ns b=uri //b:book. Prefixes that the outermost element declares are known without --ns.

            Exits 1 where there is no result.

            EXAMPLES
              sluice query /users/0/name users.json
              sluice query '$.users[*].name' users.json
              sluice query --raw '$.id' events.ndjson.gz
              sluice query '//book[@price > 10]' books.xml          elements
              sluice query --raw '//book/title' books.xml           their text alone
              sluice query 'count(//book)' books.xml                a number
              sluice query --ns a=http://www.w3.org/2005/Atom --to json //a:entry feed.xml
              curl -s URL | sluice query --format html //a/@href    links of a page
              sluice query --css 'table.prices td' page.html        elements that CSS selects
            """)

    @OptionGroup var options: QueryOptions

    func validate() throws {
        switch options.document.format(of: options.file) {
        case .json, .ndjson: try validateJSON()
        case .xml, .html, nil: break
        }
    }

    private func validateJSON() throws {
        try options.refuseXML(for: .json)
        try RecordsCommand.checkPaths([options.expression])
    }

    func run() throws {
        switch options.document.format(of: options.file) {
        case .xml, .html: try DOMExecutable.replaceProcess()
        case .json, .ndjson, nil: break
        }
        var input = try Input(options.file)
        let format = try options.document.format(of: options.file, &input)
        if format == .xml || format == .html { try DOMExecutable.replaceProcess(taken: input.taken()) }
        try validateJSON()
        var output = try RecordOutput(options.to == .text ? .raw : .ndjson)
        do {
            if format == .ndjson {
                let path = try JSON.ValuePath(options.expression)
                var lines = try JSON.records(at: .lines, in: input)
                while let line = try lines.next() {
                    for result in path.values(in: line) { try output.write(result) }
                }
            } else {
                var results = try JSON.records(at: JSON.RecordSelection(options.expression), in: input)
                while let result = try results.next() { try output.write(result) }
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
