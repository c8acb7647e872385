#if Services
import ArgumentParser
import SluiceCore
import SluiceJSON
import SluiceXML

struct FormatCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "format",
        abstract: "Pretty-prints, minifies or canonicalises a document.",
        discussion: """
            Numbers keep their text, members their order, duplicates their places; only white space changes, unless \
            an option says more. Constant memory; with --sort-keys and --canonical, one copy of the outermost object.

            Of XML only white space between elements changes, in elements that have no other text. Entities are \
            resolved, and what the document type declares is written again. --canonical is Canonical XML 2.0: no \
            document type, no comments, sorted attributes, namespaces where they are used. All of it in constant memory.

            EXAMPLES
              sluice format minified.json
              sluice format --indent 4 feed.xml
              sluice format --compact big.json.gz > small.json
              sluice format --canonical order.json | sha256sum       RFC 8785
              sluice format --canonical order.xml | sha256sum        C14N 2.0
              sluice format --ascii --dtd book.dtd book.xml          entities resolved, &#252; for ü
            """)

    @OptionGroup var options: DocumentOptions

    @Option(help: ArgumentHelp("Blanks for each level.", valueName: "count"))
    var indent = 2

    @Flag(help: "No white space at all.")
    var compact = false

    @Flag(help: "The one canonical form: of JSON that of RFC 8785, of XML that of C14N 2.0.")
    var canonical = false

    @Flag(help: "Members of JSON's objects in the order of their names' code points.")
    var sortKeys = false

    @Flag(help: "Characters beyond ASCII as \\uXXXX; those of XML's text and attribute values as &#N;.")
    var ascii = false

    @OptionGroup var entities: EntityOptions

    @Flag(
        help:
            "Go on behind the faults of XML, as far as what is written is well-formed; each is reported, and the exit status is 1."
    )
    var recover = false

    @Argument(help: "A file; none, or -, for standard input.", completion: .file())
    var file = "-"

    func validate() throws {
        guard indent >= 0 else { throw ValidationError("--indent is a count of blanks: 0 or more.") }
        guard !(compact && canonical) else { throw ValidationError("--canonical is compact already.") }
    }

    func run() throws {
        var input = try Input(file)
        let format = try options.format(of: file, &input)
        try entities.refuse(for: format)
        if format == .xml { return try formatXML(input) }
        var writer = JSON.Writer(to: DescriptorSink.standardOutput, options: writerOptions(format))
        do {
            switch format {
            case .xml: break
            case .json: try JSON.parse(input, handler: &writer)
            case .ndjson:
                // From the text of each line, not from its value: numbers keep theirs.
                var rows = try JSON.records(at: .lines, in: input)
                while try rows.next() != nil { try JSON.parse(rows.rawBytes.span, handler: &writer) }
            }
        } catch {
            // What came before the fault is the reader's.
            try writer.flush()
            Terminal.endLine()
            throw error
        }
        _ = try writer.finish()
        // The canonical form ends without a newline, but no prompt should stand behind it.
        if canonical { Terminal.endLine() }
    }

    private func formatXML(_ input: consuming Input) throws {
        guard !sortKeys else {
            throw ValidationError("--sort-keys goes with JSON; of XML, --canonical sorts the attributes.")
        }
        let resolver = entities.resolver(for: file)
        if canonical {
            guard !ascii else { throw ValidationError("The canonical form of XML is in UTF-8: without --ascii.") }
            return try XMLFormatter.writeCanonical(input, entities.parserOptions, resolver)
        }
        let options = XML.WriterOptions(
            indent: compact ? nil : .init(indent), removesBlankText: compact, encoding: ascii ? .usASCII : .utf8,
            trailingNewline: true)
        try XMLFormatter.write(
            input, options, RecoveryReport.options(entities.parserOptions, recovers: recover), resolver)
    }

    private func writerOptions(_ format: DocumentFormat) -> JSON.WriterOptions {
        JSON.WriterOptions(
            indent: compact || canonical ? nil : .init(indent), sortKeys: sortKeys, ensureASCII: ascii,
            canonical: canonical, trailingNewline: format == .json && !canonical,
            roots: format == .ndjson ? .lines : .one)
    }
}
#endif
