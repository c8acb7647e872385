#if Services
package import ArgumentParser
internal import SluiceCore

/// The arguments of `sluice check`, whichever executable does it.
package struct CheckOptions: ParsableArguments {
    @OptionGroup package var document: DocumentOptions

    @Flag(name: .shortAndLong, help: "Say nothing of files that are fine.")
    package var quiet = false

    @Flag(help: "XML must be valid: as its document type has it.")
    package var validate = false

    @Option(
        help: ArgumentHelp(
            "XML must be valid by this schema: XML Schema, RELAX NG, Schematron, or a DTD.", valueName: "file"),
        completion: .file())
    package var schema: String?

    @OptionGroup package var entities: EntityOptions

    @Argument(help: "Files; none, or -, for standard input.", completion: .file())
    package var files: [String] = []

    package init() {}

    /// How many faults of a file are said; the others are counted.
    package static let mostFaults = 100

    /// Checks each file, says which are fine, and throws the status of the worst.
    package func checkEach(_ check: (String) -> ExitStatus) throws {
        var worst = ExitStatus.fine
        var output = DescriptorSink.standardOutput
        for file in files.isEmpty ? ["-"] : files {
            let status = check(file)
            if status == .fine, !quiet { try output.write("\(file): ok\n".utf8.span) }
            worst = max(worst, status)
        }
        if worst != .fine { throw worst }
    }
}
#endif
