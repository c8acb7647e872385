#if Services
import ArgumentParser
import SluiceCommandLine
import SluiceCore
import SluiceJSON
import SluiceXML

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Says whether documents are well-formed, and where they are not.",
        discussion: """
            Every file is reported: "FILE: ok" on standard output, or its first fault on standard error, as \
            FILE:LINE:COLUMN with the line and a caret. Of NDJSON every bad line is reported. Constant memory.

            XML is also held to its document type with --dtd or --validate, and to a schema with --schema: XML Schema \
            1.0, RELAX NG (in XML) and Schematron, by what the file holds, or a file *.dtd. Then all that is not valid is \
            reported, up to \(CheckOptions.mostFaults) faults of a file. What a schema includes or \
            imports is read if it is in the schema's folder; nothing else is, nor the network. A schema that cannot be \
            used is status 2.

            EXAMPLES
              sluice check *.json *.xml
              sluice check --dtd book.dtd book.xml              valid, too?
              sluice check --validate --entities dtds/ *.xml    what documents refer to is in dtds/
              sluice check --schema book.xsd book.xml           XML Schema; .rng, .sch: RELAX NG, Schematron
              sluice check --quiet events.ndjson.gz && echo fine
              curl -s URL | sluice check
            """)

    @OptionGroup var options: CheckOptions

    func run() throws {
        if let schema = options.schema, !Self.isDTD(schema) { try DOMExecutable.replaceProcess() }
        try options.checkEach(check)
    }

    func validate() throws {
        guard let schema = options.schema else { return }
        guard !options.validate, options.entities.dtd == nil || !Self.isDTD(schema) else {
            throw ValidationError("--schema says by what a document must be valid: without --validate, and one DTD.")
        }
    }

    private static func isDTD(_ path: String) -> Bool { path.lowercased().hasSuffix(".dtd") }

    /// What of a document type is read. A DTD that is the schema is read as its declarations.
    private var entities: EntityOptions {
        var entities = options.entities
        if let schema = options.schema { entities.dtd = schema }
        return entities
    }

    /// Reports what is wrong with one file; the others are still to come.
    private func check(_ file: String) -> ExitStatus {
        do {
            var input = try Input(file, progress: Progress(sharesTerminal: false))
            let format = try options.document.format(of: file, &input)
            if options.validate, format != .xml { throw ValidationError("--validate goes with XML.") }
            if options.schema != nil, format != .xml { throw ValidationError("--schema goes with XML.") }
            try entities.refuse(for: format)
            switch format {
            case .json:
                _ = try JSON.parse(input, handler: Listener())
                return .fine
            case .ndjson: return try checkLines(input)
            case .xml: return try checkXML(input, of: file)
            case .html: throw ValidationError("No HTML is refused: sluice format shows how it is read.")
            }
        } catch {
            return SluiceCommand.report(error)
        }
    }

    private func checkXML(_ input: consuming Input, of file: String) throws -> ExitStatus {
        var listener = XMLListener()
        var parserOptions = entities.parserOptions
        parserOptions.validates = options.validate || entities.dtd != nil
        let resolver = entities.resolver(for: file)
        let faults = Faults()
        defer { faults.sayRest() }
        try XML.parse(
            input, handler: &listener, options: parserOptions, errorHandler: faults,
            lexicalHandler: options.validate && resolver == nil ? TypeAtHand(document: file) : nil,
            entityResolver: resolver)
        return faults.count > 0 ? .bad : .fine
    }

    private func checkLines(_ input: consuming Input) throws -> ExitStatus {
        var options = JSON.RecordOptions()
        options.badRecords = .collect
        var lines = try JSON.records(at: .lines, in: input, options: options)
        while try lines.next() != nil {}
        return Report.say(lines.errors, of: lines.badRecordCount)
    }

    /// Says what is not valid as it comes, up to some number.
    private final class Faults: XML.ErrorHandler {
        private(set) var count = 0

        func error(_ error: ParseError) {
            count += 1
            if count <= CheckOptions.mostFaults { _ = Report.say(error) }
        }

        func sayRest() {
            let rest = count - CheckOptions.mostFaults
            if rest > 0 { Report.warn("\(rest) more faults are not shown") }
        }
    }

    /// Sees to it that a document is held to its type only where all of that is read.
    private final class TypeAtHand: XML.LexicalHandler {
        private let document: String

        init(document: String) { self.document = document }

        func startDTD(_ name: String, publicID: String?, systemID: String?) throws {
            guard let systemID else { return }
            let reason = "its document type is in '\(systemID)', which is read with --dtd FILE or --entities FOLDER"
            throw ExternalEntities.Refusal(description: "\(document): \(reason)")
        }
    }

    /// Wants nothing of a document.
    private struct Listener: JSON.ContentHandler {}
    private struct XMLListener: XML.ContentHandler {}
}
#endif
