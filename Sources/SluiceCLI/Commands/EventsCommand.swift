#if Services
import ArgumentParser
import SluiceCommandLine
import SluiceCore
import SluiceJSON
import SluiceXML

struct EventsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Writes what a document is made of, one JSON array a line.",
        discussion: """
            The lines are ["startObject"] ["key","a"] ["string","x"] ["number","1.50"] ["boolean",true] ["null"] \
            ["endObject"] ["startArray"] ["endArray"]. Numbers are texts, as they stand in the document. Constant memory.

            Those of XML are ["startDocument"] ["startPrefixMapping","p","uri"] \
            ["startElement","{uri}name",[["{uri}attribute","value"]]] ["characters","text"] ["ignorableWhitespace"," "] \
            ["comment","text"] ["processingInstruction","target","data"] ["startCDATA"] ["endCDATA"] \
            ["skippedEntity","name"] ["endElement","{uri}name"] ["endPrefixMapping","p"] ["endDocument"]. Adjacent text is one.

            EXAMPLES
              sluice events book.json
              sluice events book.xml
              sluice events --dtd book.dtd book.xml     entities resolved, attributes with their defaults
              sluice events big.json.gz | grep '^."key"' | sort | uniq -c
            """)

    @OptionGroup var options: DocumentOptions

    @OptionGroup var entities: EntityOptions

    @Flag(help: "Go on behind the faults of XML; each is reported, and the exit status is 1.")
    var recover = false

    @Argument(help: "A file; none, or -, for standard input.", completion: .file())
    var file = "-"

    private static let html = "events reads JSON and XML; out of HTML, sluice format --to xml makes XML."

    func run() throws {
        var lines = EventLines(to: .standardOutput)
        do {
            var input = try Input(file)
            let format = try options.format(of: file, &input)
            try entities.refuse(for: format)
            switch format {
            case .json: try JSON.parse(input, handler: &lines)
            case .ndjson:
                var rows = try JSON.records(at: .lines, in: input)
                while try rows.next() != nil { try JSON.parse(rows.rawBytes.span, handler: &lines) }
            case .html: throw ValidationError(Self.html)
            case .xml:
                return try XMLEventLines.write(
                    input, RecoveryReport.options(entities.parserOptions, recovers: recover),
                    entities.resolver(for: file))
            }
        } catch {
            // What came before the fault is the reader's.
            try lines.writer.flush()
            throw error
        }
        _ = try lines.finish()
    }
}

/// Writes each event of a document as a JSON array on a line of its own.
private struct EventLines: ~Copyable, JSON.ContentHandler {
    var writer: JSON.Writer<DescriptorSink>

    init(to sink: consuming DescriptorSink) { writer = JSON.Writer(to: sink, options: .lines) }

    /// Writes what is left.
    consuming func finish() throws -> DescriptorSink { try writer.finish() }

    mutating func startObject() throws { try line("startObject") }
    mutating func endObject() throws { try line("endObject") }
    mutating func startArray() throws { try line("startArray") }
    mutating func endArray() throws { try line("endArray") }
    mutating func null() throws { try line("null") }

    mutating func key(_ name: JSON.Text) throws {
        try begin("key")
        try writer.string(name)
        try writer.endArray()
    }

    mutating func string(_ text: JSON.Text) throws {
        try begin("string")
        try writer.string(text)
        try writer.endArray()
    }

    mutating func number(_ number: JSON.NumberText) throws {
        try begin("number")
        try writer.string(JSON.Text(utf8: number.utf8))
        try writer.endArray()
    }

    mutating func boolean(_ value: Bool) throws {
        try begin("boolean")
        try writer.boolean(value)
        try writer.endArray()
    }

    private mutating func line(_ event: String) throws {
        try begin(event)
        try writer.endArray()
    }

    private mutating func begin(_ event: String) throws {
        try writer.startArray()
        try writer.string(event)
    }
}
#endif
