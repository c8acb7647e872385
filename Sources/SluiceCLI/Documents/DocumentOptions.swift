#if Services
import ArgumentParser

/// How documents are to be read: what every command that reads some has in common.
struct DocumentOptions: ParsableArguments {
    @Option(help: "json or ndjson. Without it the file's name decides; json where that says nothing.")
    var format: DocumentFormat?

    /// The format of `path`.
    func format(of path: String) -> DocumentFormat { format ?? DocumentFormat(path: path) }
}
#endif
