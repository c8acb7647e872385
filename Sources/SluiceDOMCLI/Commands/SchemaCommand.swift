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
            let document = try XML.DOM.Document(input, format, of: file, options.entities)
            let faults = try schema.validate(document)
            for fault in faults.prefix(CheckOptions.mostFaults) { Terminal.say("\(fault)\n") }
            let rest = faults.count - CheckOptions.mostFaults
            if rest > 0 { Report.warn("\(rest) more faults are not shown") }
            return faults.isEmpty ? .fine : .bad
        } catch {
            return DOMCommand.report(error)
        }
    }
}
#endif
