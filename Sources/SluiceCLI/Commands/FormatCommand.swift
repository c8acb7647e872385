#if Services
import ArgumentParser
import SluiceCommandLine
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

            HTML is mended and otherwise written as it was; with --to xml it becomes XML, and the options are those of \
            XML. That takes the whole document into memory.

            EXAMPLES
              sluice format minified.json
              sluice format --indent 4 feed.xml
              sluice format --compact big.json.gz > small.json
              sluice format --canonical order.json | sha256sum       RFC 8785
              sluice format --canonical order.xml | sha256sum        C14N 2.0
              sluice format --to xml page.html                       XML out of any HTML
              sluice format --ascii --dtd book.dtd book.xml          entities resolved, &#252; for ü
            """)

    @OptionGroup var options: FormatOptions

    func run() throws {
        let file = options.file
        if options.document.format(of: file) == .html { try DOMExecutable.replaceProcess() }
        var input = try Input(file)
        let format = try options.document.format(of: file, &input)
        if format == .html { try DOMExecutable.replaceProcess(taken: input.taken()) }
        guard options.to == nil else { throw ValidationError("--to goes with HTML.") }
        try options.entities.refuse(for: format)
        if format == .xml { return try formatXML(input) }
        var writer = JSON.Writer(to: DescriptorSink.standardOutput, options: writerOptions(format))
        do {
            switch format {
            case .xml, .html: break
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
        if options.canonical { Terminal.endLine() }
    }

    private func formatXML(_ input: consuming Input) throws {
        guard !options.sortKeys else {
            throw ValidationError("--sort-keys goes with JSON; of XML, --canonical sorts the attributes.")
        }
        let entities = options.entities
        let resolver = entities.resolver(for: options.file)
        if options.canonical {
            guard !options.ascii else {
                throw ValidationError("The canonical form of XML is in UTF-8: without --ascii.")
            }
            return try XMLFormatter.writeCanonical(input, entities.parserOptions, resolver)
        }
        try XMLFormatter.write(
            input, options.xmlWriterOptions, RecoveryReport.options(entities.parserOptions, recovers: options.recover),
            resolver)
    }

    private func writerOptions(_ format: DocumentFormat) -> JSON.WriterOptions {
        JSON.WriterOptions(
            indent: options.compact || options.canonical ? nil : .init(options.indent ?? 2), sortKeys: options.sortKeys,
            ensureASCII: options.ascii, canonical: options.canonical,
            trailingNewline: format == .json && !options.canonical,
            roots: format == .ndjson ? .lines : .one)
    }
}
#endif
