#if Services
package import ArgumentParser
package import SluiceCore

/// How documents are to be read: what every command that reads some has in common.
package struct DocumentOptions: ParsableArguments {
    @Option(
        help: "json, ndjson, xml or html. Without it the file's name decides; where that says nothing, the first bytes."
    )
    package var format: DocumentFormat?

    package init() {}

    /// The format of `path`, as far as options and names tell.
    package func format(of path: String) -> DocumentFormat? { format ?? DocumentFormat(path: path) }

    /// The format of `input`, which comes from `path`.
    package func format(of path: String, _ input: inout Input) throws(IOFailure) -> DocumentFormat {
        if let format = format(of: path) { return format }
        return DocumentFormat(firstBytes: try input.peek(while: DocumentFormat.isOpen))
    }
}
#endif
