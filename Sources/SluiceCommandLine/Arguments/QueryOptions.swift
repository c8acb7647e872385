#if Services
package import ArgumentParser

/// The arguments of `sluice query`, whichever executable answers.
package struct QueryOptions: ParsableArguments {
    @OptionGroup package var document: DocumentOptions

    @Flag(name: .shortAndLong, help: "Text alone: strings without quotes and escapes, elements without tags.")
    package var raw = false

    @Option(
        help: ArgumentHelp(
            "text, xml or json: how results are written. JSON's are json. Of XML, elements are xml and all else is text.",
            valueName: "layout"))
    package var to: Layout?

    @Option(
        name: .customLong("ns"),
        help: ArgumentHelp("XPath: a prefix, and the namespace that it stands for.", valueName: "prefix=uri"))
    package var namespaces: [NamespaceBinding] = []

    @Flag(help: "XML and HTML: the expression is a CSS selector.")
    package var css = false

    @OptionGroup package var entities: EntityOptions

    @Argument(help: "JSON Pointer or JSONPath; of XML and HTML, XPath or a CSS selector.")
    package var expression: String

    @Argument(help: "A file; none, or -, for standard input.", completion: .file())
    package var file = "-"

    package enum Layout: String, CaseIterable, ExpressibleByArgument {
        case text, xml, json
    }

    package init() {}

    package mutating func validate() throws {
        if raw {
            guard to == nil || to == .text else { throw ValidationError("--raw is --to text.") }
            to = .text
        }
    }

    /// What of the arguments goes with XML alone.
    package func refuseXML(for format: DocumentFormat) throws {
        try entities.refuse(for: format)
        guard namespaces.isEmpty else { throw ValidationError("--ns goes with XML.") }
        guard !css else { throw ValidationError("--css goes with XML and HTML.") }
        guard to != .xml else { throw ValidationError("--to xml goes with XML and HTML.") }
    }
}
#endif
