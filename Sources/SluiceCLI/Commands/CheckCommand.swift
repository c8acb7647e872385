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

            EXAMPLES
              sluice check *.json *.xml
              sluice check --quiet events.ndjson.gz && echo fine
              curl -s URL | sluice check
            """)

    @OptionGroup var options: DocumentOptions

    @Flag(name: .shortAndLong, help: "Say nothing of files that are fine.")
    var quiet = false

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
            switch try options.format(of: file, &input) {
            case .json:
                _ = try JSON.parse(input, handler: Listener())
                return .fine
            case .ndjson: return try checkLines(input)
            case .xml:
                var listener = XMLListener()
                try XML.parse(input, handler: &listener)
                return .fine
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

    /// Wants nothing of a document.
    private struct Listener: JSON.ContentHandler {}
    private struct XMLListener: XML.ContentHandler {}
}
#endif
