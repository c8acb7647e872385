#if Services
import ArgumentParser
import SluiceCommandLine
import SluiceCore
import SluiceDOM
import SluiceXML

/// `sluice check --schema`
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "check")

    @OptionGroup var options: CheckOptions

    func run() throws {
        guard let path = options.schema else {
            throw ValidationError("--schema says by what a document must be valid.")
        }
        let schema: XML.DOM.Schema
        do { schema = try SchemaFile(path).compile() } catch {
            if let broken = error as? SchemaFile.Broken {
                Terminal.say("\(broken)\n")
            } else {
                _ = DOMCommand.report(error)
            }
            throw ExitStatus.failed
        }
        try options.checkEach { check($0, by: schema) }
    }

    private func check(_ file: String, by schema: XML.DOM.Schema) -> ExitStatus {
        do {
            var input = try Input(file, progress: Progress(sharesTerminal: false))
            let format = try options.document.format(of: file, &input)
            guard format == .xml else { throw ValidationError("--schema goes with XML.") }
            let most = CheckOptions.mostFaults
            let faults = try schema.validate(
                input, options: options.entities.parserOptions, entityResolver: options.entities.resolver(for: file),
                atMost: most + 1)
            for fault in faults.prefix(most) { Terminal.say("\(fault)\n") }
            if faults.count > most { Report.warn("more faults are not shown") }
            return faults.isEmpty ? .fine : .bad
        } catch {
            return DOMCommand.report(error)
        }
    }
}
#endif
