#if Services
import ArgumentParser
import SluiceCommandLine
import SluiceCore
import SluiceJSON
import SluiceXML

struct RecordsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "records",
        abstract: "Streams records out of a document of any size, in constant memory.",
        discussion: """
            Of JSON a PATH is JSONPath (RFC 9535) of names, indices from the front and wildcards, or JSON Pointer (RFC 6901) \
            with * for any step. Without one the records are the lines of NDJSON, or all that the outermost container \
            of a document holds. What stands between records is checked too: a document that is not JSON ends in an \
            error, after the records before it.

            Of XML a PATH is /dblp/article, //article for that name wherever it stands, * for any name, {uri}name for one \
            in a namespace; without one, every child of the root. As JSON, attributes are members @name, text is #text, \
            elements of one name are an array. Entities that are declared elsewhere, as &uuml; in dblp.dtd, need --dtd.

            EXAMPLES
              sluice records --at '$.statuses[*]' tweets.json.gz > tweets.ndjson
              sluice records --at '/users/*' --to csv users.json
              sluice records --at /dblp/article dblp.xml.gz > articles.ndjson
              sluice records --at /dblp/article --dtd dblp.dtd dblp.xml
              sluice records --at '//{http://www.w3.org/2005/Atom}entry' --to xml feed.xml
              sluice records --at '$.orders[*]' --at '$.refunds[*]' --limit 10 shop.json
              sluice records --workers 4 --skip-bad events.ndjson | grep error
              sluice records --range 0-1000000000 big.ndjson    one part of many
            """)

    @OptionGroup var options: DocumentOptions

    @Option(
        name: .customLong("at"),
        help: ArgumentHelp("Where the records stand; several are looked for in one pass.", valueName: "path"))
    var paths: [String] = []

    @Option(
        help: ArgumentHelp(
            "ndjson, json (one array), csv (columns of the first record), raw (strings as they are) or xml (of XML).",
            valueName: "layout"))
    var to = RecordOutput.Layout.ndjson

    @Option(
        help: ArgumentHelp("Members that are columns of the CSV, with commas between them.", valueName: "names"),
        transform: Self.names)
    var columns: [String]?

    @Option(help: ArgumentHelp("Threads that parse.", valueName: "count"))
    var workers = 1

    @Option(
        help: ArgumentHelp(
            "Only records that start in bytes [A, B) of the text; A- goes to the end.", valueName: "A-B"))
    var range: ByteRange?

    @Option(help: ArgumentHelp("At most so many records.", valueName: "count"))
    var limit: Int?

    @Flag(help: "Groups of records as they are ready: a little faster with several workers.")
    var unordered = false

    @Flag(help: "Leave out records that are not JSON, and say which.")
    var skipBad = false

    @Flag(help: "Write every record as soon as it is there, as on a terminal.")
    var lineBuffered = false

    @Flag(help: "Say at the end how many records there were, how fast they came and how much memory it took.")
    var stats = false

    @OptionGroup var entities: EntityOptions

    @Argument(help: "A file; none, or -, for standard input.", completion: .file())
    var file = "-"

    func validate() throws {
        guard workers > 0 else { throw ValidationError("--workers is a count of threads: 1 or more.") }
        guard limit ?? 0 >= 0 else { throw ValidationError("--limit is a count of records: 0 or more.") }
        guard columns == nil || to == .csv else { throw ValidationError("--columns goes with --to csv.") }
        switch options.format(of: file) {
        case .ndjson where !paths.isEmpty:
            throw ValidationError("The records of NDJSON are its lines; sluice query takes a part of each.")
        case .xml: try validateXML()
        case .json, .ndjson: try validateJSON()
        case .html: throw ValidationError(Self.html)
        case nil: break
        }
    }

    private static let html = "records reads JSON and XML; sluice query takes elements out of HTML."

    private func validateJSON() throws {
        guard to != .xml else { throw ValidationError("--to xml goes with XML.") }
        try entities.refuse(for: .json)
        try Self.checkPaths(paths)
    }

    private func validateXML() throws {
        guard !skipBad else { throw ValidationError("--skip-bad goes with JSON: behind a fault, XML cannot be read.") }
        do {
            _ = try XML.RecordParser(at: xmlSelection)
        } catch {
            throw ValidationError(error.message)
        }
    }

    /// A path that cannot be read is wrong usage, not a bad document.
    static func checkPaths(_ paths: [String]) throws {
        do {
            _ = try JSON.RecordParser(at: JSON.RecordSelection(paths))
        } catch {
            throw ValidationError(error.message)
        }
    }

    func run() throws {
        let progress = Progress()
        // A part of a file of lines is gone to at once; a part of anything else is found by reading up to it.
        if let range, file != "-", selection == .lines {
            let bytes = range.bytes.clamped(to: 0..<(try FileSource(file).size ?? .max)).count
            progress.advance(text: bytes, stored: 0, of: nil)
            try stream(JSON.records(at: selection, contentsOf: file, options: recordOptions), progress)
        } else {
            var input = try Input(file, progress: progress)
            let format = try options.format(of: file, &input)
            if format == .html { throw ValidationError(Self.html) }
            if format == .xml {
                try validateXML()
                return try stream(
                    XML.records(
                        at: xmlSelection, in: input, options: xmlOptions,
                        entityResolver: entities.resolver(for: file)), progress)
            }
            try validateJSON()
            try stream(JSON.records(at: selection, in: input, options: recordOptions), progress)
        }
    }

    private func stream<Source: ByteSource & ~Copyable>(
        _ records: consuming XML.Records<Source>, _ progress: Progress
    ) throws {
        var output = try RecordOutput(to, columns: columns, flushesLines: lineBuffered || Terminal.showsOutput)
        let limit = limit ?? .max
        do {
            while output.count < limit, let record = try records.next() { try output.write(record) }
        } catch {
            try output.flush()
            throw error
        }
        try finish(output, progress)
    }

    private func stream<Source: ByteSource & ~Copyable>(
        _ records: consuming JSON.Records<Source>, _ progress: Progress
    ) throws {
        var output = try RecordOutput(to, columns: columns, flushesLines: lineBuffered || Terminal.showsOutput)
        let limit = limit ?? .max
        do {
            while output.count < limit, let record = try records.next() { try output.write(record) }
        } catch {
            try output.flush()
            throw error
        }
        try finish(output, progress) { _ = Report.say(records.errors, of: records.badRecordCount) }
    }

    /// - Parameter report: What there is to say of records, after the last of them.
    private func finish(_ output: consuming RecordOutput, _ progress: Progress, report: () -> Void = {}) throws {
        let count = output.count
        // Columns that were chosen leave out the rest on purpose.
        let leftOut = columns == nil ? output.table.leftOut : nil
        try output.finish()
        progress.clear()
        report()
        if let leftOut {
            let text = "member '\(leftOut)' has no column and was left out: --columns names them"
            Report.warn(text)
        }
        if stats { Terminal.say(progress.summary(records: count) + "\n") }
    }

    private var selection: JSON.RecordSelection {
        if options.format(of: file) == .ndjson { return .lines }
        return paths.isEmpty ? "$[*]" : JSON.RecordSelection(paths)
    }

    private var recordOptions: JSON.RecordOptions {
        var options = JSON.RecordOptions()
        options.badRecords = skipBad ? .collect(atMost: 10) : .stop
        options.workers = workers
        options.isOrdered = !unordered
        options.range = range?.bytes
        return options
    }

    private var xmlSelection: XML.RecordSelection {
        paths.isEmpty ? "/*/*" : XML.RecordSelection(paths)
    }

    private var xmlOptions: XML.RecordOptions {
        var options = XML.RecordOptions()
        options.parser = entities.parserOptions
        options.workers = workers
        options.range = range?.bytes
        return options
    }

    private static func names(_ text: String) -> [String] {
        text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
}
#endif
