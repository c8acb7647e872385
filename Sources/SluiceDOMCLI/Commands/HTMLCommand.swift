#if Services
import ArgumentParser
import SluiceCommandLine
import SluiceCore
import SluiceDOM
import SluiceXML

/// `sluice format` for HTML.
struct HTMLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "format")

    @OptionGroup var options: FormatOptions

    @OptionGroup var handed: HandedOver

    func validate() throws {
        guard !options.sortKeys else { throw ValidationError("--sort-keys goes with JSON.") }
        guard !options.recover else { throw ValidationError("--recover goes with XML: HTML is mended as it is read.") }
        guard options.to != .xml else { return }
        let isAsked = options.indent != nil || options.compact || options.canonical || options.ascii
        guard !isAsked else {
            throw ValidationError(
                "White space and characters of HTML stay as they are: options for them go with --to xml.")
        }
    }

    func run() throws {
        let input = try Input(options.file, ahead: handed.ahead)
        let document = try XML.DOM.Document(input, .html, of: options.file, options.entities)
        var output = BufferedSink(DescriptorSink.standardOutput)
        if options.canonical {
            try document.canonicalize(to: &output)
        } else if options.to == .xml {
            if let type = document.doctype { try document.removeChild(type) }
            try document.writexml(to: &output, options: options.xmlWriterOptions)
        } else {
            let text = document.tohtml()
            try output.write(text.utf8.span)
            if !text.hasSuffix("\n") { try output.write("\n".utf8.span) }
        }
        try output.flush()
        if options.canonical { Terminal.endLine() }
    }
}
#endif
