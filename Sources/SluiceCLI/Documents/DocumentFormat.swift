#if Services
import ArgumentParser
import SluiceJSON

/// How the bytes of a document are to be read.
enum DocumentFormat: String, CaseIterable, ExpressibleByArgument {
    /// One document (RFC 8259).
    case json
    /// One document a line.
    case ndjson

    /// What the name of a file says about it; `json` where it says nothing.
    init(path: String) {
        var name = path.lowercased()[...]
        if name.hasSuffix(".gz") { name = name.dropLast(3) }
        self = name.hasSuffix(".ndjson") || name.hasSuffix(".jsonl") ? .ndjson : .json
    }
}
#endif
