#if Services
import ArgumentParser
import SluiceCore

/// How documents are to be read: what every command that reads some has in common.
struct DocumentOptions: ParsableArguments {
    @Option(help: "json, ndjson or xml. Without it the file's name decides; where that says nothing, the first byte.")
    var format: DocumentFormat?

    /// The format of `path`, as far as options and names tell.
    func format(of path: String) -> DocumentFormat? { format ?? DocumentFormat(path: path) }

    /// The format of `input`, which comes from `path`.
    func format(of path: String, _ input: inout Input) throws(IOFailure) -> DocumentFormat {
        if let format = format(of: path) { return format }
        return DocumentFormat(firstBytes: try input.peek())
    }
}
#endif
