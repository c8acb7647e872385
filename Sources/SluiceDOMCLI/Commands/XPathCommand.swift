#if Services
import ArgumentParser
import SluiceCommandLine
import SluiceCore
import SluiceDOM
import SluiceXML

/// `sluice query` for XML and HTML.
struct XPathCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "query")

    @OptionGroup var options: QueryOptions

    @OptionGroup var handed: HandedOver

    func run() throws {
        do { try query() } catch  where error is XML.DOM.XPathError || error is XML.DOM.SelectorError {
            Terminal.say(Diagnostic.text(error, coloured: Terminal.isColoured))
            throw ExitStatus.failed
        }
    }

    private func query() throws {
        try checkSyntax()
        var input = try Input(options.file, ahead: handed.ahead)
        let format = try options.document.format(of: options.file, &input)
        let document = try XML.DOM.Document(input, format, of: options.file, options.entities)
        var output = QueryOutput(options.to, isHTML: format == .html)
        switch try value(in: document) {
        case .nodes(let nodes):
            for node in nodes { try output.write(node) }
        case .string(let text): try output.write(text)
        case .bool(let truth): try output.write(truth)
        case .number(let number): try output.write(number)
        }
        try output.flush()
        guard output.count == 0 else { return }
        if !options.css, let hint = DefaultNamespace.hint(to: options.expression, in: document) { Terminal.say(hint) }
        throw ExitStatus.bad
    }

    private func value(in document: XML.DOM.Document) throws -> XML.DOM.XPath.Value {
        let namespaces = namespaces(in: document)
        guard options.css else {
            return try XML.DOM.XPath(options.expression, namespaces: namespaces).evaluate(in: document)
        }
        return .nodes(Array(try document.querySelectorAll(options.expression, namespaces: namespaces)))
    }

    /// What the expression itself says of its faults, before a document is read for it.
    private func checkSyntax() throws {
        if options.css {
            do { _ = try XML.DOM.Selector(options.expression) } catch  where error.code == .unknownPrefix {}
        } else {
            do { _ = try XML.DOM.XPath(options.expression) } catch  where error.code != .syntax {}
        }
    }

    /// The URIs of prefixes: those that the outermost element declares, and before them those of `--ns`.
    private func namespaces(in document: XML.DOM.Document) -> [String: String] {
        var namespaces: [String: String] = [:]
        if let attributes = document.documentElement?.attributes {
            for attribute in attributes where attribute.prefix == "xmlns" {
                namespaces[attribute.localName ?? ""] = attribute.value
            }
        }
        for binding in options.namespaces { namespaces[binding.prefix] = binding.uri }
        return namespaces
    }
}
#endif
