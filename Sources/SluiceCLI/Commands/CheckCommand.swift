#if Services
import ArgumentParser
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

            XML is also held to its document type with --dtd or --validate: then all that is not valid is reported, up \
            to \(Self.mostFaults) faults of a file, and counted beyond.

            EXAMPLES
              sluice check *.json *.xml
              sluice check --dtd book.dtd book.xml              valid, too?
              sluice check --validate --entities dtds/ *.xml    what documents refer to is in dtds/
              sluice check --quiet events.ndjson.gz && echo fine
              curl -s URL | sluice check
            """)

    @OptionGroup var options: DocumentOptions

    @Flag(name: .shortAndLong, help: "Say nothing of files that are fine.")
    var quiet = false

    @Flag(help: "XML must be valid: as its document type has it.")
    var validate = false

    @OptionGroup var entities: EntityOptions

    @Argument(help: "Files; none, or -, for standard input.", completion: .file())
    var files: [String] = []

    func run() throws {
        var worst = ExitStatus.fine
        var output = DescriptorSink.standardOutput
        for file in files.isEmpty ? ["-"] : files {
            let status = check(file)
            if status == .fine, !quiet { try output.write("\(file): ok\n".utf8.span) }
            worst = max(worst, status)
        }
        if worst != .fine { throw worst }
    }

    /// Reports what is wrong with one file; the others are still to come.
    private func check(_ file: String) -> ExitStatus {
        do {
            var input = try Input(file, progress: Progress(sharesTerminal: false))
            let format = try options.format(of: file, &input)
            if validate, format != .xml { throw ValidationError("--validate goes with XML.") }
            try entities.refuse(for: format)
            switch format {
            case .json:
                _ = try JSON.parse(input, handler: Listener())
                return .fine
            case .ndjson: return try checkLines(input)
            case .xml:
                var listener = XMLListener()
                var parserOptions = entities.parserOptions
                parserOptions.validates = validate || entities.dtd != nil
                let resolver = entities.resolver(for: file)
                let faults = Faults(atMost: Self.mostFaults)
                defer { faults.sayRest() }
                try XML.parse(
                    input, handler: &listener, options: parserOptions, errorHandler: faults,
                    lexicalHandler: validate && resolver == nil ? TypeAtHand(document: file) : nil,
                    entityResolver: resolver)
                return faults.count > 0 ? .bad : .fine
            }
        } catch {
            return SluiceCommand.report(error)
        }
    }

    private func checkLines(_ input: consuming Input) throws -> ExitStatus {
        var options = JSON.RecordOptions()
        options.badRecords = .collect
        var lines = try JSON.records(at: .lines, in: input, options: options)
        while try lines.next() != nil {}
        return SluiceCommand.report(lines.errors, of: lines.badRecordCount)
    }

    private static let mostFaults = 100

    /// Says what is not valid as it comes, up to some number.
    private final class Faults: XML.ErrorHandler {
        private(set) var count = 0
        private let most: Int

        init(atMost most: Int) { self.most = most }

        func error(_ error: ParseError) {
            count += 1
            if count <= most { _ = SluiceCommand.report(error) }
        }

        func sayRest() {
            guard count > most else { return }
            let text = "\(count - most) more faults are not shown"
            Terminal.say(Diagnostic.warning(text, coloured: Terminal.isColoured))
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
