#if Services
package import ArgumentParser
package import SluiceXML

/// The arguments of `sluice format`, whichever executable does it.
package struct FormatOptions: ParsableArguments {
    @OptionGroup package var document: DocumentOptions

    @Option(help: ArgumentHelp("Blanks for each level; 2 where nothing is said.", valueName: "count"))
    package var indent: Int?

    @Flag(help: "No white space at all.")
    package var compact = false

    @Flag(help: "The one canonical form: of JSON that of RFC 8785, of XML that of C14N 2.0.")
    package var canonical = false

    @Flag(help: "Members of JSON's objects in the order of their names' code points.")
    package var sortKeys = false

    @Flag(help: "Characters beyond ASCII as \\uXXXX; those of XML's text and attribute values as &#N;.")
    package var ascii = false

    @Option(help: ArgumentHelp("HTML: html, mended and otherwise as it was, or xml.", valueName: "format"))
    package var to: HTMLLayout?

    @OptionGroup package var entities: EntityOptions

    @Flag(
        help:
            "Go on behind the faults of XML, as far as what is written is well-formed; each is reported, and the exit status is 1."
    )
    package var recover = false

    @Argument(help: "A file; none, or -, for standard input.", completion: .file())
    package var file = "-"

    package enum HTMLLayout: String, CaseIterable, ExpressibleByArgument {
        case html, xml
    }

    package init() {}

    package func validate() throws {
        guard indent ?? 0 >= 0 else { throw ValidationError("--indent is a count of blanks: 0 or more.") }
        guard !(compact && canonical) else { throw ValidationError("--canonical is compact already.") }
    }

    package var xmlWriterOptions: XML.WriterOptions {
        XML.WriterOptions(
            indent: compact ? nil : .init(indent ?? 2), removesBlankText: compact, encoding: ascii ? .usASCII : .utf8,
            trailingNewline: true)
    }
}
#endif
